import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { followEvents, type StreamLimits, type StreamState } from './event-stream.ts';

/** Nothing is silent for so long, however busy the machine. */
const limits = { staleMs: 300_000, cutMs: 600_000, retryMs: 1, mostRetryMs: 4 };

const block = (n: number) =>
  `id: 1.${n}\nevent: lead.accepted\ndata: ${JSON.stringify({ position: `1.${n}`, type: 'lead.accepted' })}\n\n`;

/** A service that holds a log and answers each connection as the script says. */
function service(
  script: readonly ((after: string | null, send: (text: string) => void) => 'cut' | 'open' | number)[],
  silence: Partial<StreamLimits> = {},
) {
  const asked: (string | null)[] = [];
  const states: StreamState[] = [];
  const events: string[] = [];
  let opened = 0;
  let gaps = 0;
  const changed: (() => void)[] = [];
  const tell = () => changed.splice(0).forEach((resolve) => resolve());
  const stream = followEvents({
    limits: { ...limits, ...silence },
    online: () => true,
    connect: async (after, signal) => {
      const step = script[Math.min(asked.length, script.length - 1)];
      asked.push(after);
      let text = '';
      const then = step?.(after, (piece) => (text += piece)) ?? 'open';
      if (typeof then === 'number') return new Response(null, { status: then });
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(text));
          if (then === 'cut') controller.close();
          else signal.addEventListener('abort', () => controller.error(new Error('cut')));
        },
      });
      return new Response(body);
    },
    onState: (state) => (states.push(state), tell()),
    onEvent: (event) => (events.push(event.position), tell()),
    onOpen: () => (opened += 1),
    onGap: () => (gaps += 1),
  });
  const until = async (done: () => boolean) => {
    while (!done()) await new Promise<void>((resolve) => changed.push(resolve));
  };
  return { stream, until, asked, states, events, counts: () => ({ opened, gaps }) };
}

describe('followEvents', () => {
  it('goes on after a cut where it was, without loss and without repeats', async () => {
    const log = [1, 2, 3, 4, 5, 6];
    const run = service([
      (_, send) => (log.slice(0, 3).forEach((n) => send(block(n))), 'cut'),
      // Sends some again, as a service may that resumes from a batch's start.
      (_, send) => (log.slice(1, 5).forEach((n) => send(block(n))), 'cut'),
      (_, send) => (log.slice(4).forEach((n) => send(block(n))), 'open'),
    ]);
    await run.until(() => run.events.length >= 6);
    run.stream.stop();
    assert.deepEqual(
      run.events,
      log.map((n) => `1.${n}`),
    );
    assert.deepEqual(run.asked, [null, '1.3', '1.5']);
    assert.equal(run.counts().opened, 3);
  });

  it('resumes at once on a new connection when the network is back', async () => {
    const run = service([
      (_, send) => (send(block(1)), 'open'),
      (_, send) => (send(block(1)), send(block(2)), 'open'),
    ]);
    await run.until(() => run.events.length >= 1);
    run.stream.renew();
    await run.until(() => run.events.length >= 2);
    run.stream.stop();
    assert.deepEqual(run.asked, [null, '1.1']);
    assert.deepEqual(run.events, ['1.1', '1.2']);
    assert.ok(!run.states.some((state) => state.is === 'reconnecting'));
  });

  it('says stale when nothing is heard, then connects anew', async () => {
    const run = service([(_, send) => (send(block(1)), 'open')], { staleMs: 60, cutMs: 1_500 });
    await run.until(() => run.asked.length >= 2);
    run.stream.stop();
    const names = run.states.map((state) => state.is);
    assert.ok(names.indexOf('stale') > names.indexOf('live'));
    assert.ok(names.indexOf('reconnecting') > names.indexOf('stale'));
    assert.equal(run.asked[1], '1.1');
  });

  it('starts from now and says that something was missed when the position has expired', async () => {
    const run = service([
      (_, send) => (send(block(1)), 'cut'),
      () => 410,
      (_, send) => (send(block(9)), 'open'),
    ]);
    await run.until(() => run.events.length >= 2);
    run.stream.stop();
    assert.deepEqual(run.asked, [null, '1.1', null]);
    assert.equal(run.counts().gaps, 1);
  });

  it('stops asking when the session is over', async () => {
    const run = service([() => 401]);
    await run.until(() => run.states.some((state) => state.is === 'ended'));
    assert.deepEqual(run.asked, [null]);
  });

  it('holds no connection while it sleeps, and goes on where it was when it is woken', async () => {
    const run = service([(_, send) => (send(block(1)), 'open'), (_, send) => (send(block(2)), 'open')]);
    await run.until(() => run.events.length >= 1);
    run.stream.sleep();
    await run.until(() => run.states.at(-1)?.is === 'connecting');
    assert.equal(run.asked.length, 1);
    run.stream.wake();
    await run.until(() => run.events.length >= 2);
    run.stream.stop();
    assert.deepEqual(run.asked, [null, '1.1']);
  });

  it('takes the position of a block without data, so that a quiet stream resumes exactly too', async () => {
    const run = service([(_, send) => (send('id: 1.40\n\n'), 'cut'), () => 'open']);
    await run.until(() => run.asked.length >= 2);
    run.stream.stop();
    assert.equal(run.asked[1], '1.40');
  });
});
