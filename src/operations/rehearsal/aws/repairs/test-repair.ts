import type { AwsCall } from '../aws-call.ts';
import type { Ask, Repair } from '../repair-proxy.ts';

/** A call of the query protocol, as the provider makes it. */
export function queryCall(service: string, operation: string, form: Record<string, string> = {}): AwsCall {
  return {
    service,
    operation,
    region: 'us-east-1',
    method: 'POST',
    path: '/',
    headers: {},
    body: Buffer.from(new URLSearchParams({ Action: operation, ...form }).toString()),
  };
}

/** What the repair of a call's operation answers, as text; `ask` answers in the emulator's place. */
export async function repaired(repairs: readonly Repair[], call: AwsCall, ask: Ask): Promise<string> {
  const repair = repairs.find(({ operation }) =>
    typeof operation === 'string' ? operation === call.operation : operation.test(call.operation),
  );
  const answer = await repair?.answer(call, ask);
  return answer?.body.toString() ?? '';
}

/** An emulator that answers every call with this text. */
export function answering(text: string): Ask {
  return async () => ({ status: 200, headers: {}, body: Buffer.from(text) });
}
