import { names, type Platform } from '../../../platform/midcoast.ts';
import { blocks, declared, placeOf, references, textAt, type Declared } from '../../declaration.ts';
import type { Rule } from '../rule.ts';

const anywhere: ReadonlySet<unknown> = new Set(['0.0.0.0/0', '::/0']);
const https = 443;

const ingress: Rule = {
  id: 'one-open-door',
  says: 'From anywhere only 443 at the edge is open; every other way in names a security group.',
  mend: 'Replace the range of the rule by referenced_security_group_id in security/network-security/group-rules.ts.',
  find: (platform) =>
    declared(platform, 'aws_vpc_security_group_ingress_rule')
      .filter((rule) => rangeOf(rule) !== undefined && !isOpenDoor(rule, platform))
      .map((rule) => ({
        where: placeOf(rule),
        seen: `lets ${String(rangeOf(rule))} in on ${portsOf(rule)}`,
      })),
};

const egress: Rule = {
  id: 'ways-out-are-named',
  says: 'Out to the internet goes only 443; every other way out names a security group or a prefix list.',
  mend: 'Name the security group that is talked to, or the one port, in security/network-security/group-rules.ts.',
  find: (platform) =>
    declared(platform, 'aws_vpc_security_group_egress_rule')
      .filter((rule) => rangeOf(rule) !== undefined && !isPort(rule, https))
      .map((rule) => ({
        where: placeOf(rule),
        seen: `lets out to ${String(rangeOf(rule))} on ${portsOf(rule)}`,
      })),
};

const everyProtocol: Rule = {
  id: 'one-protocol-a-rule',
  says: 'A rule of a security group names its protocol; none lets everything pass.',
  mend: 'Name ip_protocol, from_port and to_port of the rule.',
  find: (platform) =>
    declared(platform, 'aws_vpc_security_group_ingress_rule', 'aws_vpc_security_group_egress_rule')
      .filter(({ attributes }) => ['-1', 'all', -1].includes(attributes['ip_protocol'] as string))
      .map((rule) => ({ where: placeOf(rule), seen: 'lets every protocol pass' })),
};

const oneTable: Rule = {
  id: 'rules-in-one-table',
  says: 'Who may talk to whom stands in rules of their own; no security group carries rules inside.',
  mend: 'Move the rule into the table of security/network-security/group-rules.ts.',
  find: (platform) =>
    declared(platform, 'aws_security_group', 'aws_default_security_group')
      .filter(({ attributes }) => ['ingress', 'egress'].some((way) => blocks(attributes, way).length > 0))
      .map((group) => ({ where: placeOf(group), seen: 'carries rules inside' })),
};

const emptyDefault: Rule = {
  id: 'default-groups-empty',
  says: 'The security group that AWS gives to every network is adopted and emptied.',
  mend: 'Give the network an aws_default_security_group without rules.',
  find: (platform) => {
    const adopted = declared(platform, 'aws_default_security_group');
    return declared(platform, 'aws_vpc')
      .filter(
        (vpc) =>
          !adopted.some(
            ({ state, attributes }) =>
              state === vpc.state && references(attributes['vpc_id']).includes(vpc.address),
          ),
      )
      .map((vpc) => ({ where: placeOf(vpc), seen: 'its default security group is as AWS made it' }));
  },
};

export const networkGraphRules: readonly Rule[] = [ingress, egress, everyProtocol, oneTable, emptyDefault];

function rangeOf({ attributes }: Declared): unknown {
  return attributes['cidr_ipv4'] ?? attributes['cidr_ipv6'];
}

function isOpenDoor(rule: Declared, platform: Platform): boolean {
  const groups = references(rule.attributes['security_group_id']);
  const isEdge = declared(platform, 'aws_security_group').some(
    ({ state, address, attributes }) =>
      state === rule.state && groups.includes(address) && attributes['name'] === names.group('edge'),
  );
  return isEdge && anywhere.has(rangeOf(rule)) && isPort(rule, https);
}

function isPort({ attributes }: Declared, port: number): boolean {
  return (
    attributes['ip_protocol'] === 'tcp' && attributes['from_port'] === port && attributes['to_port'] === port
  );
}

function portsOf({ attributes }: Declared): string {
  const [protocol, from, to] = ['ip_protocol', 'from_port', 'to_port'].map((key) => textAt(attributes, key));
  if (from === '') return `protocol ${protocol}`;
  return from === to ? `${protocol} ${from}` : `${protocol} ${from}–${to}`;
}
