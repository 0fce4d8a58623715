import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import { takeUpLock } from './up-lock.ts';

/** Takes the lock at each line `take`, answers how that went, and releases it at each line `release`. */
const starterScript = `
  import { createInterface } from 'node:readline';
  import { takeUpLock } from ${JSON.stringify(new URL('up-lock.ts', import.meta.url).href)};
  let lock;
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'release') { await lock?.release(); lock = undefined; console.log('released'); continue; }
    try { lock = await takeUpLock(process.argv[1], 'http://127.0.0.1:1'); console.log('held'); }
    catch (error) { console.log(error.code); }
  }`;

const started: Starter[] = [];

class Starter {
  readonly child: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;

  constructor(folder: string) {
    const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module'];
    this.child = spawn(process.execPath, [...flags, '-e', starterScript, folder]);
    started.push(this);
    this.#answers = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async ask(line: string): Promise<string> {
    this.child.stdin.write(`${line}\n`);
    return (await this.#answers.next()).value as string;
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'midcoast-lock-'));
});
after(async () => {
  await Promise.all(started.map((starter) => starter.kill()));
  await rm(folder, { recursive: true, force: true });
});

describe('takeUpLock', () => {
  it('lets exactly one of several simultaneous starters through, each time', async () => {
    const data = join(folder, 'race');
    const starters = Array.from({ length: 5 }, () => new Starter(data));
    for (let round = 1; round <= 10; round += 1) {
      const answers = await Promise.all(starters.map((starter) => starter.ask('take')));
      const wanted = ['data_busy', 'data_busy', 'data_busy', 'data_busy', 'held'];
      assert.deepEqual(answers.toSorted(), wanted, `round ${round}`);
      await Promise.all(starters.map((starter) => starter.ask('release')));
    }
  });

  it('names process and address of the one who holds it, and takes over when that one was killed', async () => {
    const data = join(folder, 'killed');
    const holder = new Starter(data);
    assert.equal(await holder.ask('take'), 'held');
    await assert.rejects(takeUpLock(data, 'http://127.0.0.1:2'), (error: unknown) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.exit, 5);
      assert.deepEqual(error.facts, { data, pid: holder.child.pid, url: 'http://127.0.0.1:1' });
      return true;
    });
    await holder.kill();
    const lock = await takeUpLock(data, 'http://127.0.0.1:2');
    await lock.release();
    assert.deepEqual(await readdir(join(data, 'up.lock')), []);
  });

  it('is not held up by a claim whose process id is by now another program’s', async () => {
    const data = join(folder, 'reused');
    await mkdir(join(data, 'up.lock'), { recursive: true });
    const claim = JSON.stringify({ pid: process.ppid, url: 'http://127.0.0.1:3', held: true });
    await writeFile(join(data, 'up.lock', `${process.ppid}.an-earlier-birth.json`), claim);
    const lock = await takeUpLock(data, 'http://127.0.0.1:2');
    await lock.release();
  });
});
