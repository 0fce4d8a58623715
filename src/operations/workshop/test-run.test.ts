import assert from 'node:assert/strict';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestFileResult } from './test-file.ts';
import { runTestFiles } from './test-run.ts';
import { summariseTests } from './test-summary.ts';

const heading = `import { describe, it, test } from 'node:test'; import assert from 'node:assert/strict';\n`;

/** Runs files that are given as text; their names stand in the results. */
async function run(
  files: Readonly<Record<string, string>>,
  signal = new AbortController().signal,
  onFolder = (_: string) => {},
): Promise<readonly TestFileResult[]> {
  const root = await mkdtemp(join(await realpath(tmpdir()), 'midcoast-tests-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), heading + text);
    onFolder(root);
    return await runTestFiles({
      root,
      environment: { PATH: '/usr/bin:/bin', TOLD: 'by us' },
      signal,
      files: Object.keys(files),
      concurrency: 2,
      extent: 'quick',
      onProgress: () => {},
    });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

describe('a run of tests', () => {
  it('counts what a person wrote as a test, with its full name and the reason of its failure', async () => {
    const [result] = await run({
      'a.test.mjs': `
        describe('outer', () => {
          it('holds', () => assert.equal(process.env.TOLD, 'by us'));
          it('breaks', () => { console.log('said on the way'); assert.deepEqual({ a: 1 }, { a: 2 }); });
          it.skip('waits');
          it('cannot', (t) => t.skip('no browser'));
          describe('inner', () => it('breaks too', () => { throw new Error('deep'); }));
        });
        test('has parts', async (t) => { await t.test('a part', () => {}); });`,
    });
    assert.ok(result);
    assert.equal(result.passed, 3);
    assert.deepEqual(result.skipped, [
      { name: 'outer › waits', reason: '' },
      { name: 'outer › cannot', reason: 'no browser' },
    ]);
    assert.deepEqual(
      result.failures.map(({ name }) => name),
      ['outer › breaks', 'outer › inner › breaks too'],
    );
    assert.match(result.failures[0]?.error ?? '', /strictly deep-equal/);
    assert.equal(result.output, 'said on the way\n');
  });

  it('blames the file that does not load, throws afterwards, exits at once, or holds no test', async () => {
    const results = await run({
      'gone.test.mjs': `import './gone.mjs';`,
      'late.test.mjs': `it('holds', () => {}); setTimeout(() => { throw new Error('late'); }, 50);`,
      'exit.test.mjs': `process.exit(3);`,
      'none.test.mjs': `console.log('nothing');`,
      'hook.test.mjs': `describe('it', { skip: false }, () => { it('holds', () => {}); }); process.exitCode = 1;`,
    });
    const told = Object.fromEntries(
      results.map(({ file, failures }) => [file, failures.map(({ error }) => error)]),
    );
    assert.match(results[0]?.output ?? '', /Cannot find module/);
    assert.match(told['late.test.mjs']?.[0] ?? '', /late/);
    assert.deepEqual(told['exit.test.mjs'], ['it ended with 3']);
    assert.deepEqual(told['none.test.mjs'], ['it holds no test']);
    assert.deepEqual(told['hook.test.mjs'], ['it ended with 1']);
  });

  it('ends everything that runs when it is told to stop', async () => {
    const stop = new AbortController();
    let note = '';
    const running = run(
      {
        'long.test.mjs': `
          import { writeFileSync } from 'node:fs';
          it('goes on', async () => {
            writeFileSync('started', String(process.pid));
            await new Promise((resolve) => setTimeout(resolve, 3_600_000));
          });`,
      },
      stop.signal,
      (folder) => (note = join(folder, 'started')),
    );
    const pid = await numberIn(() => note);
    stop.abort();
    await assert.rejects(running, { name: 'AbortError' });
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  });

  it('takes a skipped test for a failed one where nothing may be skipped', async () => {
    const results = await run({
      'a.test.mjs': `it('holds', () => {}); it('cannot', (t) => t.skip('no browser'));`,
    });
    const lenient = summariseTests(results, false);
    assert.deepEqual([lenient.passed, lenient.failed, lenient.skipped], [1, 0, 1]);
    const strict = summariseTests(results, true);
    assert.deepEqual([strict.passed, strict.failed, strict.skipped], [1, 1, 0]);
    assert.match(strict.output, /cannot\n.*skipped \(no browser\)/);
  });
});

/** The number that a file holds, as soon as it holds one. */
async function numberIn(path: () => string): Promise<number> {
  for (;;) {
    const text = await readFile(path(), 'utf8').catch(() => '');
    if (/^\d+$/.test(text)) return Number(text);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
