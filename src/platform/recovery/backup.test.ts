import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Environment } from '../../environments/environment.ts';
import { production } from '../../environments/production.ts';
import { staging } from '../../environments/staging.ts';
import { resourcesOf } from '../document.ts';
import { State } from '../state.ts';
import { lockedDays } from './backup-vault.ts';
import { backup } from './backup.ts';

const database = 'arn:aws:rds:us-east-1:111122223333:db:midcoast-db';
const bucket = 'arn:aws:s3:::midcoast-configuration';

function built(environment: Environment) {
  const state = new State(environment, 'platform', environment.region);
  backup(state.heading('backup'), {
    environment,
    keys: { backup: { arn: 'arn:aws:kms:us-east-1:111122223333:key/k' } },
    shards: [{ arn: database }],
    configuration: { arn: bucket },
    landing: { subnetGroup: 'midcoast-db', groupId: 'sg-1' },
  });
  return resourcesOf(state);
}

const ofType = (type: string, environment: Environment = production) =>
  built(environment).filter((resource) => resource.type === type);
const attributesOf = (type: string, environment?: Environment) =>
  ofType(type, environment)[0]?.attributes ?? {};

type PlanRule = {
  readonly rule_name: string;
  readonly lifecycle: { readonly delete_after: number };
  readonly copy_action: readonly { readonly destination_vault_arn: string; readonly lifecycle: object }[];
  readonly enable_continuous_backup?: boolean;
};
const rules = ofType('aws_backup_plan').flatMap(
  ({ attributes }) => attributes['rule'] as readonly PlanRule[],
);

describe('the backup plan', () => {
  it('bears the guide’s name', () => {
    assert.ok(ofType('aws_backup_plan').some(({ attributes }) => attributes['name'] === 'midcoast-backup'));
  });

  it('covers database, volumes and configuration', () => {
    const selected = Object.fromEntries(
      ofType('aws_backup_selection').map(({ attributes }) => [attributes['name'], attributes['resources']]),
    );
    assert.deepEqual(selected, {
      database: [database],
      configuration: [bucket],
      volumes: ['arn:aws:ec2:us-east-1:111122223333:volume/*'],
    });
  });

  it('copies every recovery point to the vault of the recovery region', () => {
    assert.deepEqual(
      rules.map(({ rule_name: name }) => name),
      ['continuous', 'daily', 'monthly'],
    );
    for (const { copy_action: copies } of rules) {
      assert.deepEqual(
        copies.map(({ destination_vault_arn: vault }) => vault),
        ['arn:aws:backup:us-west-2:111122223333:backup-vault:midcoast-vault'],
      );
    }
  });

  it('asks for nothing that the lock of the vault refuses', () => {
    for (const environment of [production, staging]) {
      const kept = ofType('aws_backup_plan', environment)
        .flatMap(({ attributes }) => attributes['rule'] as readonly PlanRule[])
        .map(({ lifecycle }) => lifecycle.delete_after);
      assert.ok(
        kept.every((days) => days >= lockedDays.least && days <= lockedDays.most),
        kept.join(),
      );
    }
  });

  it('leaves going back to any moment of a database to RDS', () => {
    const plan = ofType('aws_backup_plan').find(({ attributes }) => attributes['name'] === 'midcoast-backup');
    const continuous = ((plan?.attributes['rule'] ?? []) as readonly PlanRule[]).filter(
      (rule) => rule.enable_continuous_backup,
    );
    assert.ok(plan);
    assert.deepEqual(continuous, []);
  });
});

describe('the vault', () => {
  it('is locked for good in production', () => {
    assert.equal(attributesOf('aws_backup_vault_lock_configuration')['changeable_for_days'], 3);
    assert.equal(attributesOf('aws_backup_vault')['force_destroy'], false);
    assert.match(String(attributesOf('aws_backup_vault_policy')['policy']), /"Deny".*DeleteRecoveryPoint/);
  });

  it('can be taken down where nothing is protected', () => {
    const open = { ...staging, deletionProtection: false };
    const lock = attributesOf('aws_backup_vault_lock_configuration', open);
    assert.equal('changeable_for_days' in lock, false);
    assert.equal(attributesOf('aws_backup_vault', open)['force_destroy'], true);
    assert.equal(ofType('aws_backup_vault_policy', open).length, 0);
  });
});

describe('the test of restores', () => {
  it('restores databases and configuration every week, out of this vault', () => {
    const plan = attributesOf('aws_backup_restore_testing_plan');
    assert.equal(plan['schedule_expression'], 'cron(0 12 ? * SUN *)');
    const [points] = plan['recovery_point_selection'] as readonly { include_vaults: readonly string[] }[];
    assert.deepEqual(points?.include_vaults, ['${aws_backup_vault.backup_vault.arn}']);
    const kinds = ofType('aws_backup_restore_testing_selection').map(
      ({ attributes }) => attributes['protected_resource_type'],
    );
    assert.deepEqual(kinds, ['S3', 'RDS']);
  });
});
