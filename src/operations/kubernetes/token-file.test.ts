import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { keepTokenFile } from './token-file.ts';

const soonMs = 5;

async function readUntil(path: string, expected: string): Promise<void> {
  for (let reads = 0; (await readFile(path, 'utf8')) !== expected; reads += 1) {
    assert.ok(reads < 1000, `${path} never holds ${expected}`);
    await wait(soonMs);
  }
}

it('a token file holds the newest token, and the last where none can be had', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'midcoast-token-'));
  const path = join(folder, 'token');
  let signed = 0;
  const sign = () => {
    signed += 1;
    if (signed === 2) return Promise.reject(new Error('no credentials for a moment'));
    return Promise.resolve(`token ${Math.min(signed, 4)}`);
  };
  const stop = await keepTokenFile(path, sign, soonMs);
  try {
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    await readUntil(path, 'token 4');
  } finally {
    await stop();
  }
  const asked = signed;
  await wait(10 * soonMs);
  assert.equal(signed, asked, 'nothing is signed once it has stopped');
  await rm(folder, { recursive: true });
});
