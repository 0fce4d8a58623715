import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { importGate } from './import-gate.ts';

const root = join(import.meta.dirname, '../../..');

/** For each rule a file that breaches it and no other, and what that file imports. */
const breaches: Readonly<Record<string, readonly [path: string, text: string]>> = {
  'environments-import-nothing': ['src/environments/a.ts', `import '../service/part.ts';`],
  'service-imports-nothing': ['src/service/a.ts', `import '../operations/part.ts';`],
  'platform-imports-contract': ['src/platform/a.ts', `import '../service/part.ts';`],
  'chapters-know-no-chapter': ['src/platform/security/a.ts', `import '../scaling/part.ts';`],
  'headings-know-no-heading': ['src/platform/security/identity/a.ts', `import '../edges/part.ts';`],
  'operations-import-doors': ['src/operations/a.ts', `import '../service/main.ts';`],
  'operations-lie-in-layers': ['src/operations/local/a.ts', `import '../bench/part.ts';`],
  'cli-imports-operations': ['src/cli/a.ts', `import '../service/contract.ts';`],
  'tests-use-the-front-door': ['tests/a.test.ts', `import '../src/service/part.ts';`],
  'connections-know-no-leads': [
    'src/service/connections/a.ts',
    `import type { A } from '../leads/part.ts'; export type B = A;`,
  ],
  'domain-knows-no-http': ['src/service/leads/a.ts', `import 'node:http'; import 'fastify';`],
  'console-stands-alone': ['src/service/console/a.ts', `export * from '../http/api/part.ts';`],
  'console-types-from-the-contract': [
    'src/service/console/b.ts',
    `import type { A } from '../leads/part.ts'; export type B = A;`,
  ],
  'vocabulary-imports-nothing': ['src/service/accounts/permission.ts', `import './part.ts';`],
  'no-circle': ['src/service/leads/b.ts', `import type { C } from './c.ts'; export type B = C | 1;`],
  'tests-are-not-imported': ['src/cli/b.ts', `import './part.test.ts';`],
  'runtime-needs-no-development-package': ['src/cli/c.ts', `import 'knip';`],
  'imports-resolve': ['src/cli/d.ts', `import './gone.ts';`],
  'packages-are-declared': ['src/cli/e.ts', `import 'acorn';`],
};

/** What the breaches import, which breaches nothing by itself. */
const parts: Readonly<Record<string, string>> = {
  'src/service/part.ts': '',
  'src/service/main.ts': '',
  'src/service/contract.ts': '',
  'src/service/accounts/part.ts': '',
  'src/service/http/api/part.ts': 'export const part = 1;',
  'src/service/leads/part.ts': 'export type A = 1;',
  'src/service/leads/c.ts': `import type { B } from './b.ts'; export type C = B | 2;`,
  'src/platform/scaling/part.ts': '',
  'src/platform/security/edges/part.ts': '',
  'src/operations/part.ts': '',
  'src/operations/bench/part.ts': '',
  'src/cli/part.test.ts': '',
};

type House = AsyncDisposable & { readonly run: () => ReturnType<typeof importGate.run> };

/** A repository with these files, and with our rules and packages. */
async function buildHouse(files: Readonly<Record<string, string>>): Promise<House> {
  const house = await mkdtemp(join(await realpath(tmpdir()), 'midcoast-imports-'));
  for (const name of ['.dependency-cruiser.mjs', 'package.json'])
    await cp(join(root, name), join(house, name));
  await symlink(join(root, 'node_modules'), join(house, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(house, path)), { recursive: true });
    await writeFile(join(house, path), text);
  }
  return {
    run: () =>
      importGate.run({
        root: house,
        environment: { PATH: '/usr/bin:/bin' },
        signal: new AbortController().signal,
      }),
    [Symbol.asyncDispose]: () => rm(house, { recursive: true, force: true }),
  };
}

describe('the table of imports', async () => {
  await using house = await buildHouse({ ...parts, ...Object.fromEntries(Object.values(breaches)) });
  const { passed, output } = await house.run();
  const found = [...output.matchAll(/^(\S+) → .*\n {2}([a-z-]+): ./gm)].map(([, from, rule]) => ({
    from,
    rule,
  }));

  it('does not pass with breaches', () => assert.equal(passed, false));

  for (const [rule, [path]] of Object.entries(breaches)) {
    it(`refuses a breach of ${rule}, and says how to mend it`, () => {
      const rules = found.filter(({ from }) => from === path).map((breach) => breach.rule);
      assert.deepEqual([...new Set(rules)], [rule], output);
    });
  }

  it('keeps HTTP out of the domain whether it is Node’s or a library’s', () => {
    assert.equal(found.filter(({ rule }) => rule === 'domain-knows-no-http').length, 2, output);
  });

  it('refuses nothing else', () => {
    const paths = new Set(Object.values(breaches).map(([path]) => path));
    // A circle is found from each of its files.
    paths.add('src/service/leads/c.ts');
    assert.deepEqual(
      found.filter(({ from = '' }) => !paths.has(from)),
      [],
    );
  });

  it('has a planted breach for every rule', async () => {
    const source = `import table from '${join(root, '.dependency-cruiser.mjs')}'; console.log(JSON.stringify(table))`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', source]);
    const { forbidden } = JSON.parse(stdout) as { forbidden: readonly { readonly name: string }[] };
    assert.deepEqual(forbidden.map(({ name }) => name).toSorted(), Object.keys(breaches).toSorted());
  });

  it('lets through what the rooms may import, with statements as new as `await using`', async () => {
    await using house = await buildHouse({
      'src/cli/a.ts': `import { b } from '../operations/b.ts'; await using held = b; export default held;`,
      'src/operations/b.ts': `import '../service/contract.ts'; export const b = new AsyncDisposableStack();`,
      'src/service/contract.ts': 'export {};',
    });
    const { passed, detail, output } = await house.run();
    assert.equal(passed, true, output);
    assert.equal(detail, '3 modules, 2 imports');
  });

  it('does not pass when it has read nothing', async () => {
    await using house = await buildHouse({ 'src/readme.md': '' });
    assert.equal((await house.run()).passed, false);
  });
});
