import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import type { LedgerEntry } from './ledger.ts';
import { LoadProcess } from './load-process.ts';
import type { LoadPlan } from './plan.ts';

const plan: LoadPlan = {
  url: 'http://127.0.0.1:1',
  path: '/v1/leads',
  authorization: 'Bearer test',
  connections: 8,
  body: { kind: 'same', text: '{"name":"Zoë"}' },
  keyPrefix: 'k',
  first: 1,
  count: 100,
  seconds: 20,
  perSecond: null,
  madeAhead: 0,
  resend: false,
  ledgerFile: null,
};

let load: LoadProcess;
let folder: string;
before(async () => {
  load = await LoadProcess.start();
  folder = await mkdtemp(join(tmpdir(), 'load-'));
});
after(async () => {
  load.close();
  await rm(folder, { recursive: true });
});

describe('a load', () => {
  it('sends each number once, with its own key and body, and keeps every answer', async () => {
    const seen: string[] = [];
    await using server = await listen((request, answer) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => (body += part));
      request.on('end', () => {
        seen.push([request.headers['idempotency-key'], request.headers.authorization, body].join(' '));
        answer
          .writeHead(201)
          .end(JSON.stringify({ id: request.headers['idempotency-key'], verdict: 'accepted' }));
      });
    });
    const ledgerFile = join(folder, 'ledger.ndjson');
    const report = await load.run({ ...plan, url: server.url, ledgerFile });

    assert.deepEqual(report.statuses, { 201: 100 });
    assert.equal(report.cut, 0);
    assert.equal(new Set(seen).size, 100);
    assert.ok(seen.includes('k-000000001 Bearer test {"name":"Zoë"}'));
    const entries = readLedger(ledgerFile);
    assert.equal(entries.length, 100);
    assert.deepEqual(entries[99], {
      number: 100,
      key: 'k-000000100',
      status: 201,
      id: 'k-000000100',
      verdict: 'accepted',
      duplicateOf: null,
      sent: 1,
    });
  });

  it('sends again, under the same key, what was cut off or put off', async () => {
    const seen = new Map<string, number>();
    await using server = await listen((request, answer) => {
      request.resume();
      const key = String(request.headers['idempotency-key']);
      const time = (seen.get(key) ?? 0) + 1;
      seen.set(key, time);
      const trouble = Number(key.slice(-1));
      if (time === 1 && trouble === 3) request.socket.destroy();
      else if (time === 1 && trouble === 4) answer.writeHead(503, { 'retry-after': '0' }).end();
      else if (time === 1 && trouble === 5) answer.writeHead(409).end('{"code":"idempotency_in_flight"}');
      else answer.writeHead(201, trouble === 6 ? { connection: 'close' } : {}).end('{}');
    });
    const ledgerFile = join(folder, 'again.ndjson');
    const report = await load.run({ ...plan, url: server.url, resend: true, ledgerFile });

    assert.deepEqual(report.statuses, { 201: 100 });
    assert.equal(report.cut, 10);
    for (const { key, sent } of readLedger(ledgerFile)) {
      const twice = ['3', '4', '5'].includes(key!.slice(-1));
      assert.equal(sent, twice ? 2 : 1, key!);
      assert.equal(seen.get(key!), sent);
    }
  });

  it('says which requests never got an answer', async () => {
    await using server = await listen((request) => request.socket.destroy());
    const report = await load.run({ ...plan, url: server.url, count: 5 });
    assert.deepEqual(report.statuses, { unanswered: 5 });
  });

  it('keeps its pace while the server stalls, and counts the waiting of what came late', async () => {
    let stalledUntil = 0;
    await using server = await listen((request, answer) => {
      request.resume();
      if (request.headers['idempotency-key'] === 'k-000000100') stalledUntil = performance.now() + 500;
      setTimeout(() => answer.writeHead(201).end('{}'), Math.max(0, stalledUntil - performance.now()));
    });
    const report = await load.run({
      ...plan,
      url: server.url,
      connections: 2,
      count: 1000,
      seconds: 1,
      perSecond: 1000,
    });
    assert.deepEqual(report.statuses, { 201: 1000 });
    // Two connections were stalled, and 500 requests came due meanwhile: a closed loop would tell of two.
    assert.ok(report.latency.p90 > 250, `p90 ${report.latency.p90} ms`);
  });

  it('goes to no other machine, to no closed port, and not beyond its limits', async () => {
    const refusals = [
      [{ ...plan, url: 'http://192.0.2.1:80' }, 'load_not_local', 4],
      [plan, 'load_refused', 6],
      [{ ...plan, connections: 10_000 }, 'load_beyond_limits', 2],
    ] as const;
    for (const [wrong, code, exit] of refusals) {
      await assert.rejects(
        load.run(wrong),
        (error) => error instanceof Failure && error.code === code && error.exit === exit,
      );
    }
  });
});

function readLedger(file: string): LedgerEntry[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LedgerEntry);
}

async function listen(listener: RequestListener): Promise<{ url: string } & AsyncDisposable> {
  const server: Server = createServer(listener);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
