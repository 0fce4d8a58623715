import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { askNewest } from './own-requests.ts';

/** A front door that answers with each status in turn, the last of them from then on. */
async function frontDoor(statuses: readonly number[], wanted: number) {
  const asked: IncomingMessage[] = [];
  const enough = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    response.writeHead(statuses[Math.min(asked.length, statuses.length - 1)] ?? 200).end('{}');
    asked.push(request);
    if (asked.length === wanted) enough.resolve();
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    enough: enough.promise,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

describe('requests of a deploy’s own', () => {
  it('ask the newest version for its number, by the header of the routes', async () => {
    await using door = await frontDoor([200], 3);
    const own = askNewest({ url: door.url, everyMs: 1 });
    await door.enough;
    const { asked, failed } = await own.stop();
    assert.ok(asked >= 2);
    assert.equal(failed, 0);
    for (const { method, url, headers } of door.asked) {
      assert.equal(`${method} ${url}`, 'GET /v1/version');
      assert.equal(headers['x-midcoast-version'], 'newest');
    }
  });

  it('go on where one fails, and count it', async () => {
    await using door = await frontDoor([200, 503, 200], 4);
    const own = askNewest({ url: door.url, everyMs: 1 });
    await door.enough;
    const { failed, said } = await own.stop();
    assert.equal(failed, 1);
    assert.equal(said, '/v1/version answers 503');
  });

  it('keep their pace: a second one waits, and stopping waits for neither', async () => {
    await using door = await frontDoor([200], 1);
    const own = askNewest({ url: door.url, everyMs: 600_000 });
    await door.enough;
    await own.stop();
    assert.equal(door.asked.length, 1);
  });
});
