import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { connectionBudget } from '../../environments/connection-budget.ts';
import type { Environment } from '../../environments/environment.ts';
import { production } from '../../environments/production.ts';
import { staging } from '../../environments/staging.ts';
import { variables } from '../../service/contract.ts';
import { resourcesOf } from '../document.ts';
import { State } from '../state.ts';
import { database } from './database.ts';

const key = { arn: 'arn:aws:kms:us-east-1:111122223333:key/k' };

function built(environment: Environment) {
  const state = new State(environment, 'platform', environment.region);
  database(state.heading('database'), {
    environment,
    subnetIds: ['subnet-1', 'subnet-2', 'subnet-3'],
    groups: { database: { id: 'sg-1' } },
    keys: { database: key, secrets: key, logs: key },
  });
  return resourcesOf(state);
}

const attributesOf = (environment: Environment, address: string) =>
  built(environment).find((resource) => resource.address === address)?.attributes ?? {};
const shard = (environment: Environment) => attributesOf(environment, 'aws_db_instance.database_shard_0');
const parametersOf = (environment: Environment) =>
  attributesOf(environment, 'aws_db_parameter_group.database_parameters')['parameter'] as readonly {
    name: string;
    value: string;
    apply_method: string;
  }[];

/** What a careful company asks of a database, with the value that answers. */
const protections: Readonly<Record<string, unknown>> = {
  multi_az: true,
  storage_encrypted: true,
  kms_key_id: key.arn,
  password_wo_version: 1,
  iam_database_authentication_enabled: true,
  deletion_protection: true,
  copy_tags_to_snapshot: true,
  publicly_accessible: false,
  backup_retention_period: 30,
  skip_final_snapshot: false,
  delete_automated_backups: false,
  auto_minor_version_upgrade: true,
  performance_insights_enabled: true,
  performance_insights_kms_key_id: key.arn,
  monitoring_interval: 60,
  ca_cert_identifier: 'rds-ca-rsa2048-g1',
  engine_lifecycle_support: 'open-source-rds-extended-support-disabled',
};

describe('the database of production', () => {
  it('has the sizes of the guide', () => {
    const { instance_class: instanceClass, allocated_storage: storage, engine } = shard(production);
    assert.deepEqual([engine, instanceClass, storage], ['postgres', 'db.t3.medium', 20]);
  });

  it('has every protection', () => {
    const attributes = shard(production);
    const seen = Object.fromEntries(Object.keys(protections).map((name) => [name, attributes[name]]));
    assert.deepEqual(seen, protections);
  });

  it('has log groups of ours before RDS would make its own', () => {
    const { depends_on: before } = shard(production);
    assert.deepEqual(before, [
      'aws_cloudwatch_log_group.database_midcoast_db_postgresql_log',
      'aws_cloudwatch_log_group.database_midcoast_db_upgrade_log',
    ]);
  });

  it('has its password from the secret alone, by an argument that no state keeps', () => {
    const text = JSON.stringify(built(production));
    assert.doesNotMatch(text, /"(password|master_password|secret_string)":/);
    assert.match(
      String(shard(production)['password_wo']),
      /^\$\{jsondecode\(ephemeral\.aws_secretsmanager_secret_version\./,
    );
  });

  it('leaves its password not to RDS, which then would make no replica', () => {
    assert.equal('manage_master_user_password' in shard(production), false);
  });
});

describe('a database without protection', () => {
  it('may be deleted, and leaves nothing behind', () => {
    const attributes = shard({ ...staging, deletionProtection: false });
    assert.equal(attributes['deletion_protection'], false);
    assert.equal(attributes['skip_final_snapshot'], true);
    assert.equal('final_snapshot_identifier' in attributes, false);
  });
});

describe('the parameters of PostgreSQL', () => {
  const valueOf = (name: string) =>
    parametersOf(production).find((parameter) => parameter.name === name)?.value;

  it('force TLS and give as many connections as the budget divides', () => {
    assert.equal(valueOf('rds.force_ssl'), '1');
    assert.equal(valueOf('max_connections'), String(connectionBudget(production).most));
  });

  it('log no value that a lead brought', () => {
    assert.equal(valueOf('log_parameter_max_length'), '0');
    assert.equal(valueOf('log_parameter_max_length_on_error'), '0');
    assert.equal(valueOf('log_error_verbosity'), 'terse');
    assert.equal(valueOf('log_min_error_statement'), 'panic');
  });

  it('wait for a restart where PostgreSQL does', () => {
    const atRestart = parametersOf(production).filter(
      (parameter) => parameter.apply_method === 'pending-reboot',
    );
    assert.deepEqual(
      atRestart.map(({ name }) => name),
      ['max_connections', 'shared_preload_libraries'],
    );
  });

  it('let the next major version have a group of its own beside this one', () => {
    const next = { ...production, versions: { ...production.versions, postgres: '17.10' } };
    const group = attributesOf(next, 'aws_db_parameter_group.database_parameters');
    assert.equal(group['family'], 'postgres17');
    assert.equal('name' in group, false);
    assert.deepEqual(group['lifecycle'], { create_before_destroy: true });
  });
});

describe('the pool of a process', () => {
  it('is never wider than what the service takes unasked', () => {
    for (const environment of [production, staging]) {
      assert.ok(connectionBudget(environment).appPool <= Number(variables.MIDCOAST_DATABASE_POOL.fallback));
    }
  });
});
