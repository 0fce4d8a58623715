import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import { runTerraform, type TerraformRun } from './run.ts';

/** A program in Terraform's stead, so that each way to end can be had. */
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'midcoast-terraform-'));
});
after(() => rm(folder, { recursive: true }));

async function run(script: string, rest: Partial<TerraformRun> = {}) {
  const program = join(folder, `program-${Math.random().toString(36).slice(2)}`);
  await writeFile(program, `#!/bin/sh\n${script}\n`);
  await chmod(program, 0o700);
  const signal = new AbortController().signal;
  return runTerraform({ folder, words: ['plan'], environment: process.env, signal, program, ...rest });
}

function failure(code: string, fits: (failure: Failure) => boolean = () => true) {
  return (error: unknown) => error instanceof Failure && error.code === code && fits(error);
}

describe('runTerraform', () => {
  it('hands on each line as it comes, and all of them at the end', async () => {
    const lines: string[] = [];
    const end = await run('echo one; echo two >&2', { onLine: (line) => lines.push(line) });
    assert.deepEqual(lines.toSorted(), ['one', 'two']);
    assert.deepEqual(end, { code: 0, stdout: 'one', stderr: 'two' });
  });

  it('takes an exit code for an answer where it is one', async () => {
    assert.equal((await run('exit 2', { answers: [0, 2] })).code, 2);
    await assert.rejects(run('exit 2'), failure('terraform_failed'));
  });

  it('shows Terraform’s own errors, without the warnings before them', async () => {
    await assert.rejects(
      run('echo "Warning: old" >&2; echo "Error: no such subnet" >&2; exit 1'),
      failure('terraform_failed', ({ facts }) => facts['said'] === 'Error: no such subnet'),
    );
  });

  it('says who holds the lock of the state', async () => {
    const text = 'Error: Error acquiring the state lock\\n  Who: ann@host\\n  Created: today';
    await assert.rejects(
      run(`printf '${text}' >&2; exit 1`),
      failure('state_locked', ({ message, exit }) => exit === 5 && message.includes('ann@host, since today')),
    );
  });

  it('says that what was made is written down in the folder alone', async () => {
    const text =
      'Error: Failed to save state\\n  ExpiredToken\\n\\nError: Failed to persist state to backend';
    await assert.rejects(
      run(`printf '${text}' >&2; exit 1`),
      failure('state_unsaved', ({ exit, facts }) => exit === 6 && facts['folder'] === folder),
    );
  });

  it('keeps the person’s arguments for other projects away from it', async () => {
    const environment = { ...process.env, TF_CLI_ARGS_apply: '-destroy', TF_WORKSPACE: 'other', TF_LOG: '' };
    const { stdout } = await run('env', { environment });
    assert.ok(!/TF_CLI_ARGS_apply|TF_WORKSPACE/.test(stdout));
    assert.ok(stdout.includes('TF_INPUT=0'));
  });

  it('asks it to end in order, and waits until it has', async () => {
    const stop = new AbortController();
    const lines: string[] = [];
    const onLine = (line: string) => {
      lines.push(line);
      if (line === 'working') stop.abort();
    };
    const script = `trap 'echo state written; exit 1' INT\necho working\nwhile :; do sleep 0.05; done`;
    await assert.rejects(run(script, { signal: stop.signal, onLine }), { name: 'AbortError' });
    assert.deepEqual(lines, ['working', 'state written']);
  });

  it('says how to get it where it is missing', async () => {
    const signal = new AbortController().signal;
    const program = join(folder, 'nothing');
    await assert.rejects(
      runTerraform({ folder, words: ['plan'], environment: {}, signal, program }),
      failure('terraform_missing', ({ exit }) => exit === 3),
    );
  });
});
