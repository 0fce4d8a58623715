import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import { openState } from './state-folder.ts';

/** Notes what it is asked for. */
const program = `#!/bin/sh
echo "$@" >> words
mkdir -p .terraform
`;

const own = 'midcoast-state-111111111111-us-east-1';
const other = 'midcoast-state-222222222222-us-east-1';
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'midcoast-state-folder-'));
  await writeFile(join(root, 'terraform'), program);
  await chmod(join(root, 'terraform'), 0o700);
});
afterEach(() => rm(root, { recursive: true }));

/** Opens the state where the files put it into this bucket; gives its folder. */
async function open(bucket: string): Promise<string> {
  const from = join(root, 'generated', 'staging', 'terraform', 'platform');
  await mkdir(from, { recursive: true });
  const backend = { s3: { bucket, key: 'platform.tfstate' } };
  await writeFile(join(from, 'main.tf.json'), JSON.stringify({ terraform: { backend } }));
  const place = {
    root,
    environment: { name: 'staging' },
    state: 'platform',
    terminal: { say() {} },
  } as const;
  const { signal } = new AbortController();
  return openState(place, { program: join(root, 'terraform'), environment: process.env, signal });
}

describe('a state that an earlier run could not write', () => {
  let folder: string;
  const asked = async () => (await readFile(join(folder, 'words'), 'utf8')).trim().split('\n');
  beforeEach(async () => {
    folder = await open(own);
    await writeFile(join(folder, 'errored.tfstate'), '{}');
  });

  it('is written to its place as soon as the state is opened again', async () => {
    await open(own);
    assert.deepEqual(await asked(), ['init -reconfigure', 'state push -lock-timeout=60s errored.tfstate']);
  });

  it('is not written to the place of another account, and kept for its own', async () => {
    await assert.rejects(
      open(other),
      (error) =>
        error instanceof Failure &&
        error.code === 'state_elsewhere' &&
        error.exit === 4 &&
        error.facts['place'] === `s3://${own}/platform.tfstate`,
    );
    assert.deepEqual(await asked(), ['init -reconfigure']);
    await open(own);
    assert.equal((await asked()).at(-1), 'state push -lock-timeout=60s errored.tfstate');
  });
});
