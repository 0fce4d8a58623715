import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeFlowLogsCommand,
  DescribeNatGatewaysCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import { DescribeKeyCommand, GetKeyRotationStatusCommand, ListAliasesCommand } from '@aws-sdk/client-kms';
import { ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import type { Environment, Network } from '../../../../environments/environment.ts';
import { names } from '../../../../platform/midcoast.ts';
import type { AwsClients } from '../aws-clients.ts';
import { bucketFacts } from './bucket-facts.ts';
import type { Fact } from './fact.ts';

/** What an environment promises of its network, its keys, its logs and its buckets. */
export function accountFacts(environment: Environment): readonly Fact[] {
  return [
    ...networkFacts(names.vpc, environment.network),
    ...keyRotationFacts(),
    ...keyFacts(),
    ...bucketFacts(names.logBucket(environment, environment.region), 'AES256'),
    ...bucketFacts(names.configurationBucket(environment, environment.region), 'aws:kms'),
    ...recordFacts(),
  ];
}

/** Of the network of one region. */
export function networkFacts(vpc: string, network: Network): readonly Fact[] {
  const zones = Object.keys(network.zones);
  return [
    {
      name: `${vpc}: range`,
      expected: network.cidr,
      see: async (aws) => (await describeVpc(aws, vpc))?.CidrBlock,
    },
    {
      name: `${vpc}: zones of its subnets`,
      expected: zones.toSorted(),
      async see(aws) {
        const subnets = await subnetsOf(aws, vpc);
        return [...new Set(subnets.map(({ AvailabilityZoneId = '' }) => AvailabilityZoneId))].toSorted();
      },
    },
    {
      name: `${vpc}: subnets that give machines public addresses`,
      expected: 0,
      see: async (aws) =>
        (await subnetsOf(aws, vpc)).filter((subnet) => subnet.MapPublicIpOnLaunch === true).length,
    },
    {
      name: `${vpc}: NAT gateways`,
      expected: network.natGateways === 'per-zone' ? zones.length : 1,
      async see(aws) {
        const VpcId = (await describeVpc(aws, vpc))?.VpcId;
        const { NatGateways = [] } = await aws.ec2.send(new DescribeNatGatewaysCommand());
        return NatGateways.filter((one) => one.VpcId === VpcId && one.State === 'available').length;
      },
    },
    {
      name: `${vpc}: its traffic is logged`,
      expected: 'ALL',
      async see(aws) {
        const VpcId = (await describeVpc(aws, vpc))?.VpcId;
        const { FlowLogs = [] } = await aws.ec2.send(new DescribeFlowLogsCommand());
        return FlowLogs.find(({ ResourceId }) => ResourceId === VpcId)?.TrafficType;
      },
    },
  ];
}

/** That every key of ours rotates, in whichever region is asked. */
export function keyRotationFacts(): readonly Fact[] {
  return [
    {
      name: 'keys of ours: all rotate',
      expected: true,
      async see(aws) {
        const keys = await ownKeys(aws);
        const rotations = keys.map((KeyId) => aws.kms.send(new GetKeyRotationStatusCommand({ KeyId })));
        return (
          keys.length > 0 && (await Promise.all(rotations)).every((one) => one.KeyRotationEnabled === true)
        );
      },
    },
  ];
}

function keyFacts(): readonly Fact[] {
  return [
    {
      name: `${names.key('application')}: description`,
      expected: 'Application encryption key',
      async see({ kms }) {
        const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: names.key('application') }));
        return KeyMetadata?.Description;
      },
    },
    {
      name: 'secrets: all encrypted with a key of ours',
      expected: true,
      async see({ secrets }) {
        const { SecretList = [] } = await secrets.send(new ListSecretsCommand({ MaxResults: 100 }));
        return SecretList.length > 0 && SecretList.every(({ KmsKeyId }) => KmsKeyId !== undefined);
      },
    },
  ];
}

function recordFacts(): readonly Fact[] {
  return [
    {
      name: `${names.trail}: of every region, its files signed`,
      expected: { everyRegion: true, signed: true },
      async see({ trail }) {
        const { trailList = [] } = await trail.send(
          new DescribeTrailsCommand({ trailNameList: [names.trail] }),
        );
        const [found] = trailList;
        return { everyRegion: found?.IsMultiRegionTrail, signed: found?.LogFileValidationEnabled };
      },
    },
    {
      name: 'log groups: all kept for 365 days and encrypted with a key of ours',
      expected: [],
      async see({ logs }) {
        const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ limit: 50 }));
        return logGroups
          .filter(({ retentionInDays, kmsKeyId }) => retentionInDays !== 365 || kmsKeyId === undefined)
          .map((group) => group.logGroupName);
      },
    },
  ];
}

async function describeVpc({ ec2 }: AwsClients, vpc: string) {
  const { Vpcs = [] } = await ec2.send(
    new DescribeVpcsCommand({ Filters: [{ Name: 'tag:Name', Values: [vpc] }] }),
  );
  return Vpcs[0];
}

async function subnetsOf(aws: AwsClients, vpc: string) {
  const VpcId = (await describeVpc(aws, vpc))?.VpcId ?? '';
  const { Subnets = [] } = await aws.ec2.send(
    new DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id', Values: [VpcId] }] }),
  );
  return Subnets;
}

async function ownKeys({ kms }: AwsClients): Promise<readonly string[]> {
  const { Aliases = [] } = await kms.send(new ListAliasesCommand({ Limit: 100 }));
  const own = Aliases.filter(({ AliasName }) => AliasName?.startsWith(names.key('')) === true);
  return own.flatMap(({ TargetKeyId }) => (TargetKeyId === undefined ? [] : [TargetKeyId]));
}
