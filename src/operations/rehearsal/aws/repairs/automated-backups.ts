import { randomUUID } from 'node:crypto';
import { formOf, type AwsAnswer, type AwsCall } from '../aws-call.ts';
import type { Repair } from '../repair-proxy.ts';

const service = 'rds';

type Backup = {
  readonly arn: string;
  readonly source: string;
  readonly key: string;
  readonly days: string;
};

/** Keeps the copies of a database's automated backups in another region, which no emulator makes. */
export function automatedBackupRepairs(accountId: string): readonly Repair[] {
  const backups = new Map<string, Backup>();
  return [
    {
      service,
      operation: 'StartDBInstanceAutomatedBackupsReplication',
      async answer(call) {
        const form = formOf(call);
        const source = form.get('SourceDBInstanceArn') ?? '';
        const backup = {
          arn: `arn:aws:rds:${call.region}:${accountId}:auto-backup:ab-${randomUUID().replaceAll('-', '')}`,
          source,
          key: form.get('KmsKeyId') ?? '',
          // AWS's own default: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_StartDBInstanceAutomatedBackupsReplication.html
          days: form.get('BackupRetentionPeriod') ?? '7',
        };
        backups.set(source, backup);
        return answerOf(call, element('DBInstanceAutomatedBackup', shown(backup)));
      },
    },
    {
      service,
      operation: 'DescribeDBInstanceAutomatedBackups',
      async answer(call) {
        const wanted = formOf(call).get('DBInstanceAutomatedBackupsArn');
        const found = [...backups.values()].filter(({ arn }) => wanted === null || arn === wanted);
        const items = found.map((backup) => element('DBInstanceAutomatedBackup', shown(backup)));
        return answerOf(call, element('DBInstanceAutomatedBackups', items.join('')));
      },
    },
    {
      service,
      operation: 'StopDBInstanceAutomatedBackupsReplication',
      async answer(call) {
        const source = formOf(call).get('SourceDBInstanceArn') ?? '';
        const backup = backups.get(source);
        backups.delete(source);
        return answerOf(
          call,
          backup === undefined ? '' : element('DBInstanceAutomatedBackup', shown(backup)),
        );
      },
    },
  ];
}

function shown({ arn, source, key, days }: Backup): string {
  return [
    element('DBInstanceAutomatedBackupsArn', arn),
    element('DBInstanceArn', source),
    element('DBInstanceIdentifier', source.split(':').at(-1) ?? ''),
    element('KmsKeyId', key),
    element('BackupRetentionPeriod', days),
    element('Status', 'replicating'),
  ].join('');
}

function element(name: string, inner: string): string {
  return `<${name}>${inner}</${name}>`;
}

function answerOf({ operation }: AwsCall, inner: string): AwsAnswer {
  const result = element(`${operation}Result`, inner);
  const text = `<${operation}Response xmlns="http://rds.amazonaws.com/doc/2014-10-31/">${result}<ResponseMetadata><RequestId>rehearsal</RequestId></ResponseMetadata></${operation}Response>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(text) };
}
