import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  localFilePath,
  readLocalFile,
  removeLocalFile,
  writeLocalFile,
  type LocalServer,
} from './local-file.ts';

let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'midcoast-local-'));
});
after(() => rm(root, { recursive: true, force: true }));

const server: LocalServer = {
  url: 'http://127.0.0.1:8080',
  metricsUrl: 'http://127.0.0.1:9464/metrics',
  apiKey: 'key',
  consoleUser: 'user',
  consolePassword: 'password',
  pid: process.pid,
  dataDir: '/data',
};

describe('local.json', () => {
  it('tells of a running up, to its owner only, until that removes it', async () => {
    assert.equal(await readLocalFile(root), undefined);
    await writeLocalFile(root, server);
    assert.deepEqual(await readLocalFile(root), server);
    assert.equal((await stat(localFilePath(root))).mode & 0o777, 0o600);
    await removeLocalFile(root, process.pid + 1);
    assert.deepEqual(await readLocalFile(root), server, 'another up’s file is left');
    await removeLocalFile(root, process.pid);
    assert.equal(await readLocalFile(root), undefined);
  });

  it('is an earlier up’s again when a later one stops before it', async () => {
    const earlier = { ...server, pid: process.ppid };
    await writeLocalFile(root, server);
    await removeLocalFile(root, process.pid, earlier);
    assert.deepEqual(await readLocalFile(root), earlier);
    await removeLocalFile(root, process.ppid);
  });

  it('is ignored when its up is dead, or when it is no such file', async () => {
    const short = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
    await once(short, 'exit');
    await writeLocalFile(root, { ...server, pid: short.pid ?? 0 });
    assert.equal(await readLocalFile(root), undefined);
    await writeFile(localFilePath(root), '{"url":');
    assert.equal(await readLocalFile(root), undefined);
  });
});
