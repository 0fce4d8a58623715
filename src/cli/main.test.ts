import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { commands } from './commands.ts';

const main = join(import.meta.dirname, 'main.ts');

async function run(...words: readonly string[]) {
  const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { code, stdout, stderr };
}

describe('./midcoast', () => {
  it('alone shows the table of commands', async () => {
    const { code, stdout, stderr } = await run();
    assert.equal(code, 0);
    for (const name of ['up', 'import', 'test', 'bench', 'doctor']) {
      assert.match(stdout, new RegExp(`\\./midcoast ${name} `));
    }
    assert.equal(stderr, '');
    assert.deepEqual(await run('help'), { code, stdout, stderr });
  });

  it('says its version', async () => {
    assert.match((await run('--version')).stdout, /^midcoast \d+\.\d+\.\d+\n$/);
  });

  it('refuses an unknown command with 2, and names the nearest', async () => {
    const { code, stdout, stderr } = await run('doctr');
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /did you mean doctor\?/);
    assert.ok(stderr.includes(commands.map(({ name }) => name).join(' ')), stderr);
  });

  it('explains a command, asked either way', async () => {
    const { stdout } = await run('test', '--help');
    assert.match(stdout, /--only NAMES/);
    assert.match(stdout, /Examples/);
    assert.equal((await run('help', 'test')).stdout, stdout);
  });

  it('under --json writes one object on stdout, for an error too', async () => {
    const good = await run('--json');
    assert.equal((JSON.parse(good.stdout) as { commands: unknown[] }).commands.length > 0, true);
    const bad = await run('test', '--only', 'tpyes', '--json');
    assert.equal(bad.code, 2);
    const { error } = JSON.parse(bad.stdout) as { error: { code: string; exit: number; message: string } };
    assert.equal(error.code, 'unknown_check');
    assert.equal(error.exit, 2);
    assert.match(error.message, /did you mean types\?/);
  });

  it('ends with 130 when it is interrupted, even where the shell told it to ignore that', async () => {
    // A shell starts `command &` with SIGINT ignored, as `trap ""` does here.
    const words = ['-c', 'trap "" INT; exec "$0" "$1" test --only imports,types', process.execPath, main];
    const child = spawn('sh', words, { stdio: ['ignore', 'pipe', 'pipe'] });
    const [said, closed] = [text(child.stderr), once(child, 'close') as Promise<[number | null]>];
    // The first step is told when it is done; then the second runs.
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    child.stdout.resume();
    assert.equal((await closed)[0], 130, await said);
    assert.match(await said, /interrupted/);
  });

  it('stops quietly when nobody reads on', async () => {
    const words = ['-c', '"$0" "$1" --help | true', process.execPath, main];
    const child = spawn('sh', words, { stdio: ['ignore', 'ignore', 'pipe'] });
    assert.equal(await text(child.stderr), '');
  });
});
