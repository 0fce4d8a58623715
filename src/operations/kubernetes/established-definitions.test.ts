import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ApiClient } from './api-client.ts';
import { ApiRefusal } from './api-refusal.ts';
import { untilEstablished } from './established-definitions.ts';

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'boats.example.com' },
  spec: {
    group: 'example.com',
    names: { kind: 'Boat' },
    versions: [
      { name: 'v1', served: true },
      { name: 'v1alpha1', served: false },
    ],
  },
  status: { conditions: [{ type: 'Established', status: 'True' }] },
};

/** A server on which a definition is established, and whose list of kinds answers so, in turn. */
function server(answers: readonly (() => unknown)[]) {
  const asked: string[] = [];
  const client = {
    list: async () => ({ resourceVersion: '1', items: [definition] }),
    // Nothing changes any more.
    watch: (_: unknown, __: string, signal: AbortSignal) => ({
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      }),
    }),
    read: async (path: string) => {
      asked.push(path);
      return answers[asked.length - 1]?.();
    },
  };
  return { client: client as unknown as ApiClient, asked };
}

const path = '/apis/example.com/v1';
const names = new Set([definition.metadata.name]);

describe('definitions that are established', () => {
  it('are waited for until the server tells of their kinds, of served versions alone', async () => {
    const { client, asked } = server([
      () => {
        throw new ApiRefusal(`GET ${path}`, 404, '404 page not found');
      },
      () => ({ resources: [{ kind: 'Ship' }] }),
      () => ({ resources: [{ kind: 'Ship' }, { kind: 'Boat' }] }),
    ]);
    await untilEstablished(client, names);
    assert.deepEqual(asked, [path, path, path]);
  });

  it('are not waited for where the server refuses to tell', async () => {
    const { client } = server([
      () => {
        throw new ApiRefusal(`GET ${path}`, 403, 'forbidden');
      },
    ]);
    await assert.rejects(untilEstablished(client, names), { status: 403 });
  });
});
