import type { AwsAnswer } from '../rehearsal/aws/aws-call.ts';
import { emulatorAsk } from '../rehearsal/aws/emulator-call.ts';
import { startRepairProxy, type Repair } from '../rehearsal/aws/repair-proxy.ts';

/** An error that AWS answers so many times before it does what it is asked. */
export type Fault = {
  /** The signing name of the service. */
  readonly service: 'ec2' | 'elasticloadbalancing' | 's3';
  /** By its name; of S3, which has none, what `PUT /bucket/key` looks like. */
  readonly operation: string | RegExp;
  readonly code: string;
  readonly times: number;
};

type FaultProxy = AsyncDisposable & {
  readonly url: string;
  /** How often each fault was answered, by operation as text. */
  readonly answered: ReadonlyMap<string, number>;
};

/** Stands before an emulator on loopback, and fails as AWS does: for tests of what has to live with that. */
export async function startFaultProxy(emulatorUrl: string, faults: readonly Fault[]): Promise<FaultProxy> {
  const answered = new Map<string, number>();
  const repairs: readonly Repair[] = faults.map((fault) => ({
    service: fault.service,
    operation: fault.operation,
    async answer(call, ask) {
      const operation = String(fault.operation);
      const given = answered.get(operation) ?? 0;
      if (given >= fault.times) return ask(call);
      answered.set(operation, given + 1);
      return faultAnswer(fault);
    },
  }));
  const { url, close } = await startRepairProxy({ ask: emulatorAsk(emulatorUrl), repairs });
  return { url, answered, [Symbol.asyncDispose]: close };
}

/** The shapes in which services tell errors: EC2 and S3 have their own. */
function faultAnswer({ service, code }: Fault): AwsAnswer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>planted</Message></Error>`;
  const text = {
    ec2: `<Response><Errors>${error}</Errors><RequestID>planted</RequestID></Response>`,
    elasticloadbalancing: `<ErrorResponse>${error}<RequestId>planted</RequestId></ErrorResponse>`,
    s3: error,
  }[service];
  const status = code === 'RequestLimitExceeded' ? 503 : 400;
  return { status, headers: { 'content-type': 'text/xml' }, body: Buffer.from(text) };
}
