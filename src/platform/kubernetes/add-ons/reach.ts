import { gatewaySelector, selectorOf } from '../../labels.ts';
import { names } from '../../names.ts';

/** Who is on the other side of a connection. */
export type Peer =
  /** Any address of the private subnets: the control plane's, nodes' and pods'. The groups narrow it. */
  | 'network'
  /** The API of Kubernetes, by the address of its service or its own. */
  | 'kubernetes'
  /** Services of AWS: by endpoints in the network, and by the NAT gateways for those that have none there. */
  | 'aws'
  /** The node's agent of pod identity. */
  | 'identity'
  | { readonly namespace: string; readonly pods?: Readonly<Record<string, string>> };

export type Direction = {
  readonly peer: Peer;
  /** All of them where they are absent. */
  readonly ports?: readonly number[];
  readonly protocols?: readonly ('TCP' | 'UDP')[];
};

/** What the pods of one add-on may be asked, and may ask. */
export type Reach = {
  readonly namespace: string;
  readonly name: string;
  readonly pods: Readonly<Record<string, string>>;
  readonly from: readonly Direction[];
  readonly to: readonly Direction[];
};

const https = 443;

/** Where the operator lets every Prometheus listen. */
export const prometheusPort = 9090;

/** Where istiod gives proxies their certificates and settings. */
export const meshControlPort = 15_012;

export const named = (name: string) => ({ 'app.kubernetes.io/name': name });
const monitoring = names.monitoringNamespace;
export const prometheus = { namespace: monitoring, pods: named('prometheus') };
/** The pods of ours that have a proxy of the mesh: jobs have none. */
export const proxied: readonly Peer[] = [selectorOf('app'), gatewaySelector].map((pods) => ({
  namespace: names.namespace,
  pods,
}));

export const dns: Direction = {
  peer: { namespace: names.systemNamespace, pods: { 'k8s-app': 'kube-dns' } },
  ports: [53],
  protocols: ['UDP', 'TCP'],
};
export const kubernetes: Direction = { peer: 'kubernetes', ports: [https] };
/** With a role: its credentials, and the services that it opens. */
export const aws: readonly Direction[] = [
  { peer: 'identity', ports: [80] },
  { peer: 'aws', ports: [https] },
];
export const scraped = (...ports: number[]): Direction => ({ peer: prometheus, ports });
/** The control plane asks a webhook, or hands on what it was asked. */
export const called = (port: number): Direction => ({ peer: 'network', ports: [port] });
export const asksPrometheus: Direction = { peer: prometheus, ports: [prometheusPort] };
export const istiod: Direction = {
  peer: { namespace: names.meshNamespace, pods: { app: 'istiod' } },
  ports: [meshControlPort],
};
