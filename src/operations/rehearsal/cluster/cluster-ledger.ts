import { names, type Platform } from '../../../platform/midcoast.ts';
import type { ApiClient } from '../../kubernetes/api-client.ts';
import type { Kind, KubernetesObject } from '../../kubernetes/kubernetes-object.ts';
import type { LedgerEntry } from '../report.ts';
import { chartGaps } from './chart-ledger.ts';

/** Something that this cluster cannot prove, and the question by which one sees that it still cannot. */
export type LedgerRow = Omit<LedgerEntry, 'recorded' | 'stands'> & {
  /** What the cluster says, in words for the report. */
  readonly probe: (client: ApiClient) => Promise<string>;
  /** Whether that shows the fault. */
  readonly faulty: (recorded: string) => boolean;
};

/** So many at most: a rehearsal with more gaps proves too little. */
export const mostRows = 12;

/** What stands for a thing that is not here answers nothing about it: no status, no pods, no such group. */
const rows: readonly LedgerRow[] = [
  {
    resource: 'Node',
    attribute: 'kubelet and containers',
    fault: 'KWOK says for the kubelet that pods start, are ready and end; no container runs',
    provedBy:
      'the probes are routes that `check` knows; the service itself runs in `./midcoast up` and its tests',
    unproved: 'that the image starts, that a probe is answered, that a pod stops within its grace period',
    probe: async (client) => {
      const { items } = await client.list<NodeSeen>({ apiVersion: 'v1', kind: 'Node' });
      return [...new Set(items.map(({ status }) => status?.nodeInfo?.containerRuntimeVersion ?? ''))].join(
        ', ',
      );
    },
    faulty: (recorded) => recorded.startsWith('kwok-'),
  },
  {
    resource: 'NetworkPolicy',
    attribute: 'all',
    fault: 'there is no network: policies are taken and nobody obeys them',
    provedBy:
      '`check` holds policies of both sides, security groups and the mesh to one table of who calls whom: what is closed and what is open beyond it',
    unproved: 'that the network plugin lets through what is allowed, and nothing else',
    probe: (client) => count(client, { apiVersion: 'apps/v1', kind: 'DaemonSet' }, 'aws-node'),
    faulty: isZero,
  },
  {
    resource: 'Gateway, VirtualService, DestinationRule, PeerAuthentication, AuthorizationPolicy, Telemetry',
    attribute: 'the mesh’s data plane',
    fault: 'the objects fit Istio’s definitions, and no Envoy is told of them: pods get no sidecar',
    provedBy: 'the definitions of the version that is served, strictly; Argo Rollouts moves the weights',
    unproved: 'that requests go where the routes say, and that pods speak TLS to one another',
    probe: (client) => count(client, webhooks, 'istio'),
    faulty: isZero,
  },
  {
    resource: 'EC2NodeClass, NodePool',
    attribute: 'status',
    fault: 'there is no EC2: nodes of the environment’s own pool are made by the rehearsal',
    provedBy:
      'the definitions of Karpenter’s provider for AWS; its core, which launches simulated nodes by the pool’s word',
    unproved: 'that AWS has such instances, and that they join',
    probe: (client) => statusOf(client, { apiVersion: 'karpenter.k8s.aws/v1', kind: 'EC2NodeClass' }),
    faulty: hasNone,
  },
  {
    resource: 'ExternalSecret, SecretStore',
    attribute: 'status',
    fault: 'the operator is not here: Secrets with the same keys and the value `rehearsal` stand for its own',
    provedBy: '`check` knows every secret that is referred to',
    unproved: 'that the operator may read them, and that its templates hold',
    probe: (client) => statusOf(client, { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' }),
    faulty: hasNone,
  },
  {
    resource: 'TargetGroupBinding',
    attribute: 'status',
    fault: 'the AWS Load Balancer Controller is not here',
    provedBy: 'its definition; the target group is a fact of the rehearsal of AWS',
    unproved: 'that the gateway’s pods become targets of the load balancer',
    probe: (client) => statusOf(client, { apiVersion: 'elbv2.k8s.aws/v1beta1', kind: 'TargetGroupBinding' }),
    faulty: hasNone,
  },
  {
    resource: 'ServiceMonitor, PrometheusRule, AlertmanagerConfig',
    attribute: 'all',
    fault: 'the Prometheus operator is not here',
    provedBy: 'promtool and amtool, which play the rules and routes in the tests',
    unproved: 'that the operator selects them',
    probe: (client) => count(client, { apiVersion: 'apps/v1', kind: 'StatefulSet' }, 'prometheus'),
    faulty: isZero,
  },
  {
    resource: 'VerticalPodAutoscaler',
    attribute: 'status',
    fault: 'its recommender is not here',
    provedBy: 'its definition',
    unproved: 'what it would recommend',
    probe: (client) =>
      statusOf(client, { apiVersion: 'autoscaling.k8s.io/v1', kind: 'VerticalPodAutoscaler' }),
    faulty: hasNone,
  },
  {
    resource: 'ServiceAccount',
    attribute: 'pod identity, access entries',
    fault: 'whoever rehearses may do everything, and pods get no credentials of AWS',
    provedBy: 'roles and bindings are facts of the rehearsal of AWS',
    unproved: 'that EKS lets the roles of people in as their groups',
    probe: (client) => count(client, webhooks, 'pod-identity'),
    faulty: isZero,
  },
];

/**
 * Asks the cluster whether each fault still stands; a row whose fault is mended has to go. The rows of the charts name
 * what they are about, so that they stand for as long as there is anything to name.
 */
export async function examineClusterLedger(
  client: ApiClient,
  platform: Pick<Platform, 'addOns'>,
): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for (const { probe, faulty, ...row } of rows) {
    const recorded = await probe(client).catch(String);
    entries.push({ ...row, recorded, stands: faulty(recorded) });
  }
  const gaps = chartGaps(platform).map((row) => ({
    ...row,
    recorded: row.attribute,
    stands: row.attribute !== '',
  }));
  return [...entries, ...gaps];
}

type NodeSeen = KubernetesObject & {
  readonly status?: { readonly nodeInfo?: { readonly containerRuntimeVersion?: string } };
};

const webhooks: Kind = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingWebhookConfiguration',
};

async function count(client: ApiClient, kind: Kind, name: string): Promise<string> {
  const { items } = await client.list(kind);
  const found = items.filter(({ metadata }) => metadata.name.includes(name));
  return `${found.length} of kind ${kind.kind} with ${name} in their name`;
}

function isZero(recorded: string): boolean {
  return recorded.startsWith('0 ');
}

/** The status of those in the environment's own namespace, and of what has none. */
async function statusOf(client: ApiClient, kind: Kind): Promise<string> {
  const { items } = await client.list<KubernetesObject & { readonly status?: object }>(kind);
  const own = items.filter(({ metadata }) => (metadata.namespace ?? names.namespace) === names.namespace);
  const [first] = own.map(({ status }) => JSON.stringify(status ?? {}));
  return first ?? 'there is none';
}

function hasNone(recorded: string): boolean {
  return recorded === '{}';
}
