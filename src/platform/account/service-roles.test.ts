import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../environments/production.ts';
import { midcoast } from '../midcoast.ts';
import { neededServiceRoles } from './service-roles.ts';

const { platform, recovery } = midcoast(production).states;
const resources = [...platform.resources, ...recovery.resources];

describe('the roles of AWS services', () => {
  it('are in no state: an account may have them already', () => {
    assert.ok(!resources.some(({ type }) => type === 'aws_iam_service_linked_role'));
  });

  it('of services that may refuse their first task in an account without them are seen to before a plan', () => {
    const services = Object.values(neededServiceRoles).map(({ service }) => service);
    for (const service of ['rds.amazonaws.com', 'elasticache.amazonaws.com'] as const)
      assert.ok(services.includes(service), service);
  });

  it('are all seen to before a plan, where the policy of a key names them', () => {
    const policies = resources
      .filter(({ type }) => type === 'aws_kms_key')
      .map(({ attributes }) => String(attributes['policy']));
    const named = policies.flatMap((policy) => policy.match(/role\/aws-service-role\/[\w./]+/g) ?? []);
    const needed = Object.values(neededServiceRoles).map(
      ({ service, name }) => `role/aws-service-role/${service}/${name}`,
    );
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((role) => !needed.includes(role)),
      [],
    );
  });
});
