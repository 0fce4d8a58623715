import type { Repair } from '../repair-proxy.ts';
import { jsonMemory, xmlMemory } from './memory.ts';

/** What the emulators take and then forget, a row a kind of thing. */
export function forgottenRepairs(): readonly Repair[] {
  return [
    jsonMemory({
      service: 'eks',
      told: /^POST \/clusters$/,
      key: ({ name }) => name,
      shownKey: 'name',
      remember: ({ upgradePolicy, zonalShiftConfig }) => ({ upgradePolicy, zonalShiftConfig }),
    }),
    jsonMemory({
      service: 'eks',
      told: /^POST \/clusters\/[^/]+\/node-groups$/,
      key: ({ nodegroupName }) => nodegroupName,
      shownKey: 'nodegroupName',
      remember: ({ launchTemplate, nodeRepairConfig, updateConfig }) => ({
        launchTemplate,
        nodeRepairConfig,
        updateConfig,
      }),
    }),
    jsonMemory({
      service: 'cloudtrail',
      told: /^(Create|Update)Trail$/,
      key: ({ Name }) => Name,
      shownKey: 'Name',
      remember: ({ CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn }) => ({
        CloudWatchLogsLogGroupArn,
        CloudWatchLogsRoleArn,
      }),
    }),
    jsonMemory({
      service: 'acm',
      told: /^RequestCertificate$/,
      key: (_, { CertificateArn }) => CertificateArn,
      shownKey: 'CertificateArn',
      remember: ({ KeyAlgorithm }) => ({ KeyAlgorithm }),
    }),
    jsonMemory({
      service: 'codebuild',
      told: /^(Create|Update)Project$/,
      key: ({ name }) => name,
      shownKey: 'name',
      remember: ({ concurrentBuildLimit }) => ({ concurrentBuildLimit }),
    }),
    xmlMemory({
      service: 'autoscaling',
      told: /^(Create|Update)AutoScalingGroup$/,
      key: 'AutoScalingGroupName',
      elements: { MaxInstanceLifetime: 'MaxInstanceLifetime' },
    }),
    xmlMemory({
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
    }),
    xmlMemory({
      service: 'elasticache',
      told: /^CreateReplicationGroup$/,
      key: 'ReplicationGroupId',
      elements: { KmsKeyId: 'KmsKeyId' },
    }),
  ];
}
