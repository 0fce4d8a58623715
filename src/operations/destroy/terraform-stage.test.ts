import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import type { Patience } from './retry.ts';
import { destroyStage } from './terraform-stage.ts';

/** Two things in the state; `apply` says first what the file `trouble` holds, and works when there is none. */
const program = `#!/bin/sh
echo "$@" >> words
case "$1" in
  state) cat state 2>/dev/null || { echo 'No state file was found!' >&2; exit 1; } ;;
  show) echo '{"format_version":"1.2","resource_changes":[{"address":"aws_vpc.a","mode":"managed","type":"aws_vpc",
    "change":{"actions":["delete"],"before":{},"after":null}}]}' ;;
  apply) test -e trouble || exit 0; cat trouble >&2; rm trouble; exit 1 ;;
esac
`;

const progress = { update() {}, finish() {} };
let folder: string;
let reasons: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'midcoast-stage-'));
  reasons = [];
  await writeFile(join(folder, 'terraform'), program);
  await chmod(join(folder, 'terraform'), 0o700);
  await writeFile(join(folder, 'state'), 'data.aws_region.here\naws_vpc.a\naws_eks_addon.dns\n');
});
afterEach(() => rm(folder, { recursive: true }));

function destroy(types?: readonly string[]): Promise<string> {
  const signal = new AbortController().signal;
  const patience: Patience = {
    deadlineMs: performance.now() + 120_000,
    rhythm: { firstMs: 1, longestMs: 4 },
    signal,
    onRetry: (reason) => reasons.push(reason),
  };
  const run = { folder, environment: process.env, signal, program: join(folder, 'terraform') };
  return destroyStage({ run, types }, progress, patience);
}

async function plansMade(): Promise<readonly string[]> {
  const words = await readFile(join(folder, 'words'), 'utf8');
  return words.split('\n').filter((line) => line.startsWith('plan'));
}

describe('destroyStage', () => {
  it('takes away the types that are named, and what needs them', async () => {
    assert.equal(await destroy(['aws_eks_addon']), '1 resource destroyed');
    const [plan = ''] = await plansMade();
    assert.ok(plan.includes('-destroy') && plan.includes('-target=aws_eks_addon.dns'));
    assert.ok(!plan.includes('aws_vpc.a'));
  });

  it('takes away all that is left when no type is named', async () => {
    await destroy();
    assert.ok(!(await plansMade())[0]?.includes('-target'));
  });

  it('does nothing where nothing of it is in the state, or where there is no state', async () => {
    assert.equal(await destroy(['aws_msk_cluster']), 'there was none');
    await rm(join(folder, 'state'));
    assert.equal(await destroy(), 'there was none');
    assert.deepEqual(await plansMade(), []);
  });

  it('plans anew after a dependency that was still there', async () => {
    const error = 'Error: deleting EC2 VPC (vpc-1): api error DependencyViolation: it has dependencies';
    await writeFile(join(folder, 'trouble'), error);
    assert.equal(await destroy(), '1 resource destroyed');
    assert.deepEqual(reasons, ['DependencyViolation']);
    assert.equal((await plansMade()).length, 2);
  });

  it('writes a state that an earlier run could not to its place, before it plans', async () => {
    await writeFile(join(folder, 'errored.tfstate'), '{}');
    await destroy();
    const words = (await readFile(join(folder, 'words'), 'utf8')).split('\n');
    assert.equal(words[0], 'state push -lock-timeout=60s errored.tfstate');
    await assert.rejects(readFile(join(folder, 'errored.tfstate')), { code: 'ENOENT' });
  });

  it('plans nothing where such a state cannot be written, and keeps it', async () => {
    await writeFile(join(folder, 'errored.tfstate'), '{}');
    await rm(join(folder, 'state'));
    await assert.rejects(destroy(), (error) => error instanceof Failure && error.code === 'terraform_failed');
    assert.equal(await readFile(join(folder, 'errored.tfstate'), 'utf8'), '{}');
    assert.deepEqual(await plansMade(), []);
  });

  it('stops at an error that will not pass', async () => {
    await writeFile(join(folder, 'trouble'), 'Error: api error UnauthorizedOperation: no');
    await assert.rejects(destroy(), (error) => error instanceof Failure && error.code === 'terraform_failed');
    assert.deepEqual(reasons, []);
  });
});
