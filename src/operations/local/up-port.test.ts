import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import { writeLocalFile } from './local-file.ts';
import { choosePorts } from './up-port.ts';

let root: string;
let server: Server;
let taken: number;
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'midcoast-ports-'));
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  taken = (server.address() as AddressInfo).port;
});
after(async () => {
  server.close();
  await rm(root, { recursive: true, force: true });
});

function isBusy(...said: readonly string[]) {
  return (error: unknown) =>
    error instanceof Failure &&
    error.code === 'port_busy' &&
    error.exit === 5 &&
    said.every((part) => `${error.message}\n${error.next}`.includes(part));
}

describe('choosePorts', () => {
  it('takes a free port for 0, and leaves that of the metrics to the service', async () => {
    const { port, metricsPort } = await choosePorts(root, { port: 0, metricsPort: 0 });
    assert.ok(port > 0);
    assert.equal(metricsPort, 0);
  });

  it('refuses either port that is taken, and names the option that chooses another', async () => {
    await assert.rejects(choosePorts(root, { port: taken, metricsPort: 0 }), isBusy('--port '));
    await assert.rejects(choosePorts(root, { port: 0, metricsPort: taken }), isBusy('--metrics-port '));
  });

  it('says so when the Midcoast that runs here holds it', async () => {
    await writeLocalFile(root, {
      url: 'http://127.0.0.1:1',
      metricsUrl: `http://127.0.0.1:${taken}/metrics`,
      apiKey: null,
      consoleUser: null,
      consolePassword: null,
      pid: process.pid,
      dataDir: '/data',
    });
    const other = isBusy('already runs at http://127.0.0.1:1', '--metrics-port ');
    await assert.rejects(choosePorts(root, { port: 0, metricsPort: taken }), other);
  });
});
