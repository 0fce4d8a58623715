import type { Repair } from '../repair-proxy.ts';
import { readJson, withJson } from './answers.ts';

const service = 'kms';

/** moto rotates keys, and forgets how often. */
export function rotationPeriodRepairs(): readonly Repair[] {
  const periods = new Map<unknown, unknown>();
  return [
    {
      service,
      operation: 'EnableKeyRotation',
      async answer(call, ask) {
        const { KeyId, RotationPeriodInDays } = readJson(call);
        periods.set(KeyId, RotationPeriodInDays);
        return ask(call);
      },
    },
    {
      service,
      operation: 'GetKeyRotationStatus',
      async answer(call, ask) {
        const answer = await ask(call);
        const status = readJson(answer);
        const RotationPeriodInDays = periods.get(readJson(call)['KeyId']);
        if (status['KeyRotationEnabled'] !== true) return answer;
        return withJson(answer, { ...status, RotationPeriodInDays });
      },
    },
  ];
}
