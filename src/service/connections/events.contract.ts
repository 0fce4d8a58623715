import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it, type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { EventType } from '../contract.ts';
import { PositionExpired, type Event, type Events } from './events.ts';
import type { Position } from './position.ts';

export type Published = { readonly account: string; readonly type: EventType; readonly subject: string };

/** A transaction that has published and is still open. */
export type Held = { commit(): Promise<void>; rollback(): Promise<void> };

/** A log under test. Publishing is the outbox row whatever the adapter, so this does it past the adapter. */
export type EventsUnderTest = {
  readonly events: Events;
  /** The same log as another process reaches it. */
  readonly elsewhere: Events;
  /** As another process too; its consumers look by themselves only each `wokenSeconds`. */
  readonly woken: Events;
  readonly wokenSeconds: number;
  /** Publishes in one transaction, and resolves after its commit. Wakes nobody. */
  publish(events: readonly Published[]): Promise<void>;
  /** Publishes in a transaction that stays open. */
  hold(events: readonly Published[]): Promise<Held>;
  /** Cuts the connection of the member that leads the group, from outside. */
  cutLeader(): Promise<void>;
  /** Lets go what is in the log up to here. */
  expire(upTo: Position): Promise<void>;
  close(): Promise<void>;
};

/** What every event log must do, whatever is behind it; `name` says which adapter. */
export function eventsContract(name: string, open: () => Promise<EventsUnderTest>): void {
  let log: EventsUnderTest;
  before(async () => {
    log = await open();
  });
  after(() => log.close());

  describe(`${name}: order`, () => {
    it('never shows a smaller position after a greater, while 64 write and one holds its transaction open for 5 s', async () => {
      const account = randomUUID();
      const start = await log.events.newest();
      const [ofShard, ofAccount] = [follow(log.events, start), follow(log.elsewhere, start, account)];
      const writers = Array.from({ length: 64 }, () => write(log, account, 15));
      await ofShard.reaches(50); // Some have committed by now, some will only after the one that is held.
      const held = await log.hold([lead(account)]);
      const opened = performance.now();
      const published = (await Promise.all(writers)).flat();
      const late = [lead(account)];
      await log.publish(late);
      await wait(5_000 - (performance.now() - opened));
      const before = [ofShard, ofAccount].map(({ subjects }) => subjects().length);
      await held.commit();
      const expected = published.length + 2;
      for (const [index, followed] of [ofShard, ofAccount].entries()) {
        await followed.reaches(expected);
        assert.ok((before[index] ?? 0) < expected - 1, 'nothing that came after the open transaction was shown before it ended');
        assert.equal(new Set(followed.subjects()).size, expected, 'each once');
        assert.deepEqual(new Set(followed.subjects()).isSupersetOf(new Set([...published, ...late.map(({ subject }) => subject)])), true);
        await followed.stop();
      }
      assert.deepEqual(ofShard.subjects(), ofAccount.subjects(), 'one order for all');
    });

    it('shows nothing of a transaction that was rolled back, and everything after it', async () => {
      const account = randomUUID();
      const start = await log.events.newest();
      const held = await log.hold([lead(account)]);
      const [later] = [lead(account)];
      await log.publish([later]);
      await held.rollback();
      const { events } = await readWhole(log.events, start, account, 1);
      assert.deepEqual(events.map(({ subject }) => subject), [later.subject]);
    });
  });

  describe(`${name}: reading`, () => {
    it('resumes anywhere without loss or repeats, by pages of any size', async () => {
      const account = randomUUID();
      const start = await log.events.newest();
      const published = [1, 7, 2, 5, 1, 4].map((size) => Array.from({ length: size }, () => lead(account)));
      for (const transaction of published) await log.publish(transaction);
      const wanted = published.flat().map(({ subject }) => subject);
      const { events } = await readWhole(log.events, start, account, wanted.length);
      assert.deepEqual(events.map(({ subject }) => subject), wanted);
      for (const limit of [1, 2, 3, 7, 20, 1_000]) {
        assert.deepEqual(await readByPages(log.elsewhere, start, account, limit), wanted, `pages of ${limit}`);
      }
      for (const [index, { position }] of events.entries()) {
        assert.deepEqual(await readByPages(log.events, position, account, 4), wanted.slice(index + 1), `from the ${index}th`);
      }
    });

    it('goes on from the end of a page with what came since, and nothing else', async () => {
      const account = randomUUID();
      const [first, second] = [lead(account), lead(account)];
      await log.publish([first]);
      const page = await readWhole(log.events, await startOf(log), account, 1);
      assert.equal(page.end, true);
      await log.publish([second]);
      const { events } = await readWhole(log.events, page.next, account, 1);
      assert.deepEqual(events.map(({ subject }) => subject), [second.subject]);
    });

    it('keeps to an account when told to, and else shows all in one order', async () => {
      const [ours, theirs] = [randomUUID(), randomUUID()];
      const start = await log.events.newest();
      for (const account of [ours, theirs, ours, theirs]) await log.publish([lead(account)]);
      const { events } = await readWhole(log.events, start, undefined, 4);
      assert.deepEqual(events.map(({ account }) => account), [ours, theirs, ours, theirs]);
      const own = await readWhole(log.events, start, ours, 2);
      assert.deepEqual(own.events, [events[0], events[2]]);
    });

    it('tells everything of an event but nothing that it was not given', async () => {
      const account = randomUUID();
      const start = await log.events.newest();
      const given: Published = { account, type: 'source.created', subject: randomUUID() };
      const before = Date.now();
      await log.publish([given]);
      const [event] = (await readWhole(log.events, start, account, 1)).events;
      assert.deepEqual({ account: event?.account, type: event?.type, subject: event?.subject, data: event?.data }, { ...given, data: {} });
      assert.ok(Math.abs((event?.time.getTime() ?? 0) - before) < 60_000);
    });
  });

  consuming(name, () => log);
  waking(name, () => log);

  describe(`${name}: expiry`, () => {
    it('refuses a position older than the log, and starts from what it holds when asked from 0', async () => {
      const account = randomUUID();
      const start = await log.events.newest();
      for (let count = 0; count < 4; count += 1) await log.publish([lead(account)]);
      const { events } = await readWhole(log.events, start, account, 4);
      const [first, second] = events.map(({ position }) => position);
      assert.ok(first !== undefined && second !== undefined);
      await log.expire(second);
      for (const account_ of [account, undefined]) {
        const query = account_ === undefined ? { after: first, limit: 1 } : { account: account_, after: first, limit: 1 };
        await assert.rejects(log.events.read(query), (error) => error instanceof PositionExpired && error.oldest.n === second.n);
      }
      const rest = events.slice(2).map(({ subject }) => subject ?? '');
      assert.deepEqual(await readByPages(log.elsewhere, second, account, 1), rest);
      assert.deepEqual(await readByPages(log.events, { ...second, n: 0n }, account, 1), rest);
    });
  });
}

function consuming(name: string, log: () => EventsUnderTest): void {
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
      for (const position of positions) assert.ok(position !== undefined && position < first, 'moved before the handling was over');
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
        const order = (all: readonly Event[]) => all.filter((event) => event.subject === subject).map(({ id }) => id);
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
        await eventually(`round ${round} is handled`, async () => new Set(seen.subjects()).size === published.length);
      }
      await eventually('nothing is behind', async () => (await log().events.lags())[0]?.events === 0);
      assert.equal(failures.length, 3, 'each cut was told');
      assert.ok(seen.subjects().length > published.length, 'what was being handled came again');
      assert.deepEqual(new Set(seen.subjects()), new Set(published));
    });
  });
}

function waking(name: string, log: () => EventsUnderTest): void {
  describe(`${name}: waking`, () => {
    it('reaches listeners here and in other processes until they stop', async () => {
      const heard = { here: 0, elsewhere: 0, stopped: 0 };
      const stops = [log().events.onWake(() => (heard.here += 1)), log().elsewhere.onWake(() => (heard.elsewhere += 1))];
      log().elsewhere.onWake(() => (heard.stopped += 1))();
      log().events.wake();
      await eventually('both have heard', async () => heard.here > 0 && heard.elsewhere > 0);
      for (const stop of stops) stop();
      assert.equal(heard.stopped, 0);
    });

    it('lets a consumer see an event without waiting for its next look', async (t) => {
      const handled = await consumeWoken(t, log());
      for (let round = 0; round < 5; round += 1) {
        const [published] = [lead(randomUUID())];
        const seconds = await handled.secondsUntil(published.subject, async () => {
          await log().publish([published]);
          await settled(log());
          log().elsewhere.wake();
        });
        assert.ok(seconds < log().wokenSeconds / 2, `${seconds} s`);
      }
    });

    it('shows soon what was held up by a transaction that wakes nobody when it ends', async (t) => {
      const handled = await consumeWoken(t, log());
      const [published] = [lead(randomUUID())];
      const held = await log().hold([lead(randomUUID())]);
      await log().publish([published]);
      log().elsewhere.wake();
      await wait(1_500); // By now it was looked for, in vain.
      assert.ok(!handled.has(published.subject));
      const seconds = await handled.secondsUntil(published.subject, () => held.rollback());
      assert.ok(seconds < log().wokenSeconds / 2, `${seconds} s`);
    });
  });
}

/** A consumer that looks by itself so seldom that what it sees soon it was woken for; ready when this resolves. */
async function consumeWoken(t: TestContext, log: EventsUnderTest) {
  const subjects = new Set<string>();
  consume(t, log.woken, ['lead.accepted'], async (batch) => {
    for (const { subject } of batch) subjects.add(subject ?? '');
  });
  const has = (subject: string) => subjects.has(subject);
  const [first] = [lead(randomUUID())];
  await log.publish([first]);
  await eventually('the consumer is at work', async () => {
    log.woken.wake();
    return has(first.subject);
  });
  return {
    has,
    secondsUntil: async (subject: string, work: () => Promise<void>): Promise<number> => {
      await work();
      const began = performance.now();
      await eventually('it is handled', async () => has(subject));
      return (performance.now() - began) / 1000;
    },
  };
}

/** Consumes until the test is over, however it ends: a member left behind would lead in the next. */
function consume(
  t: TestContext,
  events: Events,
  types: readonly EventType[],
  handle: (batch: readonly Event[]) => Promise<void>,
  failed: (error: unknown) => void = () => undefined,
): void {
  const consumer = events.consume({ group: 'leaderboard', types, handle, failed });
  t.after(() => consumer.stop());
}

function lead(account: string): Published {
  return { account, type: 'lead.accepted', subject: randomUUID() };
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

/** One page that holds at least `count` events: what others left open on the server may hold some back. */
async function readWhole(events: Events, after: Position, account: string | undefined, count: number) {
  const query = { ...(account === undefined ? {} : { account }), after, limit: 1_000 };
  let page = await events.read(query);
  await eventually(`${count} events are settled`, async () => {
    page = await events.read(query);
    return page.events.length >= count;
  });
  return page;
}

async function readByPages(events: Events, start: Position, account: string, limit: number): Promise<string[]> {
  const subjects: string[] = [];
  for (let after = start, end = false; !end; ) {
    const page = await events.read({ account, after, limit });
    assert.ok(page.events.length <= limit);
    subjects.push(...page.events.map(({ subject }) => subject ?? ''));
    ({ next: after, end } = page);
  }
  return subjects;
}

/** Resolves when everything that is committed now is settled. */
async function settled(log: EventsUnderTest): Promise<void> {
  const account = randomUUID();
  const start = await log.events.newest();
  await log.publish([{ account, type: 'source.created', subject: randomUUID() }]);
  await readWhole(log.events, start, account, 1);
}

async function startOf(log: EventsUnderTest): Promise<Position> {
  return { ...(await log.events.newest()), n: 0n };
}

/** Looks until it is so. The limit is far beyond what any of this takes on a busy machine. */
async function eventually(what: string, so: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await so())) {
    if (performance.now() > deadline) throw new Error(`in vain: ${what}`);
    await wait(10);
  }
}
