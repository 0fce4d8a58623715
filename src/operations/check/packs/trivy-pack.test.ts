import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readTrivy } from './trivy-pack.ts';

const subject = {
  part: 'recovery',
  subject: 'hcl',
  written: ['aws_x.y'],
  addressOf: (file: string, named?: string) => named ?? file,
} as const;

describe('a report of trivy', () => {
  it('tells what was read from what was found', () => {
    const fault = {
      ID: 'AWS-0102',
      Title: 'all ports',
      Message: 'm',
      CauseMetadata: { Resource: 'aws_x.y' },
    };
    const seen = { ID: 'MIDCOAST-0001', Title: 'read', Message: 'aws_x.y', CauseMetadata: {} };
    const report = { Results: [{ Target: 'network.tf', Misconfigurations: [fault, seen] }, { Target: '.' }] };
    const { findings, read } = readTrivy(report, subject);
    assert.deepEqual(
      findings.map(({ id, part, address }) => [id, part, address]),
      [['AWS-0102', 'recovery', 'aws_x.y']],
    );
    assert.deepEqual([...read], ['aws_x.y']);
  });

  it('of a run that read nothing has read nothing', () => {
    assert.equal(readTrivy({}, subject).read.size, 0);
  });
});
