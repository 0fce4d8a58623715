import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readCheckov, readingPolicy } from './checkov-pack.ts';
import { addressAmong } from './cloud-packs.ts';

const written = ['aws_db_instance.main'];
const subject = { part: 'platform', subject: 'files', written, addressOf: addressAmong(written) } as const;
const check = (id: string, resource: string) => ({
  check_id: id,
  check_name: 'says what',
  resource,
  file_path: '/database.tf.json',
});

describe('a report of checkov', () => {
  it('gives findings by address, whether or not checkov names the type', () => {
    const results = {
      passed_checks: [check(readingPolicy.metadata.id, 'aws_db_instance.main')],
      failed_checks: [check('CKV_AWS_1', 'resource.main'), check('CKV2_AWS_2', 'aws_db_instance.main')],
    };
    const { findings, read } = readCheckov([{ results }], subject);
    assert.deepEqual(
      findings.map(({ id, address }) => `${id} ${address}`),
      ['CKV_AWS_1 aws_db_instance.main', 'CKV2_AWS_2 aws_db_instance.main'],
    );
    assert.deepEqual([...read], ['aws_db_instance.main']);
  });

  it('of a plan counts no provider among the resources', () => {
    const passed = [
      check(readingPolicy.metadata.id, 'aws.default'),
      check(readingPolicy.metadata.id, 'aws_db_instance.main'),
    ];
    const { read } = readCheckov(
      { results: { passed_checks: passed, failed_checks: [] } },
      { ...subject, subject: 'plan' },
    );
    assert.deepEqual([...read], ['aws_db_instance.main']);
  });

  it('of a run that read nothing has read nothing', () => {
    assert.equal(readCheckov({ passed: 0, failed: 0 }, subject).read.size, 0);
  });
});
