import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Event } from './events.ts';
import { consume, eventually, lead, readWhole, type EventsUnderTest, type Published } from './test-events.ts';

/** A group handles every event at least once and in order, whichever of its members live. */
export function consumingContract(name: string, log: () => EventsUnderTest): void {
  describe(`${name}: consuming`, () => {
    it('hands over every event of the types asked for, in order, and moves the position after', async (t) => {
      const account = randomUUID();
      const seen = recorder(account);
      const positions: (bigint | undefined)[] = [];
      consume(t, log().events, ['lead.accepted', 'lead.erased'], async (batch) => {
        positions.push((await log().events.lags())[0]?.position.n);
        seen.add(batch);
      });
      const types = ['lead.accepted', 'source.created', 'lead.erased'] as const;
      const published = types.map((type): Published => ({ account, type, subject: randomUUID() }));
      await log().publish(published);
      log().events.wake();
      await eventually('both are handled', async () => seen.subjects().length >= 2);
      assert.deepEqual(seen.subjects(), [published[0]?.subject, published[2]?.subject]);
      const first = seen.events()[0]?.position.n ?? 0n;
      for (const position of positions)
        assert.ok(position !== undefined && position < first, 'moved before the handling was over');
      await eventually('nothing is behind', async () => (await log().events.lags())[0]?.events === 0);
      const [lag] = await log().events.lags();
      assert.ok(lag !== undefined && lag.group === 'leaderboard' && lag.seconds === 0);
      assert.ok(lag.position.n >= (seen.events()[1]?.position.n ?? 0n));
    });

    it('says how far a group is behind', async () => {
      const before = (await log().events.lags())[0]?.events;
      await log().publish([lead(randomUUID()), lead(randomUUID())]);
      const [lag] = await log().elsewhere.lags();
      assert.equal(lag?.events, (before ?? 0) + 2);
      assert.ok(lag !== undefined && lag.seconds >= 0 && lag.seconds < 60);
    });

    it('keeps the order of each lead when several members share a group, one at a time', async (t) => {
      const account = randomUUID();
      const seen = recorder(account);
      const atOnce: number[] = [];
      let handling = 0;
      for (const events of [log().events, log().elsewhere, log().events]) {
        consume(t, events, ['lead.accepted'], async (batch) => {
          handling += 1;
          atOnce.push(handling);
          await wait(1);
          seen.add(batch);
          handling -= 1;
        });
      }
      const start = await log().events.newest();
      const leads = Array.from({ length: 10 }, () => randomUUID());
      const writers = Array.from({ length: 10 }, async () => {
        for (const subject of leads) await log().publish([{ account, type: 'lead.accepted', subject }]);
        log().elsewhere.wake();
      });
      await Promise.all(writers);
      await eventually('all are handled', async () => seen.distinct() === 100);
      assert.equal(Math.max(...atOnce), 1);
      const { events } = await readWhole(log().events, start, account, 100);
      for (const subject of leads) {
        const order = (all: readonly Event[]) =>
          all.filter((event) => event.subject === subject).map(({ id }) => id);
        assert.deepEqual(order(seen.events()), order(events));
      }
    });

    it('hands the same events over again when handling fails, and loses none', async (t) => {
      const account = randomUUID();
      const seen = recorder(account);
      const failures: unknown[] = [];
      const attempts: string[][] = [];
      const handle = async (batch: readonly Event[]) => {
        const ours = batch.filter((event) => event.account === account);
        if (ours.length > 0) attempts.push(ours.map(({ id }) => id));
        if (ours.length > 0 && attempts.length <= 2) throw new Error('a fault of the handler');
        seen.add(batch);
      };
      consume(t, log().events, ['lead.accepted'], handle, (error) => failures.push(error));
      await log().publish([lead(account), lead(account)]);
      log().events.wake();
      await eventually('both are handled', async () => seen.distinct() === 2);
      assert.equal(attempts.length, 3);
      assert.deepEqual(attempts[1]?.slice(0, attempts[0]?.length), attempts[0]);
      assert.equal(failures.length, 2);
      assert.match(String(failures[0]), /a fault of the handler/);
    });

    it('goes on with another member when one dies in the middle of handling', async (t) => {
      const account = randomUUID();
      const seen = recorder(account);
      const failures: unknown[] = [];
      let cuts = 0;
      const handle = async (batch: readonly Event[]) => {
        if (!seen.add(batch) || cuts === 3) return;
        cuts += 1;
        await log().cutLeader();
      };
      for (const events of [log().events, log().elsewhere]) {
        consume(t, events, ['lead.accepted'], handle, (error) => failures.push(error));
      }
      const published: string[] = [];
      for (let round = 0; round < 6; round += 1) {
        const ofRound = [lead(account), lead(account)];
        await log().publish(ofRound);
        log().events.wake();
        published.push(...ofRound.map(({ subject }) => subject));
        await eventually(
          `round ${round} is handled`,
          async () => new Set(seen.subjects()).size === published.length,
        );
      }
      await eventually('nothing is behind', async () => (await log().events.lags())[0]?.events === 0);
      assert.equal(failures.length, 3, 'each cut was told');
      assert.ok(seen.subjects().length > published.length, 'what was being handled came again');
      assert.deepEqual(new Set(seen.subjects()), new Set(published));
    });
  });
}

/** The batches of one account, as they were handed over. */
function recorder(account: string) {
  const events: Event[] = [];
  return {
    add: (batch: readonly Event[]): boolean => {
      const ours = batch.filter((event) => event.account === account);
      events.push(...ours);
      return ours.length > 0;
    },
    events: () => events,
    subjects: () => events.map(({ subject }) => subject),
    distinct: () => new Set(events.map(({ id }) => id)).size,
  };
}
