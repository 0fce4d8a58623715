import { DescribeRepositoriesCommand, DescribeRegistryCommand } from '@aws-sdk/client-ecr';
import { DescribeClusterCommand, DescribeNodegroupCommand, ListAddonsCommand } from '@aws-sdk/client-eks';
import {
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetLoggingConfigurationCommand, GetWebACLForResourceCommand } from '@aws-sdk/client-wafv2';
import type { Environment } from '../../../../environments/environment.ts';
import { names } from '../../../../platform/midcoast.ts';
import type { AwsClients } from '../aws-clients.ts';
import type { Fact } from './fact.ts';

/** What an environment promises of its cluster, its images and its edge. */
export function clusterFacts(environment: Environment): readonly Fact[] {
  const { versions } = environment;
  const fact = (
    what: string,
    expected: unknown,
    pick: (found: Awaited<ReturnType<typeof describeCluster>>) => unknown,
  ): Fact => ({
    name: `${names.cluster}: ${what}`,
    expected,
    see: async (aws) => pick(await describeCluster(aws)),
  });
  return [
    fact('version', versions.kubernetes, (one) => one?.version),
    fact('reachable from the internet', false, (one) => one?.resourcesVpcConfig?.endpointPublicAccess),
    fact('reachable from its network', true, (one) => one?.resourcesVpcConfig?.endpointPrivateAccess),
    fact('admits by', 'API', (one) => one?.accessConfig?.authenticationMode),
    fact('secrets encrypted with a key of ours', true, (one) =>
      (one?.encryptionConfig ?? []).some(
        ({ resources, provider }) =>
          resources?.includes('secrets') === true && /key\//.test(provider?.keyArn ?? ''),
      ),
    ),
    fact(
      'kinds of control-plane logs',
      5,
      (one) =>
        (one?.logging?.clusterLogging ?? [])
          .filter(({ enabled }) => enabled === true)
          .flatMap(({ types }) => types ?? []).length,
    ),
    ...nodeFacts(environment),
    ...registryFacts(environment),
    ...edgeFacts(environment),
  ];
}

/** Without them no pod starts, finds a name, is let in at AWS or keeps anything. */
const wantedAddOns: readonly string[] = [
  'aws-ebs-csi-driver',
  'coredns',
  'eks-pod-identity-agent',
  'kube-proxy',
  'vpc-cni',
];

function nodeFacts({ cluster }: Environment): readonly Fact[] {
  return [
    {
      name: `${names.systemNodes}: instance type, fewest and most`,
      expected: [cluster.systemNodes.instanceType, cluster.systemNodes.least, cluster.systemNodes.most],
      async see({ eks }) {
        const { nodegroup } = await eks.send(
          new DescribeNodegroupCommand({ clusterName: names.cluster, nodegroupName: names.systemNodes }),
        );
        const { minSize, maxSize } = nodegroup?.scalingConfig ?? {};
        return [nodegroup?.instanceTypes?.[0], minSize, maxSize];
      },
    },
    {
      name: `${names.cluster}: has network, DNS, identity and volume add-ons`,
      expected: wantedAddOns,
      async see({ eks }) {
        const { addons = [] } = await eks.send(new ListAddonsCommand({ clusterName: names.cluster }));
        return wantedAddOns.filter((name) => addons.includes(name));
      },
    },
  ];
}

/** The images stand in one account alone: production's. */
function registryFacts({ accountId, registryAccountId, recoveryRegion }: Environment): readonly Fact[] {
  if (accountId !== registryAccountId) return [];
  return [
    ...imageFacts(),
    {
      name: `${names.image}: copied to`,
      expected: recoveryRegion,
      async see({ ecr }) {
        const { replicationConfiguration } = await ecr.send(new DescribeRegistryCommand());
        return replicationConfiguration?.rules?.[0]?.destinations?.[0]?.region;
      },
    },
  ];
}

/** Of the images wherever they lie. */
export function imageFacts(): readonly Fact[] {
  const repository = async ({ ecr }: AwsClients) =>
    (await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [names.image] }))).repositories?.[0];
  return [
    {
      name: `${names.image}: tags never move`,
      expected: 'IMMUTABLE',
      see: async (aws) => (await repository(aws))?.imageTagMutability,
    },
    {
      name: `${names.image}: encrypted with a key of ours`,
      expected: 'KMS',
      see: async (aws) => (await repository(aws))?.encryptionConfiguration?.encryptionType,
    },
  ];
}

function edgeFacts({ deletionProtection }: Environment): readonly Fact[] {
  const balancer = async ({ elb }: AwsClients) =>
    (await elb.send(new DescribeLoadBalancersCommand({ Names: [names.edge] }))).LoadBalancers?.[0];
  const attribute = (what: string, expected: string, key: string): Fact => ({
    name: `${names.edge}: ${what}`,
    expected,
    async see(aws) {
      const LoadBalancerArn = (await balancer(aws))?.LoadBalancerArn;
      const { Attributes = [] } = await aws.elb.send(
        new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn }),
      );
      return Attributes.find(({ Key }) => Key === key)?.Value;
    },
  });
  return [
    {
      name: `${names.edge}: listens on`,
      expected: ['HTTPS 443'],
      async see(aws) {
        const LoadBalancerArn = (await balancer(aws))?.LoadBalancerArn;
        const { Listeners = [] } = await aws.elb.send(new DescribeListenersCommand({ LoadBalancerArn }));
        return Listeners.map(({ Protocol, Port }) => `${Protocol} ${Port}`);
      },
    },
    attribute('drops malformed headers', 'true', 'routing.http.drop_invalid_header_fields.enabled'),
    attribute('refuses to be deleted', String(deletionProtection), 'deletion_protection.enabled'),
    {
      name: `${names.firewall}: guards the edge, and its log is kept`,
      expected: { guards: names.firewall, log: true },
      async see(aws) {
        const ResourceArn = (await balancer(aws))?.LoadBalancerArn;
        const { WebACL } = await aws.waf.send(new GetWebACLForResourceCommand({ ResourceArn }));
        const { LoggingConfiguration } = await aws.waf.send(
          new GetLoggingConfigurationCommand({ ResourceArn: WebACL?.ARN }),
        );
        const [destination = ''] = LoggingConfiguration?.LogDestinationConfigs ?? [];
        return { guards: WebACL?.Name, log: destination.includes(names.firewallLogGroup) };
      },
    },
  ];
}

async function describeCluster({ eks }: AwsClients) {
  return (await eks.send(new DescribeClusterCommand({ name: names.cluster }))).cluster;
}
