import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import type { Cache, Taken } from './cache.ts';

/** A cache under test, with room of its own: nobody else uses its keys. */
export type CacheUnderTest = {
  readonly cache: Cache;
  /** The same cache as another process reaches it; where there is but one process, `cache` itself. */
  readonly elsewhere: Cache;
  /** Lets seconds pass for the cache: by its clock, or by waiting where that is another's. Never more than 3 at once. */
  pass(seconds: number): Promise<void>;
  close(): Promise<void>;
};

/** What every cache must do, whatever is behind it. Times are whole seconds; `name` says which adapter. */
export function cacheContract(name: string, open: () => Promise<CacheUnderTest>): void {
  let tested: CacheUnderTest;
  let cache: Cache;
  let elsewhere: Cache;
  before(async () => {
    tested = await open();
    ({ cache, elsewhere } = tested);
  });
  after(() => tested.close());

  describe(`${name}: values`, () => {
    it('are there for every process until they are deleted', async () => {
      assert.equal(await cache.get('colour'), undefined);
      await cache.set('colour', 'green', { ttlSeconds: 60 });
      assert.equal(await elsewhere.get('colour'), 'green');
      await elsewhere.set('colour', 'blau · 青', { ttlSeconds: 60 });
      assert.equal(await cache.get('colour'), 'blau · 青');
      await cache.delete('colour');
      assert.equal(await elsewhere.get('colour'), undefined);
      await cache.delete('colour');
    });

    it('hold the empty text as a value', async () => {
      await cache.set('nothing', '', { ttlSeconds: 60 });
      assert.equal(await cache.get('nothing'), '');
    });

    it('end with their time, counted from the last set', async () => {
      await cache.set('short', '1', { ttlSeconds: 2 });
      await cache.set('renewed', '1', { ttlSeconds: 2 });
      await tested.pass(1);
      assert.equal(await cache.get('short'), '1');
      await cache.set('renewed', '2', { ttlSeconds: 3 });
      await tested.pass(1.5);
      assert.equal(await cache.get('short'), undefined);
      assert.equal(await cache.get('renewed'), '2');
    });
  });

  describe(`${name}: messages`, () => {
    it('reach each subscriber of their channel once, in order, in every process', async () => {
      const heard = { here: gathering(), elsewhere: gathering(), other: gathering() };
      const stops = [
        await cache.subscribe('news', heard.here.add),
        await elsewhere.subscribe('news', heard.elsewhere.add),
        await cache.subscribe('weather', heard.other.add),
      ];
      await cache.publish('news', 'one');
      await cache.publish('news', 'two');
      await cache.publish('weather', 'rain');
      for (const gathered of Object.values(heard)) await gathered.reach(gathered === heard.other ? 1 : 2);
      assert.deepEqual(heard.here.messages, ['one', 'two']);
      assert.deepEqual(heard.elsewhere.messages, ['one', 'two']);
      assert.deepEqual(heard.other.messages, ['rain']);
      for (const stop of stops) await stop();
    });

    it('reach nobody who has stopped, and go on reaching those who have not', async () => {
      const [left, stayed] = [gathering(), gathering()];
      const stop = await cache.subscribe('news', left.add);
      const stopStayed = await cache.subscribe('news', stayed.add);
      await stop();
      await stop();
      await cache.publish('news', 'three');
      await stayed.reach(1);
      assert.deepEqual(left.messages, []);
      await stopStayed();
      await cache.publish('news', 'to nobody');
    });

    it('reach the others when a listener throws, on channels of any name', async () => {
      for (const channel of ['error', 'newListener', '__proto__', 'fault']) {
        await cache.publish(channel, 'unheard');
        const heard = gathering();
        const stopFaulty = await cache.subscribe(channel, () => {
          throw new Error('a fault of the listener');
        });
        const stop = await cache.subscribe(channel, heard.add);
        await cache.publish(channel, 'heard');
        await heard.reach(1);
        assert.deepEqual(heard.messages, ['heard'], channel);
        await stopFaulty();
        await stop();
      }
    });
  });

  describe(`${name}: leaderboards`, () => {
    const ttl = { ttlSeconds: 60 };

    it('are ordered by score, equal ones by member, in every process', async () => {
      await cache.rebuild('day', [score('b', 2), score('c', 5), score('a', 2), score('d', -1.5)], ttl);
      assert.deepEqual(await elsewhere.top('day', 10), [
        score('c', 5),
        score('a', 2),
        score('b', 2),
        score('d', -1.5),
      ]);
      assert.deepEqual(await cache.top('day', 2), [score('c', 5), score('a', 2)]);
    });

    it('take a score as it is said last, however often', async () => {
      await cache.rebuild('hour', [score('a', 1), score('b', 2)], ttl);
      for (let time = 0; time < 2; time += 1)
        await elsewhere.score('hour', [score('a', 3), score('new', 2)], ttl);
      assert.deepEqual(await cache.top('hour', 10), [score('a', 3), score('b', 2), score('new', 2)]);
    });

    it('hold after a rebuild what it said and no more', async () => {
      await cache.rebuild('week', [score('old', 9), score('a', 1)], ttl);
      await cache.rebuild('week', [score('a', 2)], ttl);
      assert.deepEqual(await cache.top('week', 10), [score('a', 2)]);
      await cache.rebuild('week', [], ttl);
      assert.deepEqual(await cache.top('week', 10), []);
    });

    it('that are not in memory are not made up from some scores', async () => {
      assert.equal(await cache.top('lost', 10), undefined);
      await cache.score('lost', [score('a', 1)], ttl);
      assert.equal(await cache.top('lost', 10), undefined);
    });

    it('end with their time, counted from the last score', async () => {
      await cache.rebuild('left', [score('a', 1)], { ttlSeconds: 2 });
      await cache.rebuild('kept', [score('a', 1)], { ttlSeconds: 2 });
      await tested.pass(1);
      await cache.score('kept', [score('a', 2)], { ttlSeconds: 3 });
      await tested.pass(1.5);
      assert.equal(await cache.top('left', 10), undefined);
      assert.deepEqual(await cache.top('kept', 10), [score('a', 2)]);
    });
  });

  describe(`${name}: rate limits`, () => {
    it('allow a burst exactly, of a thousand that come at once to two processes', async () => {
      const allowance = { perSecond: 0.01, burst: 100 };
      const takes = Array.from({ length: 1_000 }, async (_, turn) =>
        (turn % 2 === 0 ? cache : elsewhere).take('crowd', allowance, 1),
      );
      const taken = await Promise.all(takes);
      assert.equal(taken.filter(({ allowed }) => allowed).length, 100);
      for (const one of taken) if (!one.allowed) assert.ok(one.retryAfterSeconds >= 1);
    });

    it('refill evenly, and never beyond the burst', async () => {
      const allowance = { perSecond: 2, burst: 4 };
      assert.deepEqual(await cache.take('even', allowance, 4), { allowed: true });
      assert.equal((await cache.take('even', allowance, 1)).allowed, false);
      await tested.pass(1);
      assert.deepEqual(await cache.take('even', allowance, 2), { allowed: true });
      assert.equal((await cache.take('even', allowance, 1)).allowed, false);
      await tested.pass(2.5);
      assert.deepEqual(await cache.take('even', allowance, 4), { allowed: true });
      assert.equal((await cache.take('even', allowance, 1)).allowed, false);
    });

    it('say when to come again, and mean it', async () => {
      const allowance = { perSecond: 2, burst: 6 };
      await cache.take('again', allowance, 6);
      const refused = await cache.take('again', allowance, 4);
      assert.deepEqual(refused, { allowed: false, retryAfterSeconds: 2 } satisfies Taken);
      await tested.pass(2);
      assert.deepEqual(await cache.take('again', allowance, 4), { allowed: true });
    });

    it('take nothing when they refuse', async () => {
      const allowance = { perSecond: 0.01, burst: 10 };
      await cache.take('whole', allowance, 4);
      assert.equal((await cache.take('whole', allowance, 7)).allowed, false);
      assert.deepEqual(await cache.take('whole', allowance, 6), { allowed: true });
    });

    it('never allow more at once than the burst, and say so each time', async () => {
      const allowance = { perSecond: 10, burst: 10 };
      const taken = await cache.take('too much', allowance, 11);
      assert.deepEqual(taken, { allowed: false, retryAfterSeconds: 1 } satisfies Taken);
      assert.deepEqual(await cache.take('too much', allowance, 10), { allowed: true });
    });

    it('are counted for each key alone, and apart from values and boards of its name', async () => {
      const allowance = { perSecond: 0.01, burst: 1 };
      await cache.set('name', 'value', { ttlSeconds: 60 });
      await cache.rebuild('name', [score('a', 1)], { ttlSeconds: 60 });
      assert.deepEqual(await cache.take('name', allowance, 1), { allowed: true });
      assert.deepEqual(await cache.take('other name', allowance, 1), { allowed: true });
      assert.equal(await cache.get('name'), 'value');
      await cache.delete('name');
      assert.equal((await cache.take('name', allowance, 1)).allowed, false);
      assert.deepEqual(await cache.top('name', 1), [score('a', 1)]);
    });
  });
}

function score(member: string, score: number) {
  return { member, score };
}

/** Messages as they come in; `reach` resolves when there are so many. The runner's own limit ends a vain wait. */
function gathering() {
  const messages: string[] = [];
  const came = new EventEmitter();
  return {
    messages,
    add: (message: string) => {
      messages.push(message);
      came.emit('message');
    },
    reach: async (count: number) => {
      while (messages.length < count) await once(came, 'message');
    },
  };
}
