import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { environments } from '../../../../environments/environments.ts';
import { sentFacts } from './sent-facts.ts';

const { production } = environments;
const key = 'arn:aws:kms:us-west-2:111122223333:alias/midcoast-database';
const copy = (change: Record<string, string> = {}) =>
  String(
    new URLSearchParams({
      SourceDBInstanceArn: 'arn:aws:rds:us-east-1:111122223333:db:midcoast-db',
      BackupRetentionPeriod: String(production.database.backupDays),
      KmsKeyId: key,
      ...change,
    }),
  );
const selection = (type: string) =>
  JSON.stringify({ RestoreTestingSelection: { ProtectedResourceType: type } });
const selections = (...types: readonly string[]): Sent => [
  ['backup PUT /restore-testing/plans/midcoast_restore_test/selections', types.map(selection)],
];

type Sent = readonly (readonly [string, readonly string[]])[];

/** Whether the one fact whose name begins so holds for what was sent. */
async function holds(name: string, sent: Sent): Promise<boolean> {
  const traffic = { calls: new Map(), refused: [], sent: new Map(sent) };
  const fact = sentFacts(production, traffic).find((each) => each.name.startsWith(name));
  assert.ok(fact, name);
  // Nothing of it is asked of an emulator.
  const seen = await fact.see(undefined as never);
  return JSON.stringify(seen) === JSON.stringify(fact.expected);
}

describe('what was sent', () => {
  it('must name each database, its days and a key of ours where its backups are copied', async () => {
    const started = (body: string): Sent => [['rds StartDBInstanceAutomatedBackupsReplication', [body]]];
    assert.ok(await holds('databases: copies', started(copy())));
    assert.ok(!(await holds('databases: copies', [])));
    for (const change of [
      { KmsKeyId: 'alias/aws/rds' },
      { BackupRetentionPeriod: '1' },
      { SourceDBInstanceArn: 'arn:aws:rds:us-east-1:111122223333:db:other' },
    ]) {
      assert.ok(!(await holds('databases: copies', started(copy(change)))), JSON.stringify(change));
    }
  });

  it('must have a restore tried of databases and of the configuration in both regions', async () => {
    const name = 'restore tests, as sent: of what';
    assert.ok(await holds(name, selections('RDS', 'S3', 'RDS', 'S3')));
    assert.ok(!(await holds(name, selections('RDS', 'S3'))));
    assert.ok(!(await holds(name, selections('EBS', 'S3', 'RDS', 'S3'))));
  });

  it('must tell the runner of our workflow’s jobs alone', async () => {
    const webhook = (pattern: string): Sent => [
      [
        'codebuild CreateWebhook',
        [
          JSON.stringify({
            filterGroups: [
              [
                { type: 'EVENT', pattern: 'WORKFLOW_JOB_QUEUED' },
                { type: 'WORKFLOW_NAME', pattern },
              ],
            ],
          }),
        ],
      ],
    ];
    assert.ok(await holds('runner', webhook('^CI/CD Pipeline$')));
    assert.ok(!(await holds('runner', webhook('.*'))));
  });
});
