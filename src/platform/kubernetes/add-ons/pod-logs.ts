import { CloudwatchLogGroup } from '@cdktn/provider-aws/lib/cloudwatch-log-group/index.js';
import { processes, type Process } from '../../../service/contract.ts';
import { hole } from '../../holes.ts';
import { names } from '../../names.ts';
import type { Heading } from '../../state.ts';
import type { AddOnPlan } from './add-on.ts';
import { everyNode, nodePriority, sized } from './placement.ts';
import type { Resources, Toleration } from './placement.ts';

const logDays = 365;

/** Where the pods' logs are kept: encrypted, for a year. 0.50 USD a GB that comes in. */
export function podLogGroup(
  heading: Heading,
  { keys }: { readonly keys: { readonly logs: { readonly arn: string } } },
): void {
  new CloudwatchLogGroup(heading, 'pod-logs', {
    name: names.logGroup('pods'),
    retentionInDays: logDays,
    kmsKeyId: keys.logs.arn,
  });
}

type HostVolume = {
  readonly name: string;
  readonly hostPath: { readonly path: string; readonly type?: 'DirectoryOrCreate' };
};
type Mount = { readonly name: string; readonly mountPath: string; readonly readOnly?: true };

/** https://github.com/fluent/helm-charts/tree/main/charts/fluent-bit */
type FluentBitValues = {
  readonly testFramework: { readonly enabled: false };
  readonly serviceAccount: { readonly create: true; readonly name: string };
  readonly serviceMonitor: { readonly enabled: true };
  readonly resources: Resources;
  readonly tolerations: readonly Toleration[];
  readonly priorityClassName: string;
  readonly securityContext: {
    readonly allowPrivilegeEscalation: false;
    readonly readOnlyRootFilesystem: true;
    readonly capabilities: { readonly drop: readonly ['ALL'] };
    readonly seccompProfile: { readonly type: 'RuntimeDefault' };
  };
  readonly daemonSetVolumes: readonly HostVolume[];
  readonly daemonSetVolumeMounts: readonly Mount[];
  readonly config: { readonly inputs: string; readonly filters: string; readonly outputs: string };
};

const folder = '/var/log/containers';

/**
 * The logs of what tells a secret, by the name that the kubelet gives a container's file: pod, namespace, container.
 * A pod is named after its job, which whoever starts it may call as he likes; its container is not.
 */
const secretLogs = Object.entries(processes as Readonly<Record<string, Process>>)
  .filter(([, { tellsSecret }]) => tellsSecret)
  .map(([process]) => `${folder}/*_${names.namespace}_${names.workload(process)}-*.log`);

/** Where it keeps how far it has read, so that a restart neither loses nor repeats a line. */
const positions = '/var/lib/fluent-bit';

/**
 * It reads what the pods of a node write and sends it to CloudWatch. It is root to read files that the kubelet keeps
 * for root, and has none of root's rights beside that. Lines hold ids, verdicts and reasons, and no personal data.
 * Files that hold secrets are not even opened; a pod that asks to be left out is, once Kubernetes has told of it.
 */
export const fluentBit: AddOnPlan<FluentBitValues> = {
  name: 'fluent-bit',
  namespace: names.nodeAgentsNamespace,
  awsAccount: names.logShipper,
  needs: ['kube-prometheus-stack'],
  patienceMinutes: 5,
  values: {
    testFramework: { enabled: false },
    serviceAccount: { create: true, name: names.logShipper },
    serviceMonitor: { enabled: true },
    resources: sized('50m', '128Mi'),
    tolerations: everyNode,
    priorityClassName: nodePriority,
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
    daemonSetVolumes: [
      { name: 'logs', hostPath: { path: '/var/log' } },
      { name: 'positions', hostPath: { path: positions, type: 'DirectoryOrCreate' } },
    ],
    daemonSetVolumeMounts: [
      { name: 'logs', mountPath: '/var/log', readOnly: true },
      { name: 'positions', mountPath: positions },
    ],
    config: {
      inputs: section('INPUT', {
        Name: 'tail',
        Path: `${folder}/*.log`,
        Exclude_Path: secretLogs.join(','),
        'multiline.parser': 'cri',
        Tag: 'kube.*',
        DB: `${positions}/positions.db`,
        // A node that is new has pods that began before this one: what it has no place for in a file is read whole.
        Read_from_Head: 'On',
        Mem_Buf_Limit: '16MB',
        Skip_Long_Lines: 'On',
        Refresh_Interval: '10',
      }),
      filters: section('FILTER', {
        Name: 'kubernetes',
        Match: 'kube.*',
        Merge_Log: 'On',
        Keep_Log: 'Off',
        Labels: 'Off',
        Annotations: 'Off',
        'K8S-Logging.Exclude': 'On',
        // By itself it gives up on what Kubernetes says of a pod beyond 32 kB, and knows nothing of that pod.
        Buffer_Size: '256k',
      }),
      outputs: section('OUTPUT', {
        Name: 'cloudwatch_logs',
        Match: 'kube.*',
        region: hole('REGION'),
        log_group_name: names.logGroup('pods'),
        log_stream_prefix: 'pods-',
        auto_create_group: 'false',
        Retry_Limit: '10',
      }),
    },
  },
};

/** As fluent-bit's own configuration is written. */
function section(kind: string, settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(([name, value]) => `    ${name} ${value}`);
  return `[${kind}]\n${lines.join('\n')}\n`;
}
