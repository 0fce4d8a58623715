import type { Repair } from '../repair-proxy.ts';
import { readJson, withJson } from './answers.ts';

const service = 'eks';

/** What the emulator forgets of what a cluster was made with. */
const forgotten = ['upgradePolicy', 'zonalShiftConfig'] as const;

/** Shows of a cluster what it was made with and the emulator forgot. */
export function eksClusterRepairs(): readonly Repair[] {
  const clusters = new Map<string, Record<string, unknown>>();
  return [
    {
      service,
      operation: 'POST /clusters',
      async answer(call, ask) {
        const sent = readJson(call);
        clusters.set(String(sent['name']), Object.fromEntries(forgotten.map((name) => [name, sent[name]])));
        return ask(call);
      },
    },
    {
      service,
      operation: /^GET \/clusters\/[^/]+$/,
      async answer(call, ask) {
        const answer = await ask(call);
        if (answer.status !== 200) return answer;
        const { cluster } = readJson(answer) as { cluster: { readonly name: string } };
        return withJson(answer, { cluster: { ...cluster, ...clusters.get(cluster.name) } });
      },
    },
  ];
}
