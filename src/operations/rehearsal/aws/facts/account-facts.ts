import { DescribeBackupVaultCommand } from '@aws-sdk/client-backup';
import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeFlowLogsCommand,
  DescribeNatGatewaysCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import { DescribeKeyCommand, GetKeyRotationStatusCommand, ListAliasesCommand } from '@aws-sdk/client-kms';
import {
  GetBucketEncryptionCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import type { Environment } from '../../../../environments/environment.ts';
import { names } from '../../../../platform/midcoast.ts';
import type { AwsClients } from '../aws-clients.ts';
import type { Fact } from './fact.ts';

/** What an environment promises of its network, its keys, its logs and its buckets. */
export function accountFacts(environment: Environment): readonly Fact[] {
  return [...networkFacts(environment), ...keyFacts(), ...bucketFacts(environment), ...recordFacts()];
}

function networkFacts({ network }: Environment): readonly Fact[] {
  const zones = Object.keys(network.zones);
  return [
    {
      name: `${names.vpc}: range`,
      expected: network.cidr,
      see: async (aws) => (await describeVpc(aws))?.CidrBlock,
    },
    {
      name: `${names.vpc}: zones of its subnets`,
      expected: zones.toSorted(),
      async see(aws) {
        const subnets = await subnetsOf(aws);
        return [...new Set(subnets.map(({ AvailabilityZoneId = '' }) => AvailabilityZoneId))].toSorted();
      },
    },
    {
      name: `${names.vpc}: subnets that give machines public addresses`,
      expected: 0,
      see: async (aws) =>
        (await subnetsOf(aws)).filter((subnet) => subnet.MapPublicIpOnLaunch === true).length,
    },
    {
      name: `${names.vpc}: NAT gateways`,
      expected: network.natGateways === 'per-zone' ? zones.length : 1,
      async see(aws) {
        const VpcId = (await describeVpc(aws))?.VpcId;
        const { NatGateways = [] } = await aws.ec2.send(new DescribeNatGatewaysCommand());
        return NatGateways.filter((one) => one.VpcId === VpcId && one.State === 'available').length;
      },
    },
    {
      name: `${names.vpc}: its traffic is logged`,
      expected: 'ALL',
      async see(aws) {
        const VpcId = (await describeVpc(aws))?.VpcId;
        const { FlowLogs = [] } = await aws.ec2.send(new DescribeFlowLogsCommand());
        return FlowLogs.find(({ ResourceId }) => ResourceId === VpcId)?.TrafficType;
      },
    },
  ];
}

function keyFacts(): readonly Fact[] {
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

function bucketFacts(environment: Environment): readonly Fact[] {
  const Bucket = names.logBucket(environment, environment.region);
  return [
    {
      name: `${Bucket}: closed to the public in all four ways`,
      expected: [true, true, true, true],
      async see({ s3 }) {
        const { PublicAccessBlockConfiguration: block } = await s3.send(
          new GetPublicAccessBlockCommand({ Bucket }),
        );
        return [
          block?.BlockPublicAcls,
          block?.BlockPublicPolicy,
          block?.IgnorePublicAcls,
          block?.RestrictPublicBuckets,
        ];
      },
    },
    {
      name: `${Bucket}: keeps what is overwritten`,
      expected: 'Enabled',
      see: async ({ s3 }) => (await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status,
    },
    {
      name: `${Bucket}: encrypted`,
      expected: true,
      async see({ s3 }) {
        const { ServerSideEncryptionConfiguration } = await s3.send(
          new GetBucketEncryptionCommand({ Bucket }),
        );
        return (ServerSideEncryptionConfiguration?.Rules ?? []).length > 0;
      },
    },
  ];
}

function recordFacts(): readonly Fact[] {
  return [
    {
      name: `${names.backupVault}: locked against early deletion`,
      expected: true,
      async see({ locks }) {
        const vault = await locks.send(
          new DescribeBackupVaultCommand({ BackupVaultName: names.backupVault }),
        );
        return vault.Locked;
      },
    },
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

async function describeVpc({ ec2 }: AwsClients) {
  const { Vpcs = [] } = await ec2.send(
    new DescribeVpcsCommand({ Filters: [{ Name: 'tag:Name', Values: [names.vpc] }] }),
  );
  return Vpcs[0];
}

async function subnetsOf(aws: AwsClients) {
  const VpcId = (await describeVpc(aws))?.VpcId ?? '';
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
