import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reportPage } from './report-page.ts';
import type { RehearsalReport } from './report.ts';

const report: RehearsalReport = {
  environment: 'staging',
  part: 'aws',
  digest: 'a1b2',
  passed: false,
  faults: ['midcoast-db: <b>not</b> encrypted'],
  seconds: 300,
  tools: [{ name: 'Terraform', version: '1.11.4' }],
  planned: 3,
  applied: 2,
  secondPlan: [{ state: 'platform', address: 'aws_vpc.a', action: 'update', attributes: ['tags'] }],
  drift: [{ address: 'aws_kms_key.k', attribute: 'enable_key_rotation', change: 'stopped', seen: true }],
  facts: [{ name: 'midcoast-db: encrypted', expected: true, seen: false, holds: false }],
  left: [{ type: 'aws_vpc', id: 'vpc-1', region: 'us-east-1' }],
  ledger: [],
  steps: [{ name: 'apply platform', seconds: 200, limits: [{ address: 'aws_db_instance.a', seconds: 80 }] }],
  additions: { platform: { provider: {} } },
};

describe('the page of a rehearsal', () => {
  const page = reportPage(report);

  it('says whether it passed, and what is wrong', () => {
    assert.match(page, /not passed/);
    assert.match(page, /aws_db_instance\.a 80 s/);
    assert.match(page, /vpc-1/);
  });

  it('shows text as text', () => {
    assert.ok(page.includes('&lt;b&gt;not&lt;/b&gt;'));
    assert.ok(!page.includes('<b>not'));
  });

  it('asks for nothing else', () => {
    assert.doesNotMatch(page, /src=|href=|@import|url\(/);
  });
});
