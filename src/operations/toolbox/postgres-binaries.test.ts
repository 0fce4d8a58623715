import assert from 'node:assert/strict';
import { readlink, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { findPostgresBinaries, postgresTool } from './postgres-binaries.ts';

describe('findPostgresBinaries', () => {
  it('completes the libraries, also for several who start at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => findPostgresBinaries()));
    const [first] = all;
    assert.ok(first !== undefined);
    const links = JSON.parse(await readFile(join(first.home, 'pg-symlinks.json'), 'utf8')) as {
      target: string;
    }[];
    assert.ok(links.length > 0);
    for (const { target } of links) {
      const path = join(dirname(first.home), target);
      assert.ok((await stat(path)).isFile(), `${target} leads to a file`);
      assert.ok(!(await readlink(path)).startsWith('/'), 'so the packages may be moved');
    }
  });

  it('tells the version that the server itself tells', async () => {
    const { version } = await findPostgresBinaries();
    assert.equal((await postgresTool.find())?.version, version);
    assert.match(version, /^18\.\d+$/);
  });
});
