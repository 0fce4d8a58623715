import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openServiceLog } from './service-log.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'midcoast-logs-'));
});
after(() => rm(folder, { recursive: true, force: true }));

describe('openServiceLog', () => {
  it('begins anew at each start and keeps the log before', async () => {
    const path = join(folder, 'app.log');
    for (const text of ['first\n', 'second\n', 'third\n']) {
      const log = openServiceLog(path);
      log.write(text);
      log.close();
    }
    assert.equal(await readFile(path, 'utf8'), 'third\n');
    assert.equal(await readFile(`${path}.1`, 'utf8'), 'second\n');
  });

  it('never takes more room than two files of its length', async () => {
    const path = join(folder, 'long.log');
    const log = openServiceLog(path, 1_000);
    for (let line = 0; line < 500; line += 1) log.write(`line ${line}\n`);
    log.close();
    const names = (await readdir(folder)).filter((name) => name.startsWith('long'));
    assert.deepEqual(names.toSorted(), ['long.log', 'long.log.1']);
    for (const name of names) assert.ok((await stat(join(folder, name))).size <= 1_000);
    assert.match(await readFile(path, 'utf8'), /line 499\n$/);
  });
});
