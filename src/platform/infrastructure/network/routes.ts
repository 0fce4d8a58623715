import { Eip } from '@cdktn/provider-aws/lib/eip/index.js';
import type { InternetGateway } from '@cdktn/provider-aws/lib/internet-gateway/index.js';
import { NatGateway } from '@cdktn/provider-aws/lib/nat-gateway/index.js';
import { Route } from '@cdktn/provider-aws/lib/route/index.js';
import { RouteTable } from '@cdktn/provider-aws/lib/route-table/index.js';
import { RouteTableAssociation } from '@cdktn/provider-aws/lib/route-table-association/index.js';
import type { Heading } from '../../state.ts';

export type RoutesGiven = {
  readonly name: string;
  readonly vpcId: string;
  readonly gateway: InternetGateway;
  readonly zones: readonly RoutedZone[];
};

export type RoutedZone = {
  readonly zoneId: string;
  readonly ownNat: boolean;
  readonly publicSubnetId: string;
  readonly privateSubnetId: string;
};

const everywhere = '0.0.0.0/0';

/**
 * The ways out: public subnets by the internet gateway, the private subnets of a zone by the NAT gateway of the
 * zone, or by the first zone's where it has none. Returns the private tables, one a zone.
 */
export function routes(heading: Heading, { name, vpcId, gateway, zones }: RoutesGiven): readonly string[] {
  const outward = new RouteTable(heading, 'public-routes', { vpcId, tags: { Name: `${name}-public` } });
  new Route(heading, 'public-default', {
    routeTableId: outward.id,
    destinationCidrBlock: everywhere,
    gatewayId: gateway.id,
  });
  for (const { zoneId, publicSubnetId } of zones) {
    const ids = { subnetId: publicSubnetId, routeTableId: outward.id };
    new RouteTableAssociation(heading, `public-association-${zoneId}`, ids);
  }
  const nats = zones.filter(({ ownNat }) => ownNat).map((zone) => natGateway(heading, name, gateway, zone));
  return zones.map((zone, index) => privateRoutes(heading, name, vpcId, zone, nats[index] ?? nats[0]));
}

function natGateway(heading: Heading, name: string, gateway: InternetGateway, zone: RoutedZone) {
  const tags = { Name: `${name}-nat-${zone.zoneId}` };
  const address = new Eip(heading, `nat-address-${zone.zoneId}`, { domain: 'vpc', tags });
  return new NatGateway(heading, `nat-${zone.zoneId}`, {
    allocationId: address.id,
    subnetId: zone.publicSubnetId,
    tags,
    // Nothing of it says so, and it starts only in a network that has a gateway.
    dependsOn: [gateway],
  });
}

function privateRoutes(heading: Heading, name: string, vpcId: string, zone: RoutedZone, nat?: NatGateway) {
  const { zoneId, privateSubnetId } = zone;
  const tags = { Name: `${name}-private-${zoneId}` };
  const table = new RouteTable(heading, `private-routes-${zoneId}`, { vpcId, tags });
  if (nat !== undefined) {
    new Route(heading, `private-default-${zoneId}`, {
      routeTableId: table.id,
      destinationCidrBlock: everywhere,
      natGatewayId: nat.id,
    });
  }
  const ids = { subnetId: privateSubnetId, routeTableId: table.id };
  new RouteTableAssociation(heading, `private-association-${zoneId}`, ids);
  return table.id;
}
