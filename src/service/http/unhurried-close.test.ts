import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import Fastify from 'fastify';
import { unhurriedClose } from './unhurried-close.ts';

async function openServer(answer: Promise<string>) {
  const app = Fastify();
  let asked = () => {};
  const begun = new Promise<void>((resolve) => {
    asked = resolve;
  });
  app.get('/', () => {
    asked();
    return answer;
  });
  const close = unhurriedClose(app);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return { port, begun, close };
}

describe('unhurriedClose', () => {
  it('does not wait for a connection that never asked', async () => {
    const { port, close } = await openServer(Promise.resolve('here'));
    const silent = connect(port, '127.0.0.1');
    await once(silent, 'connect');
    // The connection is known to the server once a later one is answered.
    assert.equal(await (await fetch(`http://127.0.0.1:${port}/`)).text(), 'here');
    silent.on('error', () => undefined);
    const cut = once(silent, 'close');
    await close();
    await cut;
  });

  it('answers what was asked before it cuts', async () => {
    let give = (_text: string) => {};
    const answer = new Promise<string>((resolve) => {
      give = resolve;
    });
    const { port, begun, close } = await openServer(answer);
    const response = fetch(`http://127.0.0.1:${port}/`);
    await begun;
    const closed = close();
    give('late');
    assert.equal(await (await response).text(), 'late');
    await closed;
  });
});
