import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const root = join(import.meta.dirname, '../../..');

type Wanted = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

async function readJson(name: string): Promise<unknown> {
  return JSON.parse(await readFile(join(root, name), 'utf8'));
}

describe('package-lock.json', () => {
  it('holds what package.json asks for: the launcher would bring something else unseen', async () => {
    const asked = (await readJson('package.json')) as Wanted;
    const { packages } = (await readJson('package-lock.json')) as {
      packages: Readonly<Record<string, Wanted>>;
    };
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      assert.deepEqual(packages['']?.[kind], asked[kind], `run npm install: ${kind} differ`);
    }
  });

  it('names no registry, so that every machine asks its own', async () => {
    assert.doesNotMatch(await readFile(join(root, 'package-lock.json'), 'utf8'), /"resolved"/);
  });
});
