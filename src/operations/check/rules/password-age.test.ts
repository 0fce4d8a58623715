import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../../environments/production.ts';
import { midcoast } from '../../../platform/midcoast.ts';
import { breaches, places, plantedPlatform } from '../test-platform.ts';
import { passwordAgeRules } from './password-age.ts';

const [age, stated] = passwordAgeRules;
assert.ok(age && stated);

const raisedOn = (day: string) => plantedPlatform({}, {}, { passwords: { version: 3, raisedOn: day } });

describe('passwords-renewed', () => {
  it('finds passwords on the 91st day, and not before', () => {
    const platform = raisedOn('2026-12-01');
    assert.deepEqual(breaches(age, platform, '2027-03-01'), []);
    assert.deepEqual(breaches(age, platform, '2027-03-02'), [
      {
        where: 'environment.passwords.raisedOn',
        seen: 'version 3 is of 2026-12-01; today is 2027-03-02',
      },
    ]);
  });

  it('finds a day that is none', () => {
    assert.deepEqual(places(age, raisedOn('last spring')), ['environment.passwords.raisedOn']);
  });
});

describe('passwords-of-the-environment', () => {
  it('is kept by every password of production when its version is raised, and not by the key of contacts', () => {
    const raised = midcoast({ ...production, passwords: { version: 2, raisedOn: '2026-12-01' } });
    assert.deepEqual(places(stated, raised), []);
    assert.deepEqual(places(stated, { ...raised, environment: production }), [
      'aws_db_instance.database_shard_0',
      'aws_secretsmanager_secret_version.data_security_database_app_version',
      'aws_secretsmanager_secret_version.data_security_database_owner_version',
      'aws_secretsmanager_secret_version.database_master_0_version',
      'aws_secretsmanager_secret_version.queue_secret_version',
    ]);
  });
});
