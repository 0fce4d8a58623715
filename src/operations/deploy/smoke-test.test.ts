import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import { smokeTest } from './smoke-test.ts';

describe('smoke test', () => {
  /** What `/readyz` answers, one answer after another; the last one stays. */
  let answers: number[] = [];
  let server: Server;
  let url = '';

  before(async () => {
    server = createServer(({ url: path }, response) => {
      if (path === '/v1/version') {
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ commit: 'abc' }));
        return;
      }
      response.statusCode = (answers.length > 1 ? answers.shift() : answers[0]) ?? 404;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => new Promise((resolve) => server.close(resolve)));

  const run = (commit: string, patienceMs: number) =>
    smokeTest({ url, commit, patienceMs, signal: AbortSignal.timeout(60_000) });

  it('asks again until it is ready, and is content with the version', async () => {
    answers = [503, 200];
    await run('abc', 20_000);
    assert.deepEqual(answers, [200]);
  });

  it('says what it heard last when the patience has passed', async () => {
    answers = [503];
    await assert.rejects(run('abc', 0), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.code, 'smoke_test_failed');
      assert.match(error.message, /\/readyz answers 503/);
      return true;
    });
  });

  it('is not content with another version', async () => {
    answers = [200];
    await assert.rejects(run('def', 0), /commit abc answers, not def/);
  });
});
