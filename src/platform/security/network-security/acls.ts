import { NetworkAcl } from '@cdktn/provider-aws/lib/network-acl/index.js';
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
  readonly outward: boolean;
  /** `too-large`: what a router answers to a packet that is larger than the next stretch of its way. */
  readonly protocol: 'tcp' | 'all' | 'too-large';
  readonly address: 'network' | 'anywhere';
  readonly ports: readonly [number, number];
};

/** As AWS numbers protocols, and within ICMP what it tells. */
const protocols = {
  tcp: { protocol: 'tcp', icmpType: 0, icmpCode: 0 },
  all: { protocol: '-1', icmpType: 0, icmpCode: 0 },
  'too-large': { protocol: 'icmp', icmpType: 3, icmpCode: 4 },
} as const;

const everyPort = [0, 0] as const;
const https = [443, 443] as const;
/** From which NAT gateways, and clients of whatever system, open their connections: all but remote desktop's. */
const anyEphemeral = [
  [1024, 3388],
  [3390, 65535],
] as const;
/** From which Linux does: https://docs.kernel.org/networking/ip-sysctl.html, `ip_local_port_range`. */
const linuxEphemeral = [32768, 60999] as const;

const withinNetwork = [
  { outward: false, protocol: 'all', address: 'network', ports: everyPort },
  { outward: true, protocol: 'all', address: 'network', ports: everyPort },
] as const satisfies readonly AclRule[];

/**
 * Without it a connection hangs as soon as it carries more than a handful of bytes over a way that takes no packets of
 * full size, such as a tunnel: https://docs.aws.amazon.com/vpc/latest/userguide/path_mtu_discovery.html
 */
const packetsTooLarge = [
  { outward: false, protocol: 'too-large', address: 'anywhere', ports: everyPort },
  { outward: true, protocol: 'too-large', address: 'anywhere', ports: everyPort },
] as const satisfies readonly AclRule[];

const aclRules: Readonly<Record<'private' | 'public', readonly AclRule[]>> = {
  public: [
    ...withinNetwork,
    // Clients, and the answers to them.
    { outward: false, protocol: 'tcp', address: 'anywhere', ports: https },
    ...anyEphemeral.map((ports) => ({ outward: true, protocol: 'tcp', address: 'anywhere', ports }) as const),
    // What the NAT gateways ask, and the answers to it.
    { outward: true, protocol: 'tcp', address: 'anywhere', ports: https },
    ...anyEphemeral.map(
      (ports) => ({ outward: false, protocol: 'tcp', address: 'anywhere', ports }) as const,
    ),
    ...packetsTooLarge,
  ],
  private: [
    ...withinNetwork,
    { outward: true, protocol: 'tcp', address: 'anywhere', ports: https },
    { outward: false, protocol: 'tcp', address: 'anywhere', ports: linuxEphemeral },
    ...packetsTooLarge,
  ],
};

/**
 * The lists of the subnets: a second fence around the groups, which holds even where somebody gives an instance a
 * careless group. Only HTTPS comes in, and only to the public subnets; only HTTPS goes out. Beside it passes
 * nothing but the word that a packet was too large.
 */
export function networkAcls(heading: Heading, given: AclsGiven): void {
  for (const kind of ['private', 'public'] as const) {
    const entries = (outward: boolean) =>
      aclRules[kind]
        .filter((rule) => rule.outward === outward)
        .map((rule, index) => aclEntry(rule, 100 + 10 * index, given.cidr));
    new NetworkAcl(heading, `${kind}-acl`, {
      vpcId: given.vpcId,
      subnetIds: [...(kind === 'private' ? given.privateSubnetIds : given.publicSubnetIds)],
      ingress: entries(false),
      egress: entries(true),
      tags: { Name: `${given.name}-${kind}` },
    });
  }
}

/** Within the list, so that a rule which somebody adds by hand is seen as drift. Its JSON wants every attribute. */
function aclEntry({ protocol, address, ports }: AclRule, ruleNo: number, cidr: string) {
  return {
    ruleNo,
    action: 'allow',
    ...protocols[protocol],
    cidrBlock: address === 'network' ? cidr : '0.0.0.0/0',
    fromPort: ports[0],
    toPort: ports[1],
    ipv6CidrBlock: '${null}',
  };
}
