import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { environments } from '../../environments/environments.ts';
import { Failure } from '../failure.ts';
import { generatedFolder } from '../generated-files.ts';
import { synth } from '../synth.ts';
import { checkCommit, checkFresh } from './readiness.ts';

const { production, staging } = environments;
let root: string;

async function git(...words: string[]): Promise<string> {
  const who = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com'];
  const { stdout } = await promisify(execFile)('git', ['-C', root, ...who, ...words]);
  return stdout.trim();
}

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'midcoast-readiness-'));
  await git('init', '--quiet');
  await writeFile(join(root, 'a'), 'one');
  await git('add', '.');
  await git('commit', '--quiet', '-m', 'one');
});
after(() => rm(root, { recursive: true }));

describe('checkCommit', () => {
  it('gives the commit of a clean tree', async () => {
    assert.equal(await checkCommit(root, production), await git('rev-parse', 'HEAD'));
  });

  it('deploys production from a commit alone, and marks elsewhere what is in none', async () => {
    await writeFile(join(root, 'b'), 'new');
    await assert.rejects(
      checkCommit(root, production),
      (error) => error instanceof Failure && error.exit === 4 && error.facts['files'] === 'b',
    );
    assert.equal(await checkCommit(root, staging), `${await git('rev-parse', 'HEAD')}-dirty`);
    await rm(join(root, 'b'));
  });
});

describe('checkFresh', () => {
  it('refuses files that are not what the code says, and names them', async () => {
    await assert.rejects(checkFresh(root, staging), refusedFor('main.tf.json (new)'));
    await synth(root, staging, true);
    await checkFresh(root, staging);
    const main = join(generatedFolder('staging'), 'terraform', 'recovery', 'main.tf.json');
    await appendFile(join(root, main), ' ');
    await assert.rejects(checkFresh(root, staging), refusedFor(`${main} (changed)`));
  });
});

function refusedFor(file: string) {
  return (error: unknown) =>
    error instanceof Failure &&
    error.code === 'generated_stale' &&
    error.exit === 4 &&
    String(error.facts['files']).includes(file);
}
