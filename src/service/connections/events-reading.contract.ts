import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { PositionExpired, type Events } from './events.ts';
import type { Position } from './position.ts';
import { lead, readWhole, type EventsUnderTest, type Published } from './test-events.ts';

/** Whoever reads can stop and go on anywhere. */
export function readingContract(name: string, log: () => EventsUnderTest): void {
  describe(`${name}: reading`, () => {
    it('resumes anywhere without loss or repeats, by pages of any size', async () => {
      const account = randomUUID();
      const start = await log().events.newest();
      const published = [1, 7, 2, 5, 1, 4].map((size) => Array.from({ length: size }, () => lead(account)));
      for (const transaction of published) await log().publish(transaction);
      const wanted = published.flat().map(({ subject }) => subject);
      const { events } = await readWhole(log().events, start, account, wanted.length);
      assert.deepEqual(
        events.map(({ subject }) => subject),
        wanted,
      );
      for (const limit of [1, 2, 3, 7, 20, 1_000]) {
        assert.deepEqual(
          await readByPages(log().elsewhere, start, account, limit),
          wanted,
          `pages of ${limit}`,
        );
      }
      for (const [index, { position }] of events.entries()) {
        assert.deepEqual(
          await readByPages(log().events, position, account, 4),
          wanted.slice(index + 1),
          `from the ${index}th`,
        );
      }
    });

    it('goes on from the end of a page with what came since, and nothing else', async () => {
      const account = randomUUID();
      const [first, second] = [lead(account), lead(account)];
      await log().publish([first]);
      const page = await readWhole(log().events, await startOf(log()), account, 1);
      assert.equal(page.end, true);
      await log().publish([second]);
      const { events } = await readWhole(log().events, page.next, account, 1);
      assert.deepEqual(
        events.map(({ subject }) => subject),
        [second.subject],
      );
    });

    it('keeps to an account when told to, and else shows all in one order', async () => {
      const [ours, theirs] = [randomUUID(), randomUUID()];
      const start = await log().events.newest();
      for (const account of [ours, theirs, ours, theirs]) await log().publish([lead(account)]);
      const { events } = await readWhole(log().events, start, undefined, 4);
      assert.deepEqual(
        events.map(({ account }) => account),
        [ours, theirs, ours, theirs],
      );
      const own = await readWhole(log().events, start, ours, 2);
      assert.deepEqual(own.events, [events[0], events[2]]);
    });

    it('tells everything of an event but nothing that it was not given', async () => {
      const account = randomUUID();
      const start = await log().events.newest();
      const given: Published = { account, type: 'source.created', subject: randomUUID() };
      const before = Date.now();
      await log().publish([given]);
      const [event] = (await readWhole(log().events, start, account, 1)).events;
      assert.deepEqual(
        { account: event?.account, type: event?.type, subject: event?.subject, data: event?.data },
        { ...given, data: {} },
      );
      assert.ok(Math.abs((event?.time.getTime() ?? 0) - before) < 60_000);
    });
  });

  describe(`${name}: expiry`, () => {
    it('refuses a position older than the log, and starts from what it holds when asked from 0', async () => {
      const account = randomUUID();
      const start = await log().events.newest();
      for (let count = 0; count < 4; count += 1) await log().publish([lead(account)]);
      const { events } = await readWhole(log().events, start, account, 4);
      const [first, second] = events.map(({ position }) => position);
      assert.ok(first !== undefined && second !== undefined);
      await log().expire(second);
      for (const account_ of [account, undefined]) {
        const query =
          account_ === undefined ? { after: first, limit: 1 } : { account: account_, after: first, limit: 1 };
        await assert.rejects(
          log().events.read(query),
          (error) => error instanceof PositionExpired && error.oldest.n === second.n,
        );
      }
      const rest = events.slice(2).map(({ subject }) => subject ?? '');
      assert.deepEqual(await readByPages(log().elsewhere, second, account, 1), rest);
      assert.deepEqual(await readByPages(log().events, { ...second, n: 0n }, account, 1), rest);
    });
  });
}

async function readByPages(
  events: Events,
  start: Position,
  account: string,
  limit: number,
): Promise<string[]> {
  const subjects: string[] = [];
  for (let after = start, end = false; !end;) {
    const page = await events.read({ account, after, limit });
    assert.ok(page.events.length <= limit);
    subjects.push(...page.events.map(({ subject }) => subject ?? ''));
    ({ next: after, end } = page);
  }
  return subjects;
}

async function startOf(log: EventsUnderTest): Promise<Position> {
  return { ...(await log.events.newest()), n: 0n };
}
