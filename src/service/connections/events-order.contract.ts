import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Events } from './events.ts';
import type { Position } from './position.ts';
import { eventually, lead, readWhole, type EventsUnderTest } from './test-events.ts';

/** Positions grow in the order of commits, whoever writes. */
export function orderContract(name: string, log: () => EventsUnderTest): void {
  describe(`${name}: order`, () => {
    it('never shows a smaller position after a greater, while 64 write and one holds its transaction open for 5 s', async () => {
      const account = randomUUID();
      const start = await log().events.newest();
      const [ofShard, ofAccount] = [follow(log().events, start), follow(log().elsewhere, start, account)];
      const writers = Array.from({ length: 64 }, () => write(log(), account, 15));
      await ofShard.reaches(50); // Some have committed by now, some will only after the one that is held.
      const held = await log().hold([lead(account)]);
      const opened = performance.now();
      const published = (await Promise.all(writers)).flat();
      const late = [lead(account)];
      await log().publish(late);
      await wait(5_000 - (performance.now() - opened));
      const before = [ofShard, ofAccount].map(({ subjects }) => subjects().length);
      await held.commit();
      const expected = published.length + 2;
      for (const [index, followed] of [ofShard, ofAccount].entries()) {
        await followed.reaches(expected);
        assert.ok(
          (before[index] ?? 0) < expected - 1,
          'nothing that came after the open transaction was shown before it ended',
        );
        assert.equal(new Set(followed.subjects()).size, expected, 'each once');
        assert.deepEqual(
          new Set(followed.subjects()).isSupersetOf(
            new Set([...published, ...late.map(({ subject }) => subject)]),
          ),
          true,
        );
        await followed.stop();
      }
      assert.deepEqual(ofShard.subjects(), ofAccount.subjects(), 'one order for all');
    });

    it('shows nothing of a transaction that was rolled back, and everything after it', async () => {
      const account = randomUUID();
      const start = await log().events.newest();
      const held = await log().hold([lead(account)]);
      const [later] = [lead(account)];
      await log().publish([later]);
      await held.rollback();
      const { events } = await readWhole(log().events, start, account, 1);
      assert.deepEqual(
        events.map(({ subject }) => subject),
        [later.subject],
      );
    });
  });
}

/** Commits transactions one after another, each with one to three events; answers their subjects. */
async function write(log: EventsUnderTest, account: string, transactions: number): Promise<string[]> {
  const subjects: string[] = [];
  for (let count = 0; count < transactions; count += 1) {
    const events = Array.from({ length: 1 + (count % 3) }, () => lead(account));
    await log.publish(events);
    subjects.push(...events.map(({ subject }) => subject));
  }
  return subjects;
}

/** Reads on and on from a position, and fails at the first position that is not above the one before. */
function follow(events: Events, start: Position, account?: string) {
  const subjects: string[] = [];
  const stopping = new AbortController();
  const reading = (async () => {
    let after = start;
    let last = start.n;
    while (!stopping.signal.aborted) {
      const page = await events.read({ ...(account === undefined ? {} : { account }), after, limit: 50 });
      for (const event of page.events) {
        assert.ok(event.position.n > last, `${event.position.n} came after ${last}`);
        last = event.position.n;
        subjects.push(event.subject ?? '');
      }
      assert.ok(page.next.n >= last);
      last = page.next.n;
      after = page.next;
      if (page.end) await wait(2);
    }
  })();
  let fault: unknown;
  reading.catch((error: unknown) => {
    fault = error;
  });
  return {
    subjects: () => subjects,
    reaches: (count: number) =>
      eventually(`${count} events are read`, async () => {
        if (fault !== undefined) throw fault as Error;
        return subjects.length >= count;
      }),
    stop: async () => {
      stopping.abort();
      await reading;
    },
  };
}
