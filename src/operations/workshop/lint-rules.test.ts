import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';

const root = join(import.meta.dirname, '../../..');

/** For each rule that the house relies on, a file that breaks it. */
const faults: Readonly<Record<string, readonly [path: string, text: string]>> = {
  'node(no-process-env)': ['src/service/leads/a.ts', `export const a = process.env['PATH'];`],
  'unicorn(no-process-exit)': ['src/operations/b.ts', `export const b = () => process.exit(1);`],
  'eslint(no-restricted-imports)': [
    'src/operations/c.ts',
    `import { env } from 'node:process'; export { env };`,
  ],
  'import(no-cycle)': ['src/service/d.ts', `import type { E } from './e.ts'; export type D = E | 1;`],
  'typescript(no-floating-promises)': [
    'src/service/f.ts',
    `export function f(): void { Promise.resolve(); }`,
  ],
  'typescript(switch-exhaustiveness-check)': [
    'src/service/g.ts',
    `export function g(x: 'a' | 'b'): void { switch (x) { case 'a': break; } }`,
  ],
  'eslint(max-lines)': ['src/service/h.ts', `export const h = 1;\n${'//\n'.repeat(300)}`],
  'eslint(max-lines-per-function)': [
    'src/service/i.ts',
    `export function i(a: { n: number }): void {\n${'  a.n += 1;\n'.repeat(50)}}`,
  ],
};

/** What is as it should be, and near a fault. */
const innocent: Readonly<Record<string, string>> = {
  'src/service/e.ts': `import type { D } from './d.ts'; export type E = D | 2;`,
  'src/cli/main.ts': `export const a = process.env['PATH']; process.exit(0);`,
  'src/service/leads/a.test.ts': `import { describe, it } from 'node:test'; describe('a', () => { it('b', () => process.env['A']); });`,
};

/** Rule by path, as oxlint finds them with our configuration. */
async function lint(
  files: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const house = await mkdtemp(join(await realpath(tmpdir()), 'midcoast-lint-'));
  try {
    for (const name of ['.oxlintrc.json', 'tsconfig.json', 'package.json']) {
      await cp(join(root, name), join(house, name));
    }
    await symlink(join(root, 'node_modules'), join(house, 'node_modules'));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(house, path)), { recursive: true });
      await writeFile(join(house, path), text);
    }
    const found = new Map<string, string[]>();
    for (const line of (await runOxlint(house)).split('\n')) {
      const [, path, rule] = /^(.*?):\d+:\d+: .*\[Error\/(.*)\]$/.exec(line) ?? [];
      if (path === undefined || rule === undefined) continue;
      const inside = path.replace(`${house}/`, '');
      found.set(inside, [...(found.get(inside) ?? []), rule]);
    }
    return found;
  } finally {
    await rm(house, { recursive: true, force: true });
  }
}

function runOxlint(house: string): Promise<string> {
  const words = [join(root, 'node_modules/.bin/oxlint'), '--type-aware', '--format', 'unix'];
  return new Promise((resolve) => {
    // It ends with 1, since it finds the faults.
    execFile(process.execPath, words, { cwd: house }, (_, stdout) => resolve(stdout));
  });
}

describe('the lint rules', async () => {
  const found = await lint({ ...innocent, ...Object.fromEntries(Object.values(faults)) });

  for (const [rule, [path]] of Object.entries(faults)) {
    it(`find a breach of ${rule}`, () => {
      assert.ok(found.get(path)?.includes(rule), `${path}: ${found.get(path)?.join(', ') ?? 'nothing'}`);
    });
  }

  it('let main.ts read the environment and exit, and tests float describe and it', () => {
    assert.equal(found.get('src/cli/main.ts'), undefined);
    assert.equal(found.get('src/service/leads/a.test.ts'), undefined);
  });
});
