import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AwsCall } from '../aws-call.ts';
import { ruleDescriptionRepairs } from './rule-descriptions.ts';
import { answering, queryCall, repaired } from './test-repair.ts';

const call = (operation: string, form?: Record<string, string>) => queryCall('ec2', operation, form);

const shown = (id: string, description = '') =>
  `<item><securityGroupRuleId>${id}</securityGroupRuleId><isEgress>false</isEgress>${description}</item>`;

describe('rules of an emulator that forgets what some are for', () => {
  const repairs = ruleDescriptionRepairs();
  const ask = (request: AwsCall, answer: string) => repaired(repairs, request, answering(answer));

  it('say it again where it was forgotten, and once alone where it was not', async () => {
    const forms = {
      'sgr-1': { 'IpPermissions.1.Groups.1.Description': 'Nodes' },
      'sgr-2': { 'IpPermissions.1.IpRanges.1.Description': 'Anybody' },
    };
    for (const [id, form] of Object.entries(forms)) {
      await ask(call('AuthorizeSecurityGroupIngress', form), shown(id));
    }
    const kept = '<description>Anybody</description>';
    const told = await ask(
      call('DescribeSecurityGroupRules'),
      `${shown('sgr-1')}${shown('sgr-2', kept)}${shown('sgr-3')}`,
    );
    assert.equal(
      told,
      [
        '<item><securityGroupRuleId>sgr-1</securityGroupRuleId><description>Nodes</description><isEgress>false</isEgress></item>',
        shown('sgr-2', kept),
        shown('sgr-3'),
      ].join(''),
    );
  });
});
