import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { root } from './running-midcoast.ts';

/** Of so many runs the fastest counts: a machine that does something else beside makes each slower, none faster. */
const runs = 3;

/** How often the time in which the bindings are loaded a whole synth of all environments may take; 2.3 was seen. */
const mostTimes = 5;

const loading = `await import(${JSON.stringify(join(root, 'src/platform/midcoast.ts'))})`;
const environment = { ...process.env, NODE_COMPILE_CACHE: join(root, '.midcoast/compile-cache') };

/** Milliseconds that a program takes, and what it wrote; `--check` may find something, which is another test's. */
async function timed(program: string, words: readonly string[]) {
  const started = performance.now();
  const { stdout } = await promisify(execFile)(program, words, { env: environment }).catch(
    (error: { stdout: string }) => error,
  );
  return { milliseconds: performance.now() - started, stdout };
}

const extent = process.env['MIDCOAST_TEST_EXTENT'];
const skip = extent === 'quick' ? 'only with CI=true or --all: it takes five seconds of measuring' : false;

describe('the time of a synth', { skip }, () => {
  it('is a few times that of loading the bindings, and is told as the whole process takes it', async () => {
    const whole: number[] = [];
    const bindings: number[] = [];
    const told: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      bindings.push((await timed(process.execPath, ['--input-type=module', '--eval', loading])).milliseconds);
      const { milliseconds, stdout } = await timed(join(root, 'midcoast'), ['synth', '--check', '--json']);
      whole.push(milliseconds);
      told.push(((JSON.parse(stdout) as { seconds: number }).seconds * 1_000) / milliseconds);
    }
    const [fastest, floor] = [Math.min(...whole), Math.min(...bindings)];
    assert.ok(
      fastest < mostTimes * floor,
      `${Math.round(fastest)} ms, and the bindings alone ${Math.round(floor)} ms`,
    );
    // The shell before the process and its end after are all that is left out.
    assert.ok(Math.max(...told) > 0.7, `of ${Math.round(fastest)} ms at most ${Math.max(...told)} is told`);
    assert.ok(Math.max(...told) <= 1);
  });
});
