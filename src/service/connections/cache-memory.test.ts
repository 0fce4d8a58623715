import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoryCache } from './cache-memory.ts';
import { cacheContract } from './cache.contract.ts';

cacheContract('memory cache', async () => {
  let now = 0;
  const cache = memoryCache(() => now);
  return {
    cache,
    elsewhere: cache,
    pass: async (seconds) => {
      now += seconds * 1000;
    },
    close: () => cache.close(),
  };
});

describe('memory cache', () => {
  it('stays bounded, and lets go first what was longest unused', async () => {
    const cache = memoryCache(() => 0);
    const ttl = { ttlSeconds: 60 };
    for (let key = 0; key < 100_000; key += 1) await cache.set(`key ${key}`, 'x', ttl);
    await cache.get('key 0');
    await cache.set('one more', 'x', ttl);
    assert.equal(await cache.get('key 0'), 'x');
    assert.equal(await cache.get('key 1'), undefined);
    assert.equal(await cache.get('one more'), 'x');
  });
});
