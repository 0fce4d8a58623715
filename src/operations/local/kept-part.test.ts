import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { keepRunning, type Part } from './kept-part.ts';

type Sleeper = Part & { readonly kill: () => void };

function startSleeper(): Promise<Sleeper> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const ended = once(child, 'exit').then(([, signal]) => String(signal));
  const kill = () => void child.kill('SIGKILL');
  return Promise.resolve({
    ended,
    kill,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  });
}

const never = new AbortController().signal;

describe('keepRunning', () => {
  it('starts a part again each time it is killed, also when a start fails, until it is stopped', async () => {
    const { promise: thirdRuns, resolve: tellThird } = Promise.withResolvers<void>();
    const said: string[] = [];
    let starts = 0;
    const first = await startSleeper();
    const kept = keepRunning(first, {
      name: 'the sleeper',
      say: (line) => said.push(line),
      async start() {
        starts += 1;
        if (starts === 2) throw new Error('no bed');
        const sleeper = await startSleeper();
        if (starts === 1) setImmediate(sleeper.kill);
        else tellThird();
        return sleeper;
      },
    });
    first.kill();
    await thirdRuns;
    await kept.stop(never);
    assert.equal(await kept.current().ended, 'SIGTERM');
    assert.equal(starts, 3);
    assert.deepEqual(
      said.map((line) => line.replace(/\d+ ms/, 'N ms')),
      [
        'the sleeper ended by itself (SIGKILL); starting it again',
        'the sleeper runs again after N ms',
        'the sleeper ended by itself (SIGKILL); starting it again',
        'the sleeper did not start, and is tried again: no bed',
        'the sleeper runs again after N ms',
      ].slice(0, said.length),
    );
  });

  it('stops while a start is under way, and leaves nothing behind', async () => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const first = await startSleeper();
    const kept = keepRunning(first, {
      name: 'the sleeper',
      say: () => {},
      async start(signal) {
        begin();
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        return startSleeper();
      },
    });
    first.kill();
    await begun;
    await kept.stop(never);
    assert.notEqual(kept.current(), first);
    assert.equal(await kept.current().ended, 'SIGTERM');
  });
});
