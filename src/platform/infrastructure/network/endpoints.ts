import { VpcEndpoint } from '@cdktn/provider-aws/lib/vpc-endpoint/index.js';
import type { Environment, Region } from '../../../environments/environment.ts';
import { resourcePolicy, type ResourceStatement } from '../../resource-policy.ts';
import type { Heading } from '../../state.ts';
import type { NetworkHandles } from './network.ts';

export type NetworkEndpointsGiven = {
  readonly environment: Environment;
  readonly region: Region;
  readonly network: NetworkHandles;
  readonly groups: { readonly endpoints: { readonly id: string } };
};

/**
 * Services that are reached inside the network: those that images, secrets, logs and identities pass through, those
 * without which no node starts while the way out is broken, and those of the sessions of people, who have no way
 * out at all. All others go out by the NAT gateway. Each costs about 7.30 USD a month and zone.
 */
const interfaceServices = [
  'ecr.api',
  'ecr.dkr',
  'ec2',
  'sts',
  'eks-auth',
  'logs',
  'secretsmanager',
  'kms',
  'ssm',
  'ssmmessages',
] as const;

/**
 * The endpoints of AWS services in a network, each for callers of our account alone. Zones that share a NAT gateway
 * share the endpoints of its zone too.
 */
export function networkEndpoints(heading: Heading, given: NetworkEndpointsGiven): void {
  const { environment, region, network, groups } = given;
  const policy = resourcePolicy([ourAccount(environment.accountId)]);
  const subnetIds = network.zones.filter((zone) => zone.ownNat).map((zone) => zone.privateSubnetId);
  for (const service of interfaceServices) {
    const id = service.replace('.', '-');
    new VpcEndpoint(heading, `${id}-endpoint`, {
      vpcId: network.vpcId,
      serviceName: `com.amazonaws.${region}.${service}`,
      vpcEndpointType: 'Interface',
      privateDnsEnabled: true,
      subnetIds,
      securityGroupIds: [groups.endpoints.id],
      policy: service === 'sts' ? resourcePolicy([ourAccount(environment.accountId), signIn(given)]) : policy,
      tags: { Name: `${network.name}-${id}` },
    });
  }
  new VpcEndpoint(heading, 's3-endpoint', {
    vpcId: network.vpcId,
    serviceName: `com.amazonaws.${region}.s3`,
    vpcEndpointType: 'Gateway',
    routeTableIds: [...network.privateRouteTableIds],
    policy: resourcePolicy([ourAccount(environment.accountId), reading(given)]),
    tags: { Name: `${network.name}-s3` },
  });
}

/** Whoever has stolen keys of another account cannot carry our data out with them. */
const ourAccount = (accountId: string): ResourceStatement => ({
  sid: 'OurAccount',
  principal: 'anyone',
  actions: ['*'],
  resources: ['*'],
  conditions: { StringEquals: { 'aws:PrincipalAccount': accountId } },
});

/** The runner has no identity yet when it shows GitHub's token, and shows it for a role of ours alone. */
const signIn = ({ environment, network }: NetworkEndpointsGiven): ResourceStatement => ({
  sid: 'SignIn',
  principal: 'anyone',
  actions: ['sts:AssumeRoleWithWebIdentity'],
  resources: [`arn:aws:iam::${environment.accountId}:role/*`],
  conditions: { StringEquals: { 'aws:SourceVpc': network.vpcId } },
});

/**
 * Whoever may read an object may read it from here, in nobody's name or by an address that somebody else signed.
 * Registries and CodeBuild keep layers of images and runners in buckets of theirs in this region, send us there, and may
 * choose others tomorrow: Quay does (https://github.com/quay/quay/blob/master/storage/cloud.py,
 * `CloudFrontedS3Storage`), Docker Hub, registry.k8s.io and ECR too. Nothing is written there; what an address alone can
 * carry out, the way to 443 carries anyway.
 */
const reading = ({ network }: NetworkEndpointsGiven): ResourceStatement => ({
  sid: 'Reading',
  principal: 'anyone',
  actions: ['s3:GetObject'],
  resources: ['*'],
  conditions: { StringEquals: { 'aws:SourceVpc': network.vpcId } },
});
