import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { sbomOf } from './sbom.ts';

/** Stands for npm: keeps what it sees of the environment, and lists no part. */
const npm = `#!/bin/sh
env > seen
printf '{"metadata":{"component":{"bom-ref":"midcoast","name":"midcoast","version":"0"}},"components":[],"dependencies":[]}'
`;

describe('the list of parts', () => {
  it('is made by an npm that sees the environment it is given, and nothing of ours', async (t) => {
    const root = await mkdtemp(join(tmpdir(), 'midcoast-sbom-'));
    t.after(() => rm(root, { recursive: true }));
    await writeFile(join(root, 'npm'), npm);
    await chmod(join(root, 'npm'), 0o755);
    const { components } = await sbomOf(root, [], { PATH: `${root}:/usr/bin:/bin`, LANG: 'C' });
    assert.deepEqual(components, []);
    const names = (await readFile(join(root, 'seen'), 'utf8')).match(/^[A-Z_]+(?==)/gm) ?? [];
    assert.deepEqual(names.filter((name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name)).toSorted(), [
      'LANG',
      'PATH',
    ]);
  });
});
