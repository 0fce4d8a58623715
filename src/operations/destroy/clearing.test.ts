import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import { clear } from './clearing.ts';
import type { Leaving } from './leavings.ts';

function patience(milliseconds = 60_000) {
  const signal = new AbortController().signal;
  const deadlineMs = performance.now() + milliseconds;
  return { deadlineMs, rhythm: { firstMs: 1, longestMs: 4 }, signal, onRetry() {} };
}

/** Things that are still listed so many times after they were removed, as AWS does. */
function things(name: string, ids: readonly string[], log: string[], lingers = 0): Leaving {
  const there = new Map(ids.map((id) => [id, lingers]));
  const removed = new Set<string>();
  return {
    name,
    list() {
      for (const [id, left] of there) {
        if (removed.has(id) && left <= 0) there.delete(id);
        else if (removed.has(id)) there.set(id, left - 1);
      }
      return Promise.resolve([...there.keys()]);
    },
    remove(id) {
      log.push(id);
      removed.add(id);
      return Promise.resolve();
    },
  };
}

describe('clear', () => {
  it('removes each kind after the one before is gone', async () => {
    const log: string[] = [];
    const kinds = [things('load balancers', ['lb-1', 'lb-2'], log, 3), things('groups', ['sg-1'], log)];
    assert.equal(await clear(kinds, patience()), '2 load balancers, 1 groups removed');
    assert.deepEqual(log, ['lb-1', 'lb-2', 'sg-1']);
  });

  it('says that there were none', async () => {
    assert.equal(await clear([things('volumes', [], [])], patience()), 'there were none');
  });

  it('takes what somebody else removed for removed', async () => {
    const gone = Object.assign(new Error('planted'), { name: 'InvalidVolume.NotFound' });
    let listed = false;
    const volumes: Leaving = {
      name: 'volumes',
      list: () => Promise.resolve(listed ? [] : ['vol-1']),
      remove() {
        listed = true;
        return Promise.reject(gone);
      },
    };
    assert.equal(await clear([volumes], patience()), '1 volumes removed');
  });

  it('names what does not go within its time', async () => {
    await assert.rejects(
      clear([things('volumes', ['vol-1'], [], 1_000_000)], patience(30)),
      (error) =>
        error instanceof Failure && error.code === 'teardown_stuck' && error.facts['left'] === 'vol-1',
    );
  });
});
