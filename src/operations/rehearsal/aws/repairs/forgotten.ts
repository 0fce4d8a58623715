import type { Repair } from '../repair-proxy.ts';
import { jsonMemory, xmlMemory, type ForgottenJson, type ForgottenXml } from './memory.ts';

const toldInJson: readonly ForgottenJson[] = [
  {
    service: 'eks',
    told: /^POST \/clusters$/,
    key: ({ name }) => name,
    shownKey: 'name',
    remember: ({ upgradePolicy, zonalShiftConfig }) => ({ upgradePolicy, zonalShiftConfig }),
  },
  {
    service: 'eks',
    told: /^POST \/clusters\/[^/]+\/node-groups$/,
    key: ({ nodegroupName }) => nodegroupName,
    shownKey: 'nodegroupName',
    remember: ({ launchTemplate, nodeRepairConfig, updateConfig }) => ({
      launchTemplate,
      nodeRepairConfig,
      updateConfig,
    }),
  },
  {
    service: 'cloudtrail',
    told: /^(Create|Update)Trail$/,
    key: ({ Name }) => Name,
    shownKey: 'Name',
    remember: ({ CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn }) => ({
      CloudWatchLogsLogGroupArn,
      CloudWatchLogsRoleArn,
    }),
  },
  {
    service: 'acm',
    told: /^RequestCertificate$/,
    key: (_, { CertificateArn }) => CertificateArn,
    shownKey: 'CertificateArn',
    remember: ({ KeyAlgorithm }) => ({ KeyAlgorithm }),
  },
  {
    service: 'codebuild',
    told: /^(Create|Update)Project$/,
    key: ({ name }) => name,
    shownKey: 'name',
    remember: ({ logsConfig, queuedTimeoutInMinutes, vpcConfig }) => ({
      logsConfig,
      queuedTimeoutInMinutes,
      vpcConfig,
    }),
  },
];

const toldInXml: readonly ForgottenXml[] = [
  {
    service: 'autoscaling',
    told: /^(Create|Update)AutoScalingGroup$/,
    key: 'AutoScalingGroupName',
    elements: { MaxInstanceLifetime: 'MaxInstanceLifetime' },
  },
  {
    service: 'rds',
    told: /^CreateDBInstance(ReadReplica)?$/,
    key: 'DBInstanceIdentifier',
    elements: {
      DatabaseInsightsMode: 'DatabaseInsightsMode',
      EngineLifecycleSupport: 'EngineLifecycleSupport',
      EnablePerformanceInsights: 'PerformanceInsightsEnabled',
      PerformanceInsightsKMSKeyId: 'PerformanceInsightsKMSKeyId',
      PerformanceInsightsRetentionPeriod: 'PerformanceInsightsRetentionPeriod',
    },
  },
  {
    service: 'elasticache',
    told: /^CreateReplicationGroup$/,
    key: 'ReplicationGroupId',
    elements: { KmsKeyId: 'KmsKeyId' },
  },
];

/** What the emulators take and then forget, a row a kind of thing. */
export function forgottenRepairs(): readonly Repair[] {
  return [...toldInJson.map(jsonMemory), ...toldInXml.map(xmlMemory)];
}
