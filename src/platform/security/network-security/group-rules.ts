import { names } from '../../names.ts';

/** What is reached in a network, and by what name AWS knows the group of it. */
export const groupUses = {
  edge: { name: names.group('edge'), description: 'The load balancer that the internet reaches' },
  cluster: { name: names.group('cluster'), description: 'The control plane of the cluster' },
  nodes: { name: names.application, description: 'The nodes that run the application' },
  database: { name: names.group('database'), description: 'The databases' },
  cache: { name: names.group('cache'), description: 'The cache' },
  queue: { name: names.group('queue'), description: 'The brokers of the queue' },
  endpoints: { name: names.group('endpoints'), description: 'The endpoints of AWS services in the network' },
  runner: { name: names.group('runner'), description: 'The runner that deploys to the cluster' },
  access: { name: names.group('access'), description: 'The instance that people reach the cluster through' },
} as const satisfies Record<string, { readonly name: string; readonly description: string }>;

/** Everything in the network belongs to one of these. */
export type GroupName = keyof typeof groupUses;

/** One line of the graph: `from` may open connections to `to`. AWS lets the answers through by itself. */
export type GroupRule = {
  readonly from: GroupName | 'internet';
  readonly to: GroupName | 'internet';
  readonly protocol: 'tcp' | 'udp';
  /** A port, or the first and the last of several. */
  readonly ports: number | readonly [number, number];
  /** In the letters that AWS takes: no quotation marks. */
  readonly why: string;
};

/** The port of the mesh's gateway behind the load balancer; TLS on both sides of it. */
export const gatewayPort = 443;

const https = 443;
const tcp = { protocol: 'tcp' } as const;

/**
 * Who may talk to whom. Whatever is not here is refused, within a subnet as between two; the only door to the
 * internet is the edge's.
 */
export const groupRules: readonly GroupRule[] = [
  { from: 'internet', to: 'edge', ...tcp, ports: https, why: 'Sources, buyers and operators' },
  { from: 'edge', to: 'nodes', ...tcp, ports: gatewayPort, why: 'Gateway of the mesh' },

  { from: 'nodes', to: 'cluster', ...tcp, ports: https, why: 'Kubernetes API' },
  { from: 'runner', to: 'cluster', ...tcp, ports: https, why: 'Kubernetes API, to deploy' },
  { from: 'access', to: 'cluster', ...tcp, ports: https, why: 'Kubernetes API, for people' },

  { from: 'cluster', to: 'nodes', ...tcp, ports: 10250, why: 'Kubelet and most webhooks' },
  { from: 'cluster', to: 'nodes', ...tcp, ports: 10251, why: 'metrics-server, as its add-on sets it' },
  { from: 'cluster', to: 'nodes', ...tcp, ports: 6443, why: 'Custom metrics of prometheus-adapter' },
  { from: 'cluster', to: 'nodes', ...tcp, ports: 9443, why: 'Webhook of the load balancer controller' },
  { from: 'cluster', to: 'nodes', ...tcp, ports: 15017, why: 'Webhook of Istio: injection, validation' },

  { from: 'nodes', to: 'nodes', ...tcp, ports: 53, why: 'Names, when an answer is long' },
  { from: 'nodes', to: 'nodes', protocol: 'udp', ports: 53, why: 'Names' },
  { from: 'nodes', to: 'nodes', protocol: 'udp', ports: 9094, why: 'Alertmanagers, of what each has said' },
  // Istio's 15012 among them, and 443 not: the gateway is reached through the edge alone. Between the two ranges lies
  // 3389, remote desktop, which nothing here speaks and policy packs look for.
  { from: 'nodes', to: 'nodes', ...tcp, ports: [1025, 3388], why: 'Pods; network policies narrow it' },
  { from: 'nodes', to: 'nodes', ...tcp, ports: [3390, 65535], why: 'Pods; network policies narrow it' },

  { from: 'nodes', to: 'database', ...tcp, ports: 5432, why: 'PostgreSQL' },
  { from: 'nodes', to: 'cache', ...tcp, ports: 6379, why: 'Redis' },
  { from: 'nodes', to: 'queue', ...tcp, ports: 9096, why: 'Kafka as a user with a password' },
  { from: 'nodes', to: 'queue', ...tcp, ports: 9098, why: 'Kafka as a role, for migrate' },
  { from: 'nodes', to: 'queue', ...tcp, ports: [11001, 11002], why: 'Metrics of the brokers' },

  { from: 'nodes', to: 'endpoints', ...tcp, ports: https, why: 'AWS services' },
  { from: 'runner', to: 'endpoints', ...tcp, ports: https, why: 'AWS services' },
  { from: 'access', to: 'endpoints', ...tcp, ports: https, why: 'Systems Manager, which opens the sessions' },

  { from: 'nodes', to: 'internet', ...tcp, ports: https, why: 'Webhooks of buyers, registries of images' },
  { from: 'runner', to: 'internet', ...tcp, ports: https, why: 'GitHub' },
];
