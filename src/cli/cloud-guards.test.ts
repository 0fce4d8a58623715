import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { environments } from '../environments/environments.ts';
import { serviceRoleNames } from '../operations/account/service-roles.ts';
import { teardownSteps } from '../operations/destroy/teardown-steps.ts';
import { Failure } from '../operations/failure.ts';
import { synth } from '../operations/synth.ts';
import type { Command, Values } from './command.ts';
import { createContext } from './context.ts';
import { command as deploy } from './deploy.ts';
import { command as destroy } from './destroy.ts';
import { command as plan } from './plan.ts';

/** A folder with fresh files of staging, and none of production. */
let root: string;

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'midcoast-cloud-'));
  await synth(root, environments.staging, true);
});
after(() => rm(root, { recursive: true }));

/** Confirmed, unless the values say otherwise. */
async function run(
  command: Command,
  name: string,
  environment: Record<string, string>,
  values: Values = { confirm: name },
) {
  const { signal } = new AbortController();
  const stream = { write: () => true };
  const surroundings = { root, workingDirectory: root, environment, signal, force: signal };
  const context = createContext({ ...surroundings, stdout: stream, stderr: stream }, false);
  command.check?.(context, values, [name]);
  return command.run(context, values, [name]);
}

function failsWith(code: string, exit: number) {
  return (error: unknown) => error instanceof Failure && error.code === code && error.exit === exit;
}

describe('plan, deploy and destroy', () => {
  it('know the environments by name', async () => {
    for (const command of [plan, deploy, destroy]) {
      await assert.rejects(run(command, 'prod', {}), failsWith('unknown_environment', 2));
    }
  });

  it('go nowhere but to AWS, whatever a variable says', async () => {
    const environment = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
    for (const command of [plan, deploy]) {
      await assert.rejects(run(command, 'staging', environment), failsWith('endpoint_foreign', 4));
    }
  });

  it('rehearse on this machine alone, and without credentials', async () => {
    const account = { AWS_ACCESS_KEY_ID: environments.staging.accountId };
    const elsewhere = { ...account, MIDCOAST_REHEARSAL: 'http://192.0.2.1:1' };
    const credentials = {
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      MIDCOAST_REHEARSAL: 'http://127.0.0.1:1',
    };
    for (const command of [plan, deploy]) {
      await assert.rejects(run(command, 'staging', elsewhere), failsWith('rehearsal_not_local', 4));
      await assert.rejects(run(command, 'staging', credentials), failsWith('rehearsal_credentials', 4));
    }
  });

  it('take only files that are what the code says now', async () => {
    await assert.rejects(run(plan, 'production', {}), failsWith('generated_stale', 4));
    await assert.rejects(run(deploy, 'production', {}), failsWith('generated_stale', 4));
  });
});

describe('deploy and destroy', () => {
  it('look at the name that confirms before they look at anything else', async () => {
    for (const command of [deploy, destroy]) {
      await assert.rejects(run(command, 'staging', {}, { confirm: 'stagng' }), failsWith('confirm_wrong', 2));
      await assert.rejects(run(command, 'staging', {}, {}), failsWith('not_confirmed', 4));
    }
  });
});

describe('plan', () => {
  it('says in its help everything that it makes in an account', () => {
    const help = plan.notes?.join(' ') ?? '';
    assert.ok(serviceRoleNames.length > 0);
    for (const name of ['bucket of Terraform’s state', ...serviceRoleNames])
      assert.ok(help.includes(name), name);
    for (const { shows } of plan.examples) assert.doesNotMatch(shows, /nothing is (changed|made)/);
  });
});

describe('destroy', () => {
  it('says in its help which steps it takes', () => {
    const steps = teardownSteps.map(({ name }) => name).join(', ');
    assert.ok(destroy.notes?.[0]?.startsWith(`The steps: ${steps}.`));
  });

  it('shows first how protection comes off, wherever an environment asks for it', () => {
    const [first] = destroy.examples;
    assert.match(first?.shows ?? '', /deletionProtection set to false/);
    assert.ok(environments.staging.deletionProtection);
  });

  it('does not say of AWS what it has not asked', async () => {
    await assert.rejects(
      run(destroy, 'staging', {}, { confirm: 'staging' }),
      (error) => error instanceof Failure && error.facts['protected'] === 'by its file; AWS was not asked',
    );
  });

  it('asks twice for production, and respects its protection then', async () => {
    await assert.rejects(
      run(destroy, 'production', {}, { confirm: 'production' }),
      failsWith('production_not_meant', 4),
    );
    const meant = { confirm: 'production', 'yes-destroy-production': true };
    await assert.rejects(run(destroy, 'production', {}, meant), failsWith('deletion_protected', 4));
  });
});
