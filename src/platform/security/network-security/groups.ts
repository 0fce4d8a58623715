import { SecurityGroup } from '@cdktn/provider-aws/lib/security-group/index.js';
import { VpcSecurityGroupEgressRule } from '@cdktn/provider-aws/lib/vpc-security-group-egress-rule/index.js';
import { VpcSecurityGroupIngressRule } from '@cdktn/provider-aws/lib/vpc-security-group-ingress-rule/index.js';
import type { Heading } from '../../state.ts';
import { groupRules, groupUses, type GroupName, type GroupRule } from './group-rules.ts';

/** A security group for each kind of party. */
export type Groups = Readonly<Record<GroupName, { readonly id: string }>>;

export type GroupsGiven = { readonly vpcId: string; readonly clusterName: string };

/** The groups of a network, and the table of rules between them: one outward, one inward each. */
export function securityGroups(heading: Heading, { vpcId, clusterName }: GroupsGiven): Groups {
  const group = (use: GroupName) =>
    new SecurityGroup(heading, `${use}-group`, {
      vpcId,
      name: groupUses[use].name,
      description: groupUses[use].description,
      // Karpenter gives its nodes the group that bears the cluster's name.
      tags: { Name: groupUses[use].name, ...(use === 'nodes' && { 'karpenter.sh/discovery': clusterName }) },
    });
  const groups = Object.fromEntries(
    (Object.keys(groupUses) as GroupName[]).map((use) => [use, { id: group(use).id }]),
  ) as Groups;
  for (const rule of groupRules) allow(heading, groups, rule);
  return groups;
}

function allow(heading: Heading, groups: Groups, { from, to, protocol, ports, why }: GroupRule): void {
  const [fromPort, toPort] = typeof ports === 'number' ? [ports, ports] : ports;
  const id = `${from}-to-${to}-${protocol}-${fromPort}`;
  const what = { ipProtocol: protocol, fromPort, toPort, description: why };
  if (from !== 'internet') {
    new VpcSecurityGroupEgressRule(heading, `${id}-out`, {
      securityGroupId: groups[from].id,
      ...party(groups, to),
      ...what,
    });
  }
  if (to !== 'internet') {
    new VpcSecurityGroupIngressRule(heading, `${id}-in`, {
      securityGroupId: groups[to].id,
      ...party(groups, from),
      ...what,
    });
  }
}

function party(groups: Groups, name: GroupName | 'internet') {
  return name === 'internet' ? { cidrIpv4: '0.0.0.0/0' } : { referencedSecurityGroupId: groups[name].id };
}
