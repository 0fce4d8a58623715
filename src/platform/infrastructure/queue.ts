import { AppautoscalingPolicy } from '@cdktn/provider-aws/lib/appautoscaling-policy/index.js';
import { AppautoscalingTarget } from '@cdktn/provider-aws/lib/appautoscaling-target/index.js';
import { CloudwatchLogGroup } from '@cdktn/provider-aws/lib/cloudwatch-log-group/index.js';
import { MskCluster } from '@cdktn/provider-aws/lib/msk-cluster/index.js';
import { MskConfiguration } from '@cdktn/provider-aws/lib/msk-configuration/index.js';
import type { Environment } from '../../environments/environment.ts';
import { partitionsPerTopic, replicationFactor } from '../../environments/partitions.ts';
import { names } from '../names.ts';
import type { Heading } from '../state.ts';
import { queueSecret } from './queue-secret.ts';

export type QueueGiven = {
  readonly environment: Environment;
  /** Private, one a zone. */
  readonly subnetIds: readonly string[];
  readonly groups: { readonly queue: { readonly id: string } };
  readonly keys: Readonly<Record<'queue' | 'logs', { readonly arn: string }>>;
};

export type QueueHandles = {
  readonly arn: string;
  /** Brokers of every zone, `host:port` with commas, for clients that sign in with a password over TLS. */
  readonly scramBrokers: string;
  /** The same brokers for clients that sign in through IAM. */
  readonly iamBrokers: string;
  readonly secretArn: string;
};

/**
 * Kafka: a broker a zone at least, and three copies of every message, of which two are written before it counts.
 * The service signs in with a password over TLS and does what its ACLs allow; `migrate` signs in through IAM.
 * About 446 USD a month for three `kafka.m7g.large`, before storage.
 */
export function queue(heading: Heading, given: QueueGiven): QueueHandles {
  const { environment, keys } = given;
  const configuration = brokerConfiguration(heading, environment);
  const log = new CloudwatchLogGroup(heading, 'broker-log', {
    name: names.logGroup('kafka'),
    retentionInDays: 365,
    kmsKeyId: keys.logs.arn,
  });
  const cluster = new MskCluster(heading, 'kafka', {
    clusterName: names.queue,
    kafkaVersion: environment.versions.kafka,
    numberOfBrokerNodes: environment.queue.brokers,
    brokerNodeGroupInfo: brokers(given),
    clientAuthentication: { sasl: { iam: true, scram: true }, unauthenticated: false },
    encryptionInfo: {
      encryptionAtRestKmsKeyArn: keys.queue.arn,
      encryptionInTransit: { clientBroker: 'TLS', inCluster: true },
    },
    configurationInfo: { arn: configuration.arn, revision: configuration.latestRevision },
    enhancedMonitoring: 'PER_TOPIC_PER_BROKER',
    openMonitoring: {
      prometheus: { jmxExporter: { enabledInBroker: true }, nodeExporter: { enabledInBroker: true } },
    },
    loggingInfo: { brokerLogs: { cloudwatchLogs: { enabled: true, logGroup: log.name } } },
    storageMode: 'LOCAL',
    // Storage is the autoscaling policy's, and only ever grows.
    lifecycle: {
      ignoreChanges: ['broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size'],
    },
  });
  storageScaling(heading, environment, cluster.arn);
  return {
    arn: cluster.arn,
    scramBrokers: cluster.bootstrapBrokersSaslScram,
    iamBrokers: cluster.bootstrapBrokersSaslIam,
    secretArn: queueSecret(heading, { environment, key: keys.queue, clusterArn: cluster.arn }).arn,
  };
}

function brokers({ environment, subnetIds, groups }: QueueGiven) {
  return {
    instanceType: environment.queue.instanceType,
    clientSubnets: [...subnetIds],
    securityGroups: [groups.queue.id],
    azDistribution: 'DEFAULT',
    connectivityInfo: { publicAccess: { type: 'DISABLED' } },
    storageInfo: { ebsStorageInfo: { volumeSize: environment.queue.brokerGiB } },
  };
}

/** Keyed to the version, and made before the old one goes: a cluster keeps hold of the one it has. */
function brokerConfiguration(heading: Heading, environment: Environment): MskConfiguration {
  const { kafka } = environment.versions;
  return new MskConfiguration(heading, 'configuration', {
    name: `${names.queue}-${kafka.replaceAll('.', '-')}`,
    description: 'Nothing acknowledged is lost with one broker, and nobody does what no ACL allows',
    kafkaVersions: [kafka],
    serverProperties: Object.entries(serverProperties(environment))
      .map(([name, { value }]) => `${name}=${value}\n`)
      .join(''),
    lifecycle: { createBeforeDestroy: true },
  });
}

function serverProperties(
  environment: Environment,
): Readonly<Record<string, { value: string; why: string }>> {
  return {
    'allow.everyone.if.no.acl.found': { value: 'false', why: 'what no ACL allows is denied' },
    'auto.create.topics.enable': {
      value: 'false',
      why: '`migrate` makes topics; a slip of the pen makes none',
    },
    'default.replication.factor': { value: String(replicationFactor), why: 'a copy in each of three zones' },
    'min.insync.replicas': {
      value: String(replicationFactor - 1),
      why: 'acknowledged means on two brokers; one may be away',
    },
    'unclean.leader.election.enable': { value: 'false', why: 'rather unavailable than forgetful' },
    'num.partitions': { value: String(partitionsPerTopic(environment)), why: 'as many as the workers need' },
    'offsets.topic.replication.factor': {
      value: String(replicationFactor),
      why: 'positions are kept as safely',
    },
    'transaction.state.log.replication.factor': { value: String(replicationFactor), why: 'the same' },
    'transaction.state.log.min.isr': { value: String(replicationFactor - 1), why: 'the same' },
    'log.retention.hours': { value: '168', why: 'a week to mend a consumer; the outbox remains the record' },
  };
}

/** From 70 % on a volume grows; it never shrinks. */
function storageScaling(
  heading: Heading,
  { queue: { mostBrokerGiB } }: Environment,
  clusterArn: string,
): void {
  const target = new AppautoscalingTarget(heading, 'storage-target', {
    serviceNamespace: 'kafka',
    scalableDimension: 'kafka:broker-storage:VolumeSize',
    resourceId: clusterArn,
    minCapacity: 1,
    maxCapacity: mostBrokerGiB,
  });
  new AppautoscalingPolicy(heading, 'storage-policy', {
    name: `${names.queue}-storage`,
    policyType: 'TargetTrackingScaling',
    serviceNamespace: target.serviceNamespace,
    scalableDimension: target.scalableDimension,
    resourceId: target.resourceId,
    targetTrackingScalingPolicyConfiguration: {
      targetValue: 70,
      disableScaleIn: true,
      predefinedMetricSpecification: { predefinedMetricType: 'KafkaBrokerStorageUtilization' },
    },
  });
}
