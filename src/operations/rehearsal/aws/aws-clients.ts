import { ACMClient } from '@aws-sdk/client-acm';
import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { BackupClient } from '@aws-sdk/client-backup';
import { BudgetsClient } from '@aws-sdk/client-budgets';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { EKSClient } from '@aws-sdk/client-eks';
import { ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { KafkaClient } from '@aws-sdk/client-kafka';
import { KMSClient } from '@aws-sdk/client-kms';
import { RDSClient } from '@aws-sdk/client-rds';
import { Route53Client } from '@aws-sdk/client-route-53';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { WAFV2Client } from '@aws-sdk/client-wafv2';
import type { AwsSettings } from './aws-settings.ts';

export type AwsClients = ReturnType<typeof awsClients>;

/** Clients of the AWS SDK that ask the emulators themselves, in one region. */
export function awsClients(settings: AwsSettings, region: string, accountId: string) {
  const of = (service: string) => settings(service, region);
  return {
    region,
    accountId,
    acm: new ACMClient(of('acm')),
    alarms: new CloudWatchClient(of('monitoring')),
    autoscaling: new AutoScalingClient(of('autoscaling')),
    backup: new BackupClient(of('backup')),
    budgets: new BudgetsClient(of('budgets')),
    codebuild: new CodeBuildClient(of('codebuild')),
    ec2: new EC2Client(of('ec2')),
    ecr: new ECRClient(of('ecr')),
    eks: new EKSClient(of('eks')),
    elasticache: new ElastiCacheClient(of('elasticache')),
    elb: new ElasticLoadBalancingV2Client(of('elasticloadbalancing')),
    events: new EventBridgeClient(of('events')),
    iam: new IAMClient(of('iam')),
    kafka: new KafkaClient(of('kafka')),
    kms: new KMSClient(of('kms')),
    logs: new CloudWatchLogsClient(of('logs')),
    rds: new RDSClient(of('rds')),
    route53: new Route53Client(of('route53')),
    scaling: new ApplicationAutoScalingClient(of('application-autoscaling')),
    secrets: new SecretsManagerClient(of('secretsmanager')),
    sns: new SNSClient(of('sns')),
    sqs: new SQSClient(of('sqs')),
    ssm: new SSMClient(of('ssm')),
    trail: new CloudTrailClient(of('cloudtrail')),
    waf: new WAFV2Client(of('wafv2')),
    s3: new S3Client({ ...of('s3'), forcePathStyle: true }),
    /** Alarms made of alarms stand in MiniStack, all others in moto. */
    composites: new CloudWatchClient({ ...of('monitoring'), endpoint: of('eks').endpoint }),
    /** The cache stands in both emulators; by which key it is encrypted, moto alone tells. */
    cacheKeys: new ElastiCacheClient({ ...of('elasticache'), endpoint: of('ec2').endpoint }),
    /** Vaults stand in both emulators; their locks in moto alone. */
    locks: new BackupClient({ ...of('backup'), endpoint: of('ec2').endpoint }),
  };
}
