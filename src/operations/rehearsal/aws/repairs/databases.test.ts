import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formOf, type AwsCall } from '../aws-call.ts';
import { databaseRepairs } from './databases.ts';
import { answering, queryCall, repaired } from './test-repair.ts';

const instance = (name: string, authority: string) =>
  `<DBInstance><DBInstanceIdentifier>${name}</DBInstanceIdentifier><MultiAZ>true</MultiAZ><BackupRetentionPeriod>30</BackupRetentionPeriod><DbiResourceId>db-SAME</DbiResourceId><CACertificateIdentifier>${authority}</CACertificateIdentifier></DBInstance>`;

const call = (operation: string, form: Record<string, string>) => queryCall('rds', operation, form);

describe('databases of an emulator that gives all of them one id', () => {
  const repairs = databaseRepairs();
  const asked: AwsCall[] = [];
  let authority = 'rds-ca-default';
  const ask = (request: AwsCall) =>
    repaired(repairs, request, async (passed) => {
      asked.push(passed);
      return answering(instance(formOf(passed).get('DBInstanceIdentifier') ?? 'db', authority))(passed);
    });

  it('have an id each, by which each is found', async () => {
    const one = /db-[0-9A-F]{26}/.exec(
      await ask(call('CreateDBInstance', { DBInstanceIdentifier: 'a' })),
    )?.[0];
    const other = /db-[0-9A-F]{26}/.exec(
      await ask(call('CreateDBInstance', { DBInstanceIdentifier: 'b' })),
    )?.[0];
    assert.notEqual(one, other);
    await ask(
      call('DescribeDBInstances', {
        'Filters.Filter.1.Name': 'dbi-resource-id',
        'Filters.Filter.1.Values.Value.1': other ?? '',
      }),
    );
    assert.equal(formOf(asked.at(-1) as AwsCall).get('DBInstanceIdentifier'), 'b');
  });

  it('have certificates of the authority that RDS takes by itself, or of the one that was asked for', async () => {
    const shown = async () =>
      /<CACertificateIdentifier>(.*?)</.exec(
        await ask(call('DescribeDBInstances', { DBInstanceIdentifier: 'a' })),
      )?.[1];
    assert.equal(await shown(), 'rds-ca-rsa2048-g1');
    authority = 'rds-ca-ecc384-g1';
    assert.equal(await shown(), 'rds-ca-ecc384-g1');
  });

  it('have, as replicas, neither the backups nor the standby of their source', async () => {
    const text = await ask(call('CreateDBInstanceReadReplica', { DBInstanceIdentifier: 'r' }));
    assert.match(text, /<MultiAZ>false<.*<BackupRetentionPeriod>0</);
    assert.match(await ask(call('DescribeDBInstances', { DBInstanceIdentifier: 'a' })), /<MultiAZ>true</);
  });
});
