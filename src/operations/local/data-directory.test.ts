import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import { emptyDataDirectory, openDataDirectory } from './data-directory.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'midcoast-data-'));
});
after(() => rm(folder, { recursive: true, force: true }));

function isFailure(code: string, exit: number) {
  return (error: unknown) => error instanceof Failure && error.code === code && error.exit === exit;
}

describe('openDataDirectory', () => {
  it('makes a folder that other users cannot list, and opens it again', async () => {
    const data = await openDataDirectory(join(folder, 'new', 'data'));
    assert.equal((await stat(data.path)).mode & 0o044, 0);
    assert.equal((await stat(data.logs)).mode & 0o077, 0);
    assert.deepEqual(await openDataDirectory(data.path), data);
  });

  it('leaves a folder alone that holds other things', async () => {
    const path = join(folder, 'photographs');
    await mkdir(path);
    await writeFile(join(path, 'sea.jpg'), '');
    await assert.rejects(openDataDirectory(path), isFailure('data_not_ours', 4));
    assert.deepEqual(await readdir(path), ['sea.jpg']);
  });

  it('takes a disk that is empty but for what its maker left', async () => {
    const path = join(folder, 'disk');
    await mkdir(join(path, 'lost+found'), { recursive: true });
    await openDataDirectory(path);
  });

  it('says so when the path is a file', async () => {
    const path = join(folder, 'file');
    await writeFile(path, '');
    await assert.rejects(openDataDirectory(path), isFailure('data_not_writable', 3));
  });

  it('says so when the folder above is there, and does not try for ever', async () => {
    await assert.rejects(openDataDirectory('/proc/midcoast/data'), isFailure('data_not_writable', 3));
  });
});

describe('emptyDataDirectory', () => {
  it('removes what is ours and nothing else', async () => {
    const data = await openDataDirectory(join(folder, 'reset'));
    await mkdir(join(data.postgres, 'cluster'), { recursive: true });
    await writeFile(data.secrets, '{}');
    await mkdir(join(data.path, 'up.lock'));
    await writeFile(join(data.path, 'note.txt'), 'put here by a person');
    await emptyDataDirectory(data);
    assert.deepEqual((await readdir(data.path)).toSorted(), [
      '.midcoast-data',
      'logs',
      'note.txt',
      'up.lock',
    ]);
  });

  it('refuses a folder that has lost its marker', async () => {
    const data = await openDataDirectory(join(folder, 'unmarked'));
    await rm(join(data.path, '.midcoast-data'));
    await writeFile(data.secrets, '{}');
    await assert.rejects(emptyDataDirectory(data), isFailure('data_not_ours', 4));
    await stat(data.secrets);
  });
});
