import assert from 'node:assert/strict';
import { glob } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, it } from 'node:test';
import { rules } from './rules.ts';

const sources = dirname(dirname(import.meta.dirname));

describe('the rules of check', () => {
  it('name only files that there are where they say how a breach is mended', async () => {
    const files = (await Array.fromAsync(glob('**/*.ts', { cwd: sources }))).map((path) => `/${path}`);
    const named = rules.flatMap(({ id, mend }) =>
      [...mend.matchAll(/[\w./-]+\.ts\b/g)].map(([path]) => ({ id, path: path.replace(/^src\//, '') })),
    );
    assert.ok(named.length > 20, `only ${named.length} files are named`);
    assert.deepEqual(
      named.filter(({ path }) => !files.some((file) => file.endsWith(`/${path}`))),
      [],
    );
  });
});
