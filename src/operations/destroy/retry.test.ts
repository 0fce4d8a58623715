import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import { reasonToRetry, waitUntilNone, withRetries, type Patience } from './retry.ts';

const rhythm = { firstMs: 1, longestMs: 4 };

function patience(rest: Partial<Patience> = {}): Patience {
  const signal = new AbortController().signal;
  return { deadlineMs: performance.now() + 60_000, rhythm, signal, onRetry() {}, ...rest };
}

function named(name: string): Error {
  return Object.assign(new Error('planted'), { name });
}

/** Fails as it is told, and then gives `done`. */
function failing(...errors: readonly Error[]): () => Promise<string> {
  const left = [...errors];
  return () => {
    const error = left.shift();
    return error === undefined ? Promise.resolve('done') : Promise.reject(error);
  };
}

describe('withRetries', () => {
  it('tries again while AWS throttles or something still depends, and says why', async () => {
    const reasons: string[] = [];
    const work = failing(named('Throttling'), named('RequestLimitExceeded'), named('DependencyViolation'));
    assert.equal(await withRetries(work, patience({ onRetry: (reason) => reasons.push(reason) })), 'done');
    assert.deepEqual(reasons, ['Throttling', 'RequestLimitExceeded', 'DependencyViolation']);
  });

  it('does not repeat what will not pass', async () => {
    const work = failing(named('UnauthorizedOperation'));
    await assert.rejects(withRetries(work, patience()), { name: 'UnauthorizedOperation' });
    assert.equal(await work(), 'done');
  });

  it('gives up at the deadline with the last error', async () => {
    const always = () => Promise.reject(named('DependencyViolation'));
    const started = performance.now();
    await assert.rejects(withRetries(always, patience({ deadlineMs: started + 50 })), {
      name: 'DependencyViolation',
    });
    assert.ok(performance.now() - started < 30_000);
  });

  it('stops between two tries when it is asked to', async () => {
    const stop = new AbortController();
    const work = failing(named('Throttling'));
    const onRetry = () => stop.abort();
    await assert.rejects(withRetries(work, patience({ signal: stop.signal, onRetry })), {
      name: 'AbortError',
    });
  });
});

describe('reasonToRetry', () => {
  it('reads what Terraform says, and only its errors', () => {
    const said = (text: string) =>
      new Failure({
        code: 'terraform_failed',
        exit: 'outside',
        message: 'x',
        facts: { said: text },
        next: 'x',
      });
    assert.equal(
      reasonToRetry(said('Error: deleting EC2 Subnet: api error DependencyViolation: has dependencies')),
      'DependencyViolation',
    );
    assert.equal(reasonToRetry(said('Error: deleting S3 Bucket: BucketNotEmpty')), undefined);
  });
});

describe('waitUntilNone', () => {
  it('asks until nothing is left', async () => {
    const answers = [['a', 'b'], ['b'], []];
    assert.deepEqual(await waitUntilNone(() => Promise.resolve(answers.shift() ?? ['late']), patience()), []);
  });

  it('gives what is still there at the deadline', async () => {
    const deadlineMs = performance.now() + 20;
    assert.deepEqual(await waitUntilNone(() => Promise.resolve(['vol-1']), patience({ deadlineMs })), [
      'vol-1',
    ]);
  });
});
