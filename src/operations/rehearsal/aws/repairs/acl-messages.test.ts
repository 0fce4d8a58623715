import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AwsCall } from '../aws-call.ts';
import { aclMessageRepairs } from './acl-messages.ts';
import { answering, queryCall, repaired } from './test-repair.ts';

const call = (operation: string, form?: Record<string, string>) => queryCall('ec2', operation, form);

const entry = (rule: number, egress: boolean, message = '') =>
  `<item><cidrBlock>0.0.0.0/0</cidrBlock><egress>${egress}</egress><protocol>1</protocol><ruleNumber>${rule}</ruleNumber>${message}</item>`;
const list = (id: string, ...entries: string[]) =>
  `<item><associationSet><item><networkAclId>${id}</networkAclId></item></associationSet><entrySet>${entries.join('')}</entrySet><default>false</default><networkAclId>${id}</networkAclId></item>`;
const message = '<icmpTypeCode><code>4</code><type>3</type></icmpTypeCode>';

describe('network lists of an emulator that forgets messages of ICMP', () => {
  const repairs = aclMessageRepairs();
  const ask = (request: AwsCall, answer: string) => repaired(repairs, request, answering(answer));

  it('tell them again, each in its own entry, and once alone', async () => {
    const form = { NetworkAclId: 'acl-1', Egress: 'true', RuleNumber: '130' };
    await ask(call('CreateNetworkAclEntry', { ...form, 'Icmp.Type': '3', 'Icmp.Code': '4' }), '');
    await ask(call('CreateNetworkAclEntry', { ...form, Egress: 'false' }), '');
    const shown = [
      list('acl-0', entry(130, true)),
      list('acl-1', entry(130, false), entry(130, true)),
      list('acl-2', entry(130, true)),
    ];
    const told = await ask(call('DescribeNetworkAcls'), shown.join(''));
    assert.equal(
      told,
      [shown[0], list('acl-1', entry(130, false), entry(130, true, message)), shown[2]].join(''),
    );
    assert.equal(await ask(call('DescribeNetworkAcls'), told), told);
  });

  it('forget one that was put in another’s place', async () => {
    const form = { NetworkAclId: 'acl-1', Egress: 'true', RuleNumber: '130' };
    await ask(call('ReplaceNetworkAclEntry', { ...form, 'PortRange.From': '443' }), '');
    const shown = list('acl-1', entry(130, true));
    assert.equal(await ask(call('DescribeNetworkAcls'), shown), shown);
  });
});
