import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { consume, eventually, lead, readWhole, type EventsUnderTest } from './test-events.ts';

/** Nobody waits for the next look who could have been told. */
export function wakingContract(name: string, log: () => EventsUnderTest): void {
  describe(`${name}: waking`, () => {
    it('reaches listeners here and in other processes until they stop', async () => {
      const heard = { here: 0, elsewhere: 0, stopped: 0 };
      const stops = [
        log().events.onWake(() => (heard.here += 1)),
        log().elsewhere.onWake(() => (heard.elsewhere += 1)),
      ];
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
      const seconds = await handled.secondsUntil(published.subject, async () => {
        await held.rollback();
        await settled(log());
      });
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

/** Resolves when everything that is committed now is settled. */
async function settled(log: EventsUnderTest): Promise<void> {
  const account = randomUUID();
  const start = await log.events.newest();
  await log.publish([{ account, type: 'source.created', subject: randomUUID() }]);
  await readWhole(log.events, start, account, 1);
}
