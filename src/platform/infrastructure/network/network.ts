import { DefaultSecurityGroup } from '@cdktn/provider-aws/lib/default-security-group/index.js';
import { InternetGateway } from '@cdktn/provider-aws/lib/internet-gateway/index.js';
import { Subnet } from '@cdktn/provider-aws/lib/subnet/index.js';
import { Vpc } from '@cdktn/provider-aws/lib/vpc/index.js';
import type { Environment, Network, Region } from '../../../environments/environment.ts';
import type { Heading } from '../../state.ts';
import { flowLog } from './flow-log.ts';
import { routes } from './routes.ts';
import { subnetRanges, type ZoneRanges } from './subnet-ranges.ts';

export type NetworkGiven = {
  readonly environment: Environment;
  readonly region: Region;
  /** The network's own name, and that of the cluster whose load balancers and nodes find their subnets by tags. */
  readonly name: string;
  readonly clusterName: string;
  readonly network: Network;
  readonly keys: { readonly logs: { readonly arn: string } };
};

/** Ids of what a zone has stand in the order of the zones' numbers. */
export type NetworkHandles = {
  readonly vpcId: string;
  readonly name: string;
  readonly cidr: string;
  readonly zones: readonly ZoneHandles[];
  readonly privateSubnetIds: readonly string[];
  readonly publicSubnetIds: readonly string[];
  readonly privateRouteTableIds: readonly string[];
};

export type ZoneHandles = {
  readonly zoneId: string;
  /** Whether it has a NAT gateway and endpoints of its own, or uses those of the first. */
  readonly ownNat: boolean;
  readonly publicSubnetId: string;
  readonly privateSubnetId: string;
};

/**
 * The guide's network: a private and a public subnet a zone, a way in for the public ones, a way out for the
 * private ones, and a record of every connection. A NAT gateway costs about 33 USD a month, and what it carries.
 */
export function network(heading: Heading, given: NetworkGiven): NetworkHandles {
  const vpc = new Vpc(heading, 'vpc', {
    cidrBlock: given.network.cidr,
    enableDnsSupport: true,
    enableDnsHostnames: true,
    tags: { Name: given.name },
  });
  // Without rules: whatever is started without a group reaches nothing.
  new DefaultSecurityGroup(heading, 'default-group', {
    vpcId: vpc.id,
    tags: { Name: `${given.name}-unused` },
  });
  const gateway = new InternetGateway(heading, 'gateway', { vpcId: vpc.id, tags: { Name: given.name } });
  const single = given.network.natGateways === 'single';
  const zones = subnetRanges(given.network).map((ranges, index) => ({
    ...subnets(heading, given, vpc.id, ranges),
    ownNat: index === 0 || !single,
  }));
  const tables = routes(heading, { name: given.name, vpcId: vpc.id, gateway, zones });
  flowLog(heading, given, vpc.id);
  return {
    vpcId: vpc.id,
    name: given.name,
    cidr: given.network.cidr,
    zones,
    privateSubnetIds: zones.map((zone) => zone.privateSubnetId),
    publicSubnetIds: zones.map((zone) => zone.publicSubnetId),
    privateRouteTableIds: tables,
  };
}

function subnets(heading: Heading, { name, clusterName }: NetworkGiven, vpcId: string, ranges: ZoneRanges) {
  const { zoneId, privateCidr, publicCidr } = ranges;
  const subnet = (kind: 'private' | 'public', cidrBlock: string, tags: Record<string, string>) =>
    new Subnet(heading, `${kind}-${zoneId}`, {
      vpcId,
      cidrBlock,
      availabilityZoneId: zoneId,
      mapPublicIpOnLaunch: false,
      tags: { Name: `${name}-${kind}-${zoneId}`, ...tags },
    });
  const inner = subnet('private', privateCidr, {
    'kubernetes.io/role/internal-elb': '1',
    'karpenter.sh/discovery': clusterName,
  });
  const outer = subnet('public', publicCidr, { 'kubernetes.io/role/elb': '1' });
  return { zoneId, privateSubnetId: inner.id, publicSubnetId: outer.id };
}
