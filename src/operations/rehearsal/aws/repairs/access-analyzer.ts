import type { Repair } from '../repair-proxy.ts';
import { jsonAnswer, notFound, readJson } from './answers.ts';

const service = 'access-analyzer';

/** Keeps analyzers, a service that neither emulator has. */
export function accessAnalyzerRepairs(accountId: string): readonly Repair[] {
  const analyzers = new Map<string, Record<string, unknown>>();
  const nameOf = (operation: string) => operation.split('/').at(-1) ?? '';
  return [
    {
      service,
      operation: 'PUT /analyzer',
      async answer(call) {
        const { analyzerName, type, tags } = readJson(call);
        const name = String(analyzerName);
        const arn = `arn:aws:access-analyzer:${call.region}:${accountId}:analyzer/${name}`;
        const createdAt = new Date().toISOString();
        analyzers.set(name, { name, arn, type, tags: tags ?? {}, status: 'ACTIVE', createdAt });
        return jsonAnswer({ arn });
      },
    },
    {
      service,
      operation: /^(GET|DELETE) \/analyzer\/[^/]+$/,
      async answer({ method, operation }) {
        const name = nameOf(operation);
        const analyzer = analyzers.get(name);
        if (analyzer === undefined) return notFound(`there is no analyzer ${name}`);
        if (method === 'DELETE') analyzers.delete(name);
        return jsonAnswer(method === 'DELETE' ? {} : { analyzer });
      },
    },
    {
      service,
      operation: /^GET \/tags\//,
      answer: async ({ operation }) => jsonAnswer({ tags: analyzers.get(nameOf(operation))?.['tags'] ?? {} }),
    },
  ];
}
