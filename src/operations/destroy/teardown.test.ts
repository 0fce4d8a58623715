import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { environments } from '../../environments/environments.ts';
import { Failure } from '../failure.ts';
import { createTerminal } from '../terminal.ts';
import { openRecord } from './record.ts';
import type { TeardownStep, TeardownTools } from './teardown-step.ts';
import { tearDown } from './teardown.ts';

const { staging, production } = environments;
const unused = new Proxy({}, { get: () => assert.fail('no tool is needed here') }) as TeardownTools;
let root: string;

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'midcoast-teardown-'));
});
after(() => rm(root, { recursive: true }));

/** A run of the steps that are given, and what was said. */
async function run(
  steps: readonly TeardownStep[],
  environment = staging,
  standing: ReadonlySet<string> = new Set(),
) {
  const said: string[] = [];
  const stream = { write: (text: string) => said.push(text.trim()) };
  const terminal = createTerminal({ stream, environment: {} });
  const rhythm = { firstMs: 1, longestMs: 4 };
  const { signal } = new AbortController();
  const given = { root, environment, tools: unused, signal, terminal, rhythm, steps, standing };
  const record = await tearDown(given);
  return { record, said };
}

function step(name: string, work: TeardownStep['run'], limitMinutes = 1): TeardownStep {
  return { name, does: 'what it does', limitMinutes, run: work };
}

describe('tearDown', () => {
  it('goes on after a failure at the step that failed, and begins anew once all was done', async () => {
    const ran: string[] = [];
    const done = (name: string) =>
      step(name, () => {
        ran.push(name);
        return Promise.resolve(`${name} removed`);
      });
    const broken = step('two', () => Promise.reject(new Error('planted')));
    await assert.rejects(run([done('one'), broken, done('three')]), { message: 'planted' });
    assert.deepEqual(ran, ['one']);
    const { record, said } = await run([done('one'), done('two'), done('three')]);
    assert.deepEqual(ran, ['one', 'two', 'three']);
    assert.deepEqual(
      record.done.map(({ name }) => name),
      ['one', 'two', 'three'],
    );
    assert.ok(said.includes('one: done before, one removed'));
    await run([done('one'), done('two'), done('three')]);
    assert.deepEqual(ran, ['one', 'two', 'three', 'one', 'two', 'three']);
  });

  it('begins anew where the environment was deployed again after a teardown that was broken off', async () => {
    const ran: string[] = [];
    const nodes = step('nodes', () => {
      ran.push('nodes');
      return Promise.resolve('nodes removed');
    });
    const steps = (last: TeardownStep) => [{ ...nodes, takes: ['aws_eks_node_group'] }, last];
    const other = { ...staging, accountId: '888888888888' };
    const broken = step('network', () => Promise.reject(new Error('planted')));
    await assert.rejects(run(steps(broken), other), { message: 'planted' });
    const network = step('network', () => Promise.resolve('network removed'));
    await run(steps(network), other, new Set(['aws_vpc', 'aws_eks_node_group']));
    assert.deepEqual(ran, ['nodes', 'nodes']);
  });

  it('keeps what had to be tried again', async () => {
    const work: TeardownStep['run'] = (_, { onRetry }) => {
      onRetry('DependencyViolation');
      onRetry('DependencyViolation');
      return Promise.resolve('2 volumes removed');
    };
    await run([step('volumes', work)], production);
    const { done } = await openRecord(root, production);
    assert.deepEqual(done[0]?.retries, { DependencyViolation: 2 });
  });

  it('ends a step at its limit, and says which and how it goes on', async () => {
    const forever: TeardownStep['run'] = (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    await assert.rejects(
      run([step('slow', forever, 0.001)], { ...staging, accountId: '999999999999' }),
      (error) =>
        error instanceof Failure && error.code === 'teardown_overdue' && error.facts['step'] === 'slow',
    );
  });

  it('does not take the record of another account for its own', async () => {
    const { done } = await openRecord(root, { ...staging, accountId: '000000000000' });
    assert.deepEqual(done, []);
  });
});
