import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { runHelm } from './helm-run.ts';

/** A program in Helm's place, as a script of Node; it says that it has begun by a file of that name. */
async function interrupted(script: string, farewellMs: number): Promise<{ left: string; error: unknown }> {
  const folder = await mkdtemp(join(tmpdir(), 'midcoast-helm-run-'));
  const begun = join(folder, 'begun');
  const interruption = new AbortController();
  const words = ['-e', `${script}; fs.writeFileSync('${begun}', ''); setInterval(() => {}, 1000)`, folder];
  const running = runHelm(words, {
    helm: process.execPath,
    variables: {},
    signal: interruption.signal,
    farewellMs,
  }).catch((error: unknown) => error);
  while (!existsSync(begun)) await wait(5);
  interruption.abort(new Error('interrupted'));
  const error = await running;
  const left = await readFile(join(folder, 'left'), 'utf8').catch(() => 'nothing');
  await rm(folder, { recursive: true });
  return { left, error };
}

describe('a run of Helm', () => {
  it('that is interrupted is over only when Helm has written down how it ended', async () => {
    const script = `process.on('SIGTERM', () => setTimeout(() => {
      fs.writeFileSync(process.argv[1] + '/left', 'released'); process.exit(1) }, 100))`;
    const { left, error } = await interrupted(script, 60_000);
    assert.equal(left, 'released');
    assert.equal((error as Error).message, 'interrupted');
  });

  it('that does not end when it is asked to is killed', { timeout: 60_000 }, async () => {
    const { error } = await interrupted(`process.on('SIGTERM', () => {})`, 50);
    assert.equal((error as Error).message, 'interrupted');
  });

  it('that fails gives what Helm said', async () => {
    const run = { helm: process.execPath, variables: {}, signal: new AbortController().signal };
    await assert.rejects(
      runHelm(['-e', `console.error('Error: no such chart'); process.exit(1)`], run),
      /^Error: Error: no such chart$/,
    );
    assert.equal(await runHelm(['-e', `console.log('NAME')`], run), 'NAME\n');
  });
});
