import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Failure } from '../operations/failure.ts';
import type { Values } from './command.ts';
import { createContext } from './context.ts';
import { command } from './up.ts';

let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'midcoast-up-words-'));
});
after(() => rm(root, { recursive: true }));

/** What `up` refuses before anything is made. */
async function refusal(values: Values): Promise<readonly [string, number]> {
  const { signal } = new AbortController();
  const stream = { write: () => true };
  const surroundings = { root, workingDirectory: root, environment: {}, signal, force: signal };
  const context = createContext({ ...surroundings, stdout: stream, stderr: stream }, false);
  const defaults = { port: '0', 'metrics-port': '0' };
  const error: unknown = await command.run(context, { ...defaults, ...values }, []).catch((thrown) => thrown);
  assert.ok(error instanceof Failure, String(error));
  assert.deepEqual(await readdir(root), []);
  return [error.code, error.exit];
}

describe('./midcoast up', () => {
  it('refuses what is no port', async () => {
    assert.deepEqual(await refusal({ port: '65536' }), ['wrong_port', 2]);
  });

  it('refuses one port for both, before anything is made', async () => {
    assert.deepEqual(await refusal({ port: '9000', 'metrics-port': '9000' }), ['ports_equal', 2]);
  });

  it('takes an empty --data for a mistake, not for the folder where the person stands', async () => {
    assert.deepEqual(await refusal({ data: '' }), ['data_unnamed', 2]);
  });
});
