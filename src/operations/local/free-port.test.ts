import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import { findFreePort, isPortFree } from './free-port.ts';
import { describeRefusal } from './port-refusal.ts';

/** The first port that everybody may listen on: 1024, unless somebody has set it otherwise. */
async function firstForAll(): Promise<number> {
  const path = '/proc/sys/net/ipv4/ip_unprivileged_port_start';
  return Number(await readFile(path, 'utf8').catch(() => '1024'));
}

/** Does something as a user without rights, where root runs the tests. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('isPortFree', () => {
  it('tells a port that is taken from one that is free', async () => {
    const port = await findFreePort();
    assert.equal(await isPortFree(port), true);
    const server = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    assert.equal(await isPortFree(port), false);
    await new Promise((resolve) => server.close(resolve));
  });

  it('refuses a port that this user may not listen on, and says which they may', async (test) => {
    if ((await firstForAll()) <= 1) return test.skip('here everybody may listen on every port');
    await assert.rejects(
      asNobody(() => isPortFree(1)),
      (error) =>
        error instanceof Failure &&
        error.code === 'port_forbidden' &&
        error.exit === 2 &&
        error.next.includes('1024'),
    );
  });
});

describe('describeRefusal', () => {
  it('tells a machine without 127.0.0.1 from a port that is refused', () => {
    const refusal = describeRefusal(Object.assign(new Error('bind'), { code: 'EADDRNOTAVAIL' }), 8080);
    assert.ok(refusal instanceof Failure);
    assert.deepEqual([refusal.code, refusal.exit], ['loopback_missing', 3]);
  });

  it('leaves what it does not know as it is', () => {
    const error = Object.assign(new Error('bind'), { code: 'EMFILE' });
    assert.equal(describeRefusal(error, 8080), error);
  });
});
