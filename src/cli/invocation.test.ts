import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { commands } from './commands.ts';
import { invoke } from './invocation.ts';

const repository = join(import.meta.dirname, '../..');

/** A folder whose launcher brings nothing, and leaves a note that it was asked to. */
let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'midcoast-invocation-'));
  await writeFile(join(root, 'package.json'), '{ "version": "1.0.0" }');
  await writeFile(join(root, 'midcoast'), 'touch "$(dirname "$0")/asked"\nexit 3\n');
});
after(() => rm(root, { recursive: true }));

async function run(...words: readonly string[]) {
  const said: string[] = [];
  const stream = { write: (text: string) => said.push(text) };
  const { signal } = new AbortController();
  const environment = { PATH: process.env['PATH'] };
  const surroundings = { root, workingDirectory: root, environment, signal, force: signal };
  await rm(join(root, 'asked'), { force: true });
  const code = await invoke(words, { ...surroundings, stdout: stream, stderr: stream });
  const asked = await access(join(root, 'asked')).then(
    () => true,
    () => false,
  );
  return { code, asked, said: said.join('') };
}

describe('a command that needs the development packages', () => {
  const late = commands.filter((row) => row.packages === 'development').map((row) => row.name);

  it('is explained without them', async () => {
    assert.ok(late.length > 5);
    for (const name of late) {
      const { code, asked, said } = await run(name, '--help');
      assert.deepEqual([code, asked], [0, false], said);
    }
  });

  it('refuses what was mistyped without them', async () => {
    const mistyped: readonly (readonly [line: string, said: RegExp])[] = [
      ['plan prod', /did you mean production\?/],
      ['destroy staging --confirm stagng', /confirm_wrong/],
      ['deploy staging --image latest --confirm staging', /digest_invalid/],
      ['check stagin', /did you mean staging\?/],
      ['rehearse --only aw', /unknown_rehearsal/],
      ['test --only tpyes', /did you mean types\?/],
      ['synth --chek', /did you mean --check\?/],
    ];
    for (const [line, expected] of mistyped) {
      const { code, asked, said } = await run(...line.split(' '));
      assert.match(said, expected);
      assert.deepEqual([code, asked], [2, false], line);
    }
  });

  it('has them brought before it does anything', async () => {
    const { code, asked, said } = await run('cost', 'production');
    assert.match(said, /development_packages_missing/);
    assert.deepEqual([code, asked], [3, true]);
  });
});

describe('the table of commands', () => {
  it('loads every command where only the packages of runtime are', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', load]);
    assert.equal(stdout.trim(), commands.map(({ name }) => name).join(' '));
  });
});

/** Stands in for a folder without the development packages: whoever asks for one does not find it. */
const load = `
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
const lock = JSON.parse(readFileSync(${JSON.stringify(join(repository, 'package-lock.json'))}, 'utf8'));
const absent = Object.keys(lock.packages).filter((path) => lock.packages[path].dev);
registerHooks({
  resolve(name, context, next) {
    const found = next(name, context);
    const path = /\\/(node_modules\\/(?:.*node_modules\\/)?(?:@[^/]+\\/)?[^/]+)\\//.exec(found.url)?.[1];
    if (absent.includes(path)) throw new Error(path + ' is asked for by ' + context.parentURL);
    return found;
  },
});
const { commands } = await import(${JSON.stringify(join(import.meta.dirname, 'commands.ts'))});
const names = [];
for (const row of commands) names.push((await row.load()).command.name);
console.log(names.join(' '));
`;
