import { NetworkAcl } from '@cdktn/provider-aws/lib/network-acl/index.js';
import { NetworkAclRule } from '@cdktn/provider-aws/lib/network-acl-rule/index.js';
import type { Heading } from '../../state.ts';

export type AclsGiven = {
  readonly name: string;
  readonly vpcId: string;
  readonly cidr: string;
  readonly privateSubnetIds: readonly string[];
  readonly publicSubnetIds: readonly string[];
};

/** A rule of a list. These keep no memory of connections: answers need a rule of their own. */
type AclRule = {
  readonly id: string;
  readonly outward: boolean;
  readonly protocol: 'tcp' | 'all';
  readonly address: 'network' | 'anywhere';
  readonly ports: readonly [number, number];
};

const everyPort = [0, 0] as const;
const https = [443, 443] as const;
/** From which NAT gateways, and clients of whatever system, open their connections. */
const anyEphemeral = [1024, 65535] as const;
/** From which Linux does: https://docs.kernel.org/networking/ip-sysctl.html, `ip_local_port_range`. */
const linuxEphemeral = [32768, 60999] as const;

const withinNetwork = [
  { id: 'network-in', outward: false, protocol: 'all', address: 'network', ports: everyPort },
  { id: 'network-out', outward: true, protocol: 'all', address: 'network', ports: everyPort },
] as const satisfies readonly AclRule[];

const aclRules: Readonly<Record<'private' | 'public', readonly AclRule[]>> = {
  public: [
    ...withinNetwork,
    { id: 'clients-in', outward: false, protocol: 'tcp', address: 'anywhere', ports: https },
    { id: 'answers-out', outward: true, protocol: 'tcp', address: 'anywhere', ports: anyEphemeral },
    { id: 'requests-out', outward: true, protocol: 'tcp', address: 'anywhere', ports: https },
    { id: 'answers-in', outward: false, protocol: 'tcp', address: 'anywhere', ports: anyEphemeral },
  ],
  private: [
    ...withinNetwork,
    { id: 'requests-out', outward: true, protocol: 'tcp', address: 'anywhere', ports: https },
    { id: 'answers-in', outward: false, protocol: 'tcp', address: 'anywhere', ports: linuxEphemeral },
  ],
};

/**
 * The lists of the subnets: a second fence around the groups, which holds even where somebody gives an instance a
 * careless group. Only HTTPS comes in, and only to the public subnets; only HTTPS goes out.
 */
export function networkAcls(heading: Heading, given: AclsGiven): void {
  for (const kind of ['private', 'public'] as const) {
    const acl = new NetworkAcl(heading, `${kind}-acl`, {
      vpcId: given.vpcId,
      subnetIds: [...(kind === 'private' ? given.privateSubnetIds : given.publicSubnetIds)],
      tags: { Name: `${given.name}-${kind}` },
    });
    for (const [index, { id, outward, protocol, address, ports }] of aclRules[kind].entries()) {
      new NetworkAclRule(heading, `${kind}-${id}`, {
        networkAclId: acl.id,
        ruleNumber: 100 + 10 * index,
        egress: outward,
        protocol: protocol === 'all' ? '-1' : protocol,
        ruleAction: 'allow',
        cidrBlock: address === 'network' ? given.cidr : '0.0.0.0/0',
        fromPort: ports[0],
        toPort: ports[1],
      });
    }
  }
}
