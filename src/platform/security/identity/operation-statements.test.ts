import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../../environments/production.ts';
import { midcoast } from '../../midcoast.ts';
import { operationStatements } from './operation-statements.ts';

/** The service whose actions make a resource, by the beginning of the resource's type; the first that fits. */
const serviceOf: readonly (readonly [RegExp, string])[] = [
  [/^aws_(accessanalyzer)_/, 'access-analyzer'],
  [/^aws_(iam)_/, 'iam'],
  [/^aws_(acm)_/, 'acm'],
  [/^aws_(appautoscaling)_/, 'application-autoscaling'],
  [/^aws_(autoscaling)_/, 'autoscaling'],
  [/^aws_(cloudwatch_event)_/, 'events'],
  [/^aws_(cloudwatch_log)_/, 'logs'],
  [/^aws_(cloudwatch)_/, 'cloudwatch'],
  [/^aws_(cloudtrail)/, 'cloudtrail'],
  [/^aws_(db)_/, 'rds'],
  [/^aws_(msk)_/, 'kafka'],
  [/^aws_(lb)(_|$)/, 'elasticloadbalancing'],
  [/^aws_(vpc|subnet|route|internet|nat|eip|network|flow|default|security|launch|ebs|ec2)(?!53)(_|$)/, 'ec2'],
  [/^aws_([a-z0-9]+)/, ''],
];

function service(type: string): string {
  for (const [pattern, name] of serviceOf) {
    const match = pattern.exec(type);
    if (match) return name === '' ? (match[1] ?? '') : name;
  }
  return type;
}

describe('whoever runs Terraform over the platform', () => {
  const allowed = new Set(
    operationStatements(production, 'with our boundary').flatMap(({ actions }) =>
      actions.map((action) => action.split(':')[0] ?? ''),
    ),
  );

  it('may work with every service that the platform is built of', () => {
    const { platform, recovery } = midcoast(production).states;
    const types = new Set([...platform.resources, ...recovery.resources].map(({ type }) => type));
    const missing = [...types].filter((type) => !allowed.has(service(type)));
    assert.ok(types.size > 0);
    assert.deepEqual(missing, []);
  });

  it('may not work with a service that nothing is built of', () => {
    assert.ok(!allowed.has(service('aws_dynamodb_table')));
    assert.ok(!allowed.has(service('aws_organizations_account')));
  });

  it('works in the two regions of the environment, and in that of services without one', () => {
    const [services] = operationStatements(production, 'freely');
    assert.deepEqual(services?.conditions, {
      StringEquals: { 'aws:RequestedRegion': ['us-east-1', 'us-west-2'] },
    });
  });
});
