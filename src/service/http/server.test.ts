import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openMetrics } from '../connections/metrics.ts';
import type { Log } from '../connections/log.ts';
import { openServer } from './server.ts';

/** Who asked, as the service takes it: the way from the last proxy back, and what the proxies wrote down. */
async function asker(behindProxy: boolean, peer: string, forwarded: string): Promise<string> {
  const app = await openServer({ log: {} as Log, metrics: openMetrics(), behindProxy });
  app.get('/who', (request, reply) => reply.send(request.ip));
  const { body } = await app.inject({
    url: '/who',
    remoteAddress: peer,
    headers: { 'x-forwarded-for': forwarded },
  });
  await app.close();
  return body;
}

describe('who asked', () => {
  const [client, balancer, sidecar] = ['203.0.113.7', '10.0.101.23', '127.0.0.6'];

  it('is whom the load balancer saw, behind gateway and sidecar', async () => {
    assert.equal(await asker(true, sidecar, `${client}, ${balancer}`), client);
  });
  it('is not what a client wrote itself', async () => {
    assert.equal(await asker(true, sidecar, `198.51.100.1, 127.0.0.1, ${client}, ${balancer}`), client);
  });
  it('is who connects where that is not the sidecar', async () => {
    assert.equal(await asker(true, '10.0.7.7', `${client}, ${balancer}`), '10.0.7.7');
  });
  it('is who connects where nothing stands before us', async () => {
    assert.equal(await asker(false, '127.0.0.1', client), '127.0.0.1');
  });
});
