import {
  DescribeAddressesCommand,
  DescribeFlowLogsCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeLaunchTemplatesCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import { DescribeKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { DescribeSecretCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** Whom to ask about one thing. */
export type LingeringClients = {
  readonly ec2: EC2Client;
  readonly kms: KMSClient;
  readonly secrets: SecretsManagerClient;
};

/**
 * Whether a thing that still bears a tag is gone, or only on its way out: AWS goes on listing for an hour what has
 * ended, and keys and secrets until their days of grace are over. `thing` is an ARN or an id of EC2; a kind that is
 * not known here counts as there.
 */
export async function isGone(clients: LingeringClients, thing: string): Promise<boolean> {
  for (const [pattern, ask] of kinds) {
    const id = pattern.exec(thing)?.[1];
    if (id !== undefined) return ask(clients, id).then((there) => there.length === 0, isNotFound);
  }
  return false;
}

/** What still stands under an id: nothing, or something. */
type Ask = (clients: LingeringClients, id: string) => Promise<readonly unknown[]>;

const kinds: readonly (readonly [RegExp, Ask])[] = [
  [/^(arn:aws:kms:.*:key\/.+)$/, askKey],
  [/^(arn:aws:secretsmanager:.+)$/, askSecret],
  [
    /(?:^|\/)(i-\w+)$/,
    async ({ ec2 }, id) => {
      const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
      const instances = (Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
      return instances.filter(({ State }) => State?.Name !== 'terminated');
    },
  ],
  [
    /(?:^|\/)(nat-\w+)$/,
    async ({ ec2 }, id) => {
      const { NatGateways } = await ec2.send(new DescribeNatGatewaysCommand({ NatGatewayIds: [id] }));
      return (NatGateways ?? []).filter(({ State }) => State !== 'deleted');
    },
  ],
  [
    /(?:^|\/)(vpce-\w+)$/,
    async ({ ec2 }, id) => {
      const { VpcEndpoints } = await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
      return (VpcEndpoints ?? []).filter(({ State }) => State?.toLowerCase() !== 'deleted');
    },
  ],
  of('vpc', async (ec2, id) => (await ec2.send(new DescribeVpcsCommand({ VpcIds: [id] }))).Vpcs),
  of('subnet', async (ec2, id) => (await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [id] }))).Subnets),
  of(
    'sg',
    async (ec2, id) => (await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }))).SecurityGroups,
  ),
  of(
    'sgr',
    async (ec2, id) =>
      (await ec2.send(new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [id] })))
        .SecurityGroupRules,
  ),
  of('vol', async (ec2, id) => (await ec2.send(new DescribeVolumesCommand({ VolumeIds: [id] }))).Volumes),
  of(
    'eni',
    async (ec2, id) =>
      (await ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [id] }))).NetworkInterfaces,
  ),
  of(
    'rtb',
    async (ec2, id) => (await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [id] }))).RouteTables,
  ),
  of(
    'igw',
    async (ec2, id) =>
      (await ec2.send(new DescribeInternetGatewaysCommand({ InternetGatewayIds: [id] }))).InternetGateways,
  ),
  of(
    'acl',
    async (ec2, id) => (await ec2.send(new DescribeNetworkAclsCommand({ NetworkAclIds: [id] }))).NetworkAcls,
  ),
  of(
    'eipalloc',
    async (ec2, id) => (await ec2.send(new DescribeAddressesCommand({ AllocationIds: [id] }))).Addresses,
  ),
  of('fl', async (ec2, id) => (await ec2.send(new DescribeFlowLogsCommand({ FlowLogIds: [id] }))).FlowLogs),
  of(
    'lt',
    async (ec2, id) =>
      (await ec2.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [id] }))).LaunchTemplates,
  ),
];

/** A kind of EC2 whose ids begin with the prefix, and that is listed as long as it is there. */
function of(
  prefix: string,
  list: (ec2: EC2Client, id: string) => Promise<readonly unknown[] | undefined>,
): readonly [RegExp, Ask] {
  return [new RegExp(`(?:^|/)(${prefix}-\\w+)$`), async ({ ec2 }, id) => (await list(ec2, id)) ?? []];
}

async function askKey({ kms }: LingeringClients, arn: string): Promise<readonly unknown[]> {
  const { KeyMetadata: key } = await kms.send(new DescribeKeyCommand({ KeyId: arn }));
  return key?.KeyState?.startsWith('Pending') === true ? [] : [key];
}

async function askSecret({ secrets }: LingeringClients, arn: string): Promise<readonly unknown[]> {
  const secret = await secrets.send(new DescribeSecretCommand({ SecretId: arn }));
  return secret.DeletedDate === undefined ? [secret] : [];
}

/** `InvalidVpcID.NotFound`, `NotFoundException`, `ResourceNotFoundException`. */
function isNotFound(error: unknown): boolean {
  if (error instanceof Error && error.name.includes('NotFound')) return true;
  throw error;
}
