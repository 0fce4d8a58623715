import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ApiClient, WatchEvent } from './api-client.ts';
import { ApiRefusal } from './api-refusal.ts';
import { follow, StillNotSo } from './following.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

const selection = { apiVersion: 'v1', kind: 'Pod' } as const;
const pod = (name: string, resourceVersion: string): KubernetesObject => ({
  ...selection,
  metadata: { name, resourceVersion },
});

type Watch = () => AsyncGenerator<WatchEvent<KubernetesObject>>;

/** A server that lists pods and answers one watch after the other; the last one stays silent until it is ended. */
function server(lists: readonly (readonly KubernetesObject[])[], watches: readonly Watch[]) {
  const asked: string[] = [];
  let [listed, watched] = [0, 0];
  const client = {
    list: () => {
      asked.push('list');
      const items = lists[Math.min(listed, lists.length - 1)] ?? [];
      listed += 1;
      return Promise.resolve({ resourceVersion: `list-${listed}`, items });
    },
    async *watch(_: unknown, since: string, signal: AbortSignal) {
      asked.push(`watch ${since}`);
      const next = watches[watched];
      watched += 1;
      if (next !== undefined) yield* next();
      else await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
  };
  return { client: client as unknown as ApiClient, asked };
}

const names = (objects: readonly KubernetesObject[]) =>
  objects.map(({ metadata }) => metadata.name).toSorted();

describe('follow', () => {
  it('watches on from where a watch ended', async () => {
    const { client, asked } = server(
      [[pod('a', '1')]],
      [
        async function* () {
          yield { type: 'ADDED', object: pod('b', '2') };
        },
        async function* () {
          yield { type: 'DELETED', object: pod('a', '3') };
        },
      ],
    );
    const pods = await follow(client, selection);
    await pods.until('b alone', (objects) => names(objects).join() === 'b', 30);
    assert.deepEqual(asked.slice(0, 3), ['list', 'watch list-1', 'watch 2']);
    await pods.stop();
  });

  it('takes stock anew where the server no longer knows what came since', async () => {
    const { client, asked } = server(
      [[pod('a', '1')], [pod('c', '9')]],
      [
        // oxlint-disable-next-line require-yield
        async function* () {
          throw new ApiRefusal('watch', 410, 'too old');
        },
      ],
    );
    const pods = await follow(client, selection);
    await pods.until('c alone', (objects) => names(objects).join() === 'c', 30);
    assert.deepEqual(asked.slice(0, 3), ['list', 'watch list-1', 'list']);
    await pods.stop();
  });

  it('ends at a refusal, and says so to whoever waits', async () => {
    const { client } = server(
      [[]],
      [
        // oxlint-disable-next-line require-yield
        async function* () {
          throw new ApiRefusal('watch', 403, 'forbidden');
        },
      ],
    );
    const pods = await follow(client, selection);
    await assert.rejects(
      pods.until('one pod', (objects) => objects.length === 1, 30),
      /403/,
    );
  });

  it('says what is there instead after the patience', async () => {
    const { client } = server([[pod('a', '1')]], []);
    const pods = await follow(client, selection);
    await assert.rejects(
      pods.until('no pod', (objects) => objects.length === 0, 0),
      (error) => error instanceof StillNotSo && error.message.includes('no pod'),
    );
    await pods.stop();
  });
});
