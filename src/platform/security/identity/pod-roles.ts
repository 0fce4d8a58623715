import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import { arnsOf, type Statement } from '../../policy.ts';
import { karpenterStatements } from './karpenter-statements.ts';
import { podTrust, type PodRole } from './role.ts';

export type Keys = Readonly<Record<'application' | 'queue' | 'secrets' | 'logs', { readonly arn: string }>>;

/** The roles of the controllers that run in the cluster. */
export function controllerRoles(environment: Environment, keys: Keys) {
  const pod = (
    namespace: string,
    serviceAccount: string,
    rest: Pick<PodRole, 'purpose' | 'statements' | 'managed'>,
  ): PodRole => ({
    namespace,
    serviceAccount,
    trust: podTrust(environment, namespace, serviceAccount),
    ...rest,
  });
  return {
    'external-secrets': pod('external-secrets', 'external-secrets', {
      purpose: 'External Secrets: reads the secrets of Midcoast into the cluster',
      statements: secretStatements(environment, keys),
    }),
    'load-balancer-controller': pod('kube-system', 'aws-load-balancer-controller', {
      purpose: 'Load balancer controller: binds pods to target groups that Terraform made',
      statements: targetStatements(environment),
    }),
    karpenter: pod('kube-system', 'karpenter', {
      purpose: 'Karpenter: starts and ends nodes',
      statements: [...karpenterStatements(environment), ...volumeKeyStatements(keys)],
    }),
    alertmanager: pod(names.monitoringNamespace, names.alertmanager, {
      purpose: 'Alertmanager: tells alerts to the topics of the account',
      statements: alarmStatements(environment, keys),
    }),
    'ebs-csi': pod('kube-system', 'ebs-csi-controller-sa', {
      purpose: 'Volumes of pods',
      managed: ['service-role/AmazonEBSCSIDriverPolicy'],
      statements: volumeKeyStatements(keys),
    }),
    'pod-logs': pod(names.nodeAgentsNamespace, names.logShipper, {
      purpose: 'Logs of pods: writes them to their group',
      statements: logStatements(environment),
    }),
    traces: pod(names.monitoringNamespace, names.traceCollector, {
      purpose: 'Traces: hands them to X-Ray',
      statements: traceStatements(environment),
    }),
    'vpc-cni': pod('kube-system', 'aws-node', {
      purpose: 'Addresses of pods',
      managed: ['AmazonEKS_CNI_Policy'],
      statements: [],
    }),
  } satisfies Record<string, PodRole>;
}

function logStatements(environment: Environment): readonly Statement[] {
  return [
    {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
      resources: [arnsOf(environment).of('logs', `log-group:${names.logGroup('pods')}:*`)],
    },
  ];
}

/** The stars are what Secrets Manager adds to a secret's name, and the names below Midcoast's own. */
function secretStatements(environment: Environment, keys: Keys): readonly Statement[] {
  const arns = arnsOf(environment);
  return [
    {
      actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
      resources: [
        arns.of('secretsmanager', `secret:${names.secrets(environment)}`),
        // Kafka's users must be in secrets of this prefix.
        arns.of('secretsmanager', 'secret:AmazonMSK_midcoast*'),
      ],
    },
    {
      actions: ['kms:Decrypt'],
      resources: [keys.secrets.arn, keys.queue.arn],
      conditions: {
        StringEquals: { 'kms:ViaService': `secretsmanager.${environment.region}.amazonaws.com` },
      },
    },
  ];
}

/**
 * No controller makes a load balancer or opens a group: Terraform owns both, so that it can also take them down.
 * AWS does not narrow the descriptions to a resource.
 */
function targetStatements(environment: Environment): readonly Statement[] {
  return [
    {
      actions: ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
      resources: [arnsOf(environment).of('elasticloadbalancing', 'targetgroup/midcoast-*/*')],
    },
    {
      actions: [
        'elasticloadbalancing:DescribeTargetGroups',
        'elasticloadbalancing:DescribeTargetGroupAttributes',
        'elasticloadbalancing:DescribeTargetHealth',
        'ec2:DescribeAvailabilityZones',
        'ec2:DescribeInstances',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
      ],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': environment.region } },
    },
  ];
}

/** The topics are encrypted: SNS asks for its key on behalf of who publishes. */
function alarmStatements(environment: Environment, keys: Keys): readonly Statement[] {
  return [
    {
      actions: ['sns:Publish'],
      resources: [names.alarmTopic, names.noticeTopic, names.heartbeatTopic].map((topic) =>
        arnsOf(environment).of('sns', topic),
      ),
    },
    {
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [keys.logs.arn],
      conditions: { StringEquals: { 'kms:ViaService': `sns.${environment.region}.amazonaws.com` } },
    },
  ];
}

/** AWS does not narrow traces to a resource. */
function traceStatements({ region }: Environment): readonly Statement[] {
  return [
    {
      actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': region } },
    },
  ];
}

/** Volumes are encrypted with our key; the grant is for EC2, which mounts them. */
function volumeKeyStatements(keys: Keys): readonly Statement[] {
  return [
    {
      actions: [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      resources: [keys.application.arn],
    },
    {
      actions: ['kms:CreateGrant'],
      resources: [keys.application.arn],
      conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}
