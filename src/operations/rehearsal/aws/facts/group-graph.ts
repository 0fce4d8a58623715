import { DescribeSecurityGroupRulesCommand, type SecurityGroupRule } from '@aws-sdk/client-ec2';
import type { Resource } from '../../../../platform/midcoast.ts';
import type { StateResource } from '../state-resources.ts';
import type { Fact } from './fact.ts';

const ruleTypes: readonly string[] = [
  'aws_vpc_security_group_ingress_rule',
  'aws_vpc_security_group_egress_rule',
];

/** What is compared of a rule, in one line: `in sg-1 from sg-2 tcp 5432-5432`. */
type Line = string;

/**
 * Who may talk to whom, on which port: every rule that was declared is there, and beside them none in any of our
 * groups. Groups are declared by address, so the state tells their ids.
 */
export function groupGraphFact(declared: readonly Resource[], state: readonly StateResource[]): Fact {
  const ids = new Map(
    state
      .filter(({ type }) => type === 'aws_security_group')
      .map(({ address, attributes }) => [address, String(attributes['id'])]),
  );
  const wanted = new Set(
    declared.filter(({ type }) => ruleTypes.includes(type)).map((rule) => lineOfDeclared(rule, ids)),
  );
  return {
    name: `${ids.size} security groups with ${wanted.size} rules: missing, and beyond what is declared`,
    expected: { missing: [], beyond: [] },
    async see({ ec2 }) {
      const { SecurityGroupRules = [] } = await ec2.send(new DescribeSecurityGroupRulesCommand());
      const own = new Set(ids.values());
      const there = new Set(
        SecurityGroupRules.filter(({ GroupId = '' }) => own.has(GroupId)).map((rule) => lineOfSeen(rule)),
      );
      return { missing: [...wanted.difference(there)], beyond: [...there.difference(wanted)] };
    },
  };
}

function lineOfDeclared({ type, attributes }: Resource, ids: ReadonlyMap<string, string>): Line {
  const idOf = (reference: unknown) => {
    const address = /^\$\{(.+)\.id\}$/.exec(String(reference))?.[1] ?? '';
    return ids.get(address) ?? String(reference);
  };
  const peer = attributes['referenced_security_group_id'];
  return line({
    inward: type === ruleTypes[0],
    group: idOf(attributes['security_group_id']),
    peer: peer === undefined ? String(attributes['cidr_ipv4'] ?? attributes['prefix_list_id']) : idOf(peer),
    protocol: String(attributes['ip_protocol']),
    from: attributes['from_port'],
    to: attributes['to_port'],
  });
}

function lineOfSeen(rule: SecurityGroupRule): Line {
  return line({
    inward: rule.IsEgress !== true,
    group: rule.GroupId ?? '',
    peer: rule.ReferencedGroupInfo?.GroupId ?? rule.CidrIpv4 ?? rule.PrefixListId ?? '',
    protocol: rule.IpProtocol ?? '',
    from: rule.FromPort,
    to: rule.ToPort,
  });
}

function line(rule: {
  readonly inward: boolean;
  readonly group: string;
  readonly peer: string;
  readonly protocol: string;
  readonly from: unknown;
  readonly to: unknown;
}): Line {
  const { inward, group, peer, protocol, from, to } = rule;
  const ports = protocol === '-1' ? 'all' : `${String(from)}-${String(to)}`;
  return `${inward ? 'in' : 'out of'} ${group} ${inward ? 'from' : 'to'} ${peer} ${protocol} ${ports}`;
}
