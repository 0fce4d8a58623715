import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { registryEnvironment, synthWorkflow } from './workflow.ts';

const path = '.github/workflows/pipeline.yml';

describe('the workflow that synth writes', () => {
  let root: string;
  before(async () => (root = await mkdtemp(join(tmpdir(), 'midcoast-workflow-'))));
  after(() => rm(root, { recursive: true }));

  it('is missed where it is not, written, and then left alone', async () => {
    assert.deepEqual(await synthWorkflow(root, false), [{ path, how: 'new' }]);
    await synthWorkflow(root, true);
    assert.deepEqual(await synthWorkflow(root, false), []);
    assert.match(await readFile(join(root, path), 'utf8'), /^name: CI\/CD Pipeline$/m);
  });

  it('is seen to be changed by hand, and mended', async () => {
    await appendFile(join(root, path), '# by hand\n');
    assert.deepEqual(await synthWorkflow(root, true), [{ path, how: 'changed' }]);
    assert.deepEqual(await synthWorkflow(root, false), []);
  });
});

describe('the registry', () => {
  it('is of the one environment whose account holds the images', () => {
    const { accountId, registryAccountId } = registryEnvironment();
    assert.equal(accountId, registryAccountId);
  });
});
