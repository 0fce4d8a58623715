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

/** Services without a resource of their own, by what asks for them. */
const companions: Readonly<Record<string, string>> = {
  'backup-storage': 'backup',
  // The registry scans enhanced: Inspector does it, and has to be asked.
  inspector2: 'ecr',
};

describe('whoever runs Terraform over the platform', () => {
  const statements = operationStatements(production, 'with our boundary');
  const allowed = new Set(
    statements.flatMap(({ actions }) => actions.map((action) => action.split(':')[0] ?? '')),
  );
  const { platform, recovery } = midcoast(production).states;
  const resources = [...platform.resources, ...recovery.resources];
  const types = new Set(resources.map(({ type }) => type));

  it('may do everything in no service that nothing is built of', () => {
    const built = new Set([...types].map(service));
    const whole = statements
      .flatMap(({ actions }) => actions)
      .filter((action) => action.endsWith(':*'))
      .map((action) => action.slice(0, -2));
    assert.ok(whole.length > 0);
    assert.deepEqual(
      whole.filter((name) => !built.has(companions[name] ?? name)),
      [],
    );
  });

  it('hands roles to no service that none of our roles trusts', () => {
    const trusts = resources
      .filter(({ type }) => type === 'aws_iam_role')
      .map(({ attributes }) => String(attributes['assume_role_policy']));
    const handed = statements.flatMap(
      ({ conditions }) => conditions?.['StringEquals']?.['iam:PassedToService'] ?? [],
    );
    assert.ok(handed.length > 0);
    // Restore testing asks for the role by this name, and takes it as `backup`.
    const takenBy = (principal: string) => principal.replace(/^restore-testing\./, '');
    assert.deepEqual(
      handed.filter((principal) => !trusts.some((trust) => trust.includes(`"${takenBy(principal)}"`))),
      [],
    );
  });

  it('may hand the role of the restore tests to them', () => {
    const handed = statements.flatMap(
      ({ conditions }) => conditions?.['StringEquals']?.['iam:PassedToService'] ?? [],
    );
    assert.ok(types.has('aws_backup_restore_testing_selection'));
    assert.ok(handed.includes('restore-testing.backup.amazonaws.com'));
  });

  it('may work with every service that the platform is built of', () => {
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
