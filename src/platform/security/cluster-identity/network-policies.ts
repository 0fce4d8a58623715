import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { INetworkPolicyEgressRule } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyEgressRule';
import type { INetworkPolicyIngressRule } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyIngressRule';
import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer';
import { ports, processes, type ProcessName } from '../../../service/contract.ts';
import { gatewaySelector, labelsOf, selectorOf } from '../../labels.ts';
import { names } from '../../names.ts';
import { proxyMetrics } from '../../proxy-metrics.ts';
import { traceCollector } from '../../trace-collector.ts';
import { doors, reached } from './doors.ts';

export type NetworkPoliciesGiven = {
  readonly network: {
    /** Ranges in which the databases, the cache and the brokers are. */
    readonly privateCidrs: readonly string[];
    /** Ranges in which the load balancer is. */
    readonly publicCidrs: readonly string[];
  };
  readonly gatewayPort: number;
  /** The service accounts that have a role of AWS. */
  readonly pods: Readonly<Record<string, { readonly namespace: string; readonly serviceAccount: string }>>;
};

/** Where the agent of pod identity gives out credentials: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html */
const identityAgent = { cidr: '169.254.170.23/32', port: 80 } as const;

/** Where istiod gives sidecars their certificates and their settings. */
const meshControlPort = 15012;

/**
 * The graph of the security groups, from pod to pod: those end at the node, these at the pod. What is not here is
 * refused, in and out. Kubelets may always ask the pods of their node.
 */
export function networkPolicies(given: NetworkPoliciesGiven): readonly INetworkPolicy[] {
  return [
    refuseAll,
    ...(Object.keys(processes) as ProcessName[]).map((process) => processPolicy(process, given)),
    gatewayPolicy(given),
  ];
}

/** No rule is written as no list: the API drops an empty one, and takes every apply of it for a change. */
const refuseAll: INetworkPolicy = {
  ...head(names.object('refuse-all')),
  spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
};

function processPolicy(process: ProcessName, given: NetworkPoliciesGiven): INetworkPolicy {
  const stores = reached[process].map((store) => ({
    to: given.network.privateCidrs.map((cidr) => ({ ipBlock: { cidr } })),
    ports: [tcp(doors[store].port)],
  }));
  return {
    ...head(names.workload(process), labelsOf(process)),
    spec: {
      podSelector: { matchLabels: selectorOf(process) },
      policyTypes: ['Ingress', 'Egress'],
      ...(process === 'app' && { ingress: appIngress }),
      egress: [
        dns,
        ...stores,
        ...(process === 'app' ? proxy : []),
        ...(hasRole(process, given) ? [identity] : []),
      ],
    },
  };
}

function gatewayPolicy({ network, gatewayPort }: NetworkPoliciesGiven): INetworkPolicy {
  return {
    ...head(names.gateway),
    spec: {
      podSelector: { matchLabels: gatewaySelector },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          from: network.publicCidrs.map((cidr) => ({ ipBlock: { cidr } })),
          ports: [tcp(gatewayPort)],
        },
        { from: [prometheus], ports: [tcp(proxyMetrics.port)] },
      ],
      egress: [
        dns,
        ...proxy,
        { to: [{ podSelector: { matchLabels: selectorOf('app') } }], ports: [tcp(ports.http.port)] },
      ],
    },
  };
}

const prometheus = podsOf(names.monitoringNamespace, { 'app.kubernetes.io/name': 'prometheus' });

const appIngress: INetworkPolicyIngressRule[] = [
  { from: [{ podSelector: { matchLabels: gatewaySelector } }], ports: [tcp(ports.http.port)] },
  {
    from: [prometheus],
    ports: [tcp(ports.metrics.port)],
  },
];

const dns: INetworkPolicyEgressRule = {
  to: [podsOf('kube-system', { 'k8s-app': 'kube-dns' })],
  ports: [{ protocol: 'UDP', port: 53 }, tcp(53)],
};

/** What every proxy of the mesh needs: its settings and certificates, and somebody to tell the ways of requests. */
const proxy: readonly INetworkPolicyEgressRule[] = [
  { to: [podsOf(names.meshNamespace, { app: 'istiod' })], ports: [tcp(meshControlPort)] },
  {
    to: [podsOf(traceCollector.namespace, traceCollector.selector)],
    ports: [tcp(traceCollector.port)],
  },
];

const identity: INetworkPolicyEgressRule = {
  to: [{ ipBlock: { cidr: identityAgent.cidr } }],
  ports: [tcp(identityAgent.port)],
};

function hasRole(process: ProcessName, { pods }: NetworkPoliciesGiven): boolean {
  return Object.values(pods).some(
    ({ namespace, serviceAccount }) =>
      namespace === names.namespace && serviceAccount === names.serviceAccount(process),
  );
}

function podsOf(namespace: string, matchLabels: Record<string, string>): INetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchLabels },
  };
}

function tcp(port: number) {
  return { protocol: 'TCP' as const, port };
}

function head(name: string, labels?: Record<string, string>) {
  return {
    apiVersion: 'networking.k8s.io/v1' as const,
    kind: 'NetworkPolicy' as const,
    metadata: { name, namespace: names.namespace, ...(labels && { labels }) },
  };
}
