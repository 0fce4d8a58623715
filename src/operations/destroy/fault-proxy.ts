import type { AwsAnswer } from '../rehearsal/aws/aws-call.ts';
import { emulatorAsk } from '../rehearsal/aws/emulator-call.ts';
import { startRepairProxy, type Repair } from '../rehearsal/aws/repair-proxy.ts';

/** An error that AWS answers so many times before it does what it is asked. */
export type Fault = {
  /** The signing name of the service. */
  readonly service: 'ec2' | 'elasticloadbalancing';
  readonly operation: string;
  readonly code: string;
  readonly times: number;
};

type FaultProxy = AsyncDisposable & {
  readonly url: string;
  /** How often each fault was answered, by operation. */
  readonly answered: ReadonlyMap<string, number>;
};

/** Stands before an emulator on loopback, and fails as AWS does: for tests of what has to live with that. */
export async function startFaultProxy(emulatorUrl: string, faults: readonly Fault[]): Promise<FaultProxy> {
  const answered = new Map<string, number>();
  const repairs: readonly Repair[] = faults.map((fault) => ({
    service: fault.service,
    operation: fault.operation,
    async answer(call, ask) {
      const given = answered.get(fault.operation) ?? 0;
      if (given >= fault.times) return ask(call);
      answered.set(fault.operation, given + 1);
      return faultAnswer(fault);
    },
  }));
  const { url, close } = await startRepairProxy({ ask: emulatorAsk(emulatorUrl), repairs });
  return { url, answered, [Symbol.asyncDispose]: close };
}

/** The two shapes in which services of the query protocol tell errors; EC2 has its own. */
function faultAnswer({ service, code }: Fault): AwsAnswer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>planted</Message></Error>`;
  const text =
    service === 'ec2'
      ? `<Response><Errors>${error}</Errors><RequestID>planted</RequestID></Response>`
      : `<ErrorResponse>${error}<RequestId>planted</RequestId></ErrorResponse>`;
  const status = code === 'RequestLimitExceeded' ? 503 : 400;
  return { status, headers: { 'content-type': 'text/xml' }, body: Buffer.from(text) };
}
