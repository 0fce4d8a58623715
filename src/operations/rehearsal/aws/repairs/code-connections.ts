import { randomUUID } from 'node:crypto';
import type { Repair } from '../repair-proxy.ts';
import { jsonAnswer, notFound, readJson } from './answers.ts';

const service = 'codeconnections';

/**
 * Keeps connections to a code host, a service that neither emulator has. On AWS, too, a connection stays pending
 * until a person confirms it in a browser.
 */
export function codeConnectionRepairs(accountId: string): readonly Repair[] {
  const connections = new Map<string, Record<string, unknown>>();
  const arnOf = (sent: Record<string, unknown>) => String(sent['ConnectionArn'] ?? sent['ResourceArn']);
  return [
    {
      service,
      operation: 'CreateConnection',
      async answer(call) {
        const { Tags, ...sent } = readJson(call);
        const ConnectionArn = `arn:aws:codeconnections:${call.region}:${accountId}:connection/${randomUUID()}`;
        const fixed = { ConnectionArn, ConnectionStatus: 'PENDING', OwnerAccountId: accountId };
        connections.set(ConnectionArn, { ...sent, ...fixed, Tags: Tags ?? [] });
        return jsonAnswer({ ConnectionArn, Tags });
      },
    },
    {
      service,
      operation: 'GetConnection',
      async answer(call) {
        const { Tags: _, ...Connection } = connections.get(arnOf(readJson(call))) ?? {};
        return 'ConnectionArn' in Connection ? jsonAnswer({ Connection }) : missing();
      },
    },
    {
      service,
      operation: 'ListTagsForResource',
      answer: async (call) => jsonAnswer({ Tags: connections.get(arnOf(readJson(call)))?.['Tags'] ?? [] }),
    },
    {
      service,
      operation: 'DeleteConnection',
      answer: async (call) => (connections.delete(arnOf(readJson(call))) ? jsonAnswer({}) : missing()),
    },
  ];
}

function missing() {
  return { ...notFound('there is no such connection'), status: 400 };
}
