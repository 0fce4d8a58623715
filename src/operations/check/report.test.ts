import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { palette } from '../terminal.ts';
import type { CheckReport } from './check.ts';
import { checkLines, isSound, statesWithoutPlan } from './report.ts';

const rule = { id: 'keys-rotate', says: 'Every key rotates.', mend: 'Set enable_key_rotation.' };
const clean = { unexcused: [], idle: [], unread: [], surplus: 0 };
const report: CheckReport = {
  environment: 'production',
  resources: 3,
  objects: 2,
  rules: [{ ...rule, breaches: [] }],
  packs: { scans: [], missing: [], verdict: clean, excuses: 0 },
};
const missing = [{ pack: 'trivy', reason: 'there is no python3' }] as const;
const said = (changes: Partial<CheckReport>) =>
  checkLines({ ...report, ...changes }, palette(false)).join('\n');

describe('the report of check', () => {
  it('is sound when nothing was found', () => {
    assert.ok(isSound(report, true));
    assert.match(said({}), /✓ keys-rotate\n.*every rule is kept/s);
  });

  it('says where a rule is broken, what was seen, and how it is mended', () => {
    const rules = [
      { ...rule, breaches: [{ where: 'aws_kms_key.a', seen: 'enable_key_rotation is not true' }] },
    ];
    assert.ok(!isSound({ ...report, rules }, false));
    assert.match(
      said({ rules }),
      /✗ keys-rotate {2}Every key rotates\.\n {4}aws_kms_key\.a {2}enable_key_rotation is not true\n {4}→ Set enable_key_rotation\./,
    );
  });

  it('says which pack did not look, which is a fault only where it must', () => {
    const packs = { ...report.packs, missing };
    assert.match(said({ packs }), /trivy did not look: there is no python3/);
    assert.ok(isSound({ ...report, packs }, false));
    assert.ok(!isSound({ ...report, packs }, true));
  });

  it('says of which states no pack has looked at a plan', () => {
    const scan = { pack: 'checkov', written: [], read: new Set<string>(), findings: [] } as const;
    const scans = [
      { ...scan, part: 'platform', subject: 'plan' },
      { ...scan, part: 'recovery', subject: 'hcl' },
    ] as const;
    assert.deepEqual(statesWithoutPlan({ ...report, packs: { ...report.packs, scans } }), ['recovery']);
  });

  it('is not sound with a finding that nobody excused', () => {
    const finding = {
      pack: 'trivy',
      id: 'AWS-1',
      title: 'open',
      part: 'recovery',
      address: 'aws_x.y',
    } as const;
    const packs = { ...report.packs, verdict: { ...clean, unexcused: [finding] } };
    assert.ok(!isSound({ ...report, packs }, false));
    assert.match(said({ packs }), /✗ trivy AWS-1 {2}recovery: aws_x\.y {2}open\n.*\n1 finding$/);
  });
});
