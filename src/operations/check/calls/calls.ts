import type { PartyName } from './party.ts';

/** One opens connections to the other. */
export type Call = {
  readonly from: PartyName;
  readonly to: PartyName;
  readonly protocol: 'TCP' | 'UDP';
  /** The first and the last port; the same for one. */
  readonly first: number;
  readonly last: number;
  /** The proxy itself answers there, whatever the mesh's policies say. */
  readonly ofProxy?: true;
};

type Ports = number | readonly [first: number, last: number];
type Row = {
  readonly from: PartyName | readonly PartyName[];
  readonly to: PartyName | readonly PartyName[];
  readonly ports: readonly Ports[];
  readonly protocols?: readonly Call['protocol'][];
  readonly ofProxy?: true;
};

const every: Ports = [1, 65_535];
const https = 443;

const jobs: readonly PartyName[] = ['migrate', 'maintain', 'restore', 'bootstrap'];

/** Those that read or write objects of Kubernetes. */
const controllers: readonly PartyName[] = [
  'istiod',
  'meshInterface',
  'logShipper',
  'karpenter',
  'loadBalancerController',
  'secretsOperator',
  'secretsWebhook',
  'secretsCertificates',
  'rolloutsController',
  'recommender',
  'prometheus',
  'prometheusOperator',
  'prometheusAdapter',
  'grafana',
  'stateMetrics',
];

/** Those with a role, for which they ask AWS. */
const ofAws: readonly PartyName[] = [
  'logShipper',
  'karpenter',
  'loadBalancerController',
  'secretsOperator',
  'alertmanager',
  'traceCollector',
];

/**
 * Who calls whom. It is written down apart from what the platform is built of, on purpose: the rules hold security
 * groups, network policies and the mesh's policies to it, and it would prove nothing if they were made of it.
 */
const rows: readonly Row[] = [
  // A request's way.
  { from: 'internet', to: 'edge', ports: [https] },
  { from: 'edge', to: 'gateway', ports: [https] },
  { from: 'gateway', to: 'app', ports: [8080] },
  { from: ['app', ...jobs], to: 'database', ports: [5432] },
  { from: 'app', to: 'cache', ports: [6379] },
  { from: 'app', to: 'queue', ports: [9096] },
  { from: 'migrate', to: 'queue', ports: [9098] },

  // What pods need to run.
  { from: ['app', 'gateway', ...jobs], to: 'names', ports: [53], protocols: ['TCP', 'UDP'] },
  {
    from: [...controllers, 'alertmanager', 'traceCollector'],
    to: 'names',
    ports: [53],
    protocols: ['TCP', 'UDP'],
  },
  { from: ['app', 'gateway', 'prometheus'], to: 'istiod', ports: [15_012] },
  { from: ['app', 'gateway'], to: 'traceCollector', ports: [4317] },
  { from: ['app', 'migrate', ...ofAws], to: 'identityAgent', ports: [80] },
  { from: controllers, to: 'kubernetes', ports: [https] },
  { from: ofAws, to: 'aws', ports: [https] },
  { from: 'nodes', to: ['endpoints', 'internet', 'kubernetes'], ports: [https] },

  // What the control plane calls: kubelets, metrics, webhooks.
  { from: 'controlPlane', to: 'nodes', ports: [10_250] },
  { from: 'controlPlane', to: 'nodeMetrics', ports: [10_251] },
  { from: 'controlPlane', to: 'prometheusAdapter', ports: [6443] },
  { from: 'controlPlane', to: 'loadBalancerController', ports: [9443] },
  { from: 'controlPlane', to: 'istiod', ports: [15_017] },
  { from: 'controlPlane', to: ['secretsWebhook', 'prometheusOperator'], ports: [10_250] },

  // What is watched, and who asks.
  { from: 'prometheus', to: 'everyTarget', ports: [every] },
  { from: 'prometheus', to: 'app', ports: [9464] },
  { from: 'prometheus', to: 'gateway', ports: [15_090], ofProxy: true },
  { from: 'prometheus', to: ['istiod', 'meshInterface'], ports: [15_014] },
  { from: 'prometheus', to: 'logShipper', ports: [2020] },
  {
    from: 'prometheus',
    to: ['karpenter', 'loadBalancerController', 'secretsOperator', 'secretsWebhook', 'secretsCertificates'],
    ports: [8080],
  },
  { from: 'prometheus', to: 'stateMetrics', ports: [8080] },
  { from: 'prometheus', to: 'rolloutsController', ports: [8090] },
  { from: 'prometheus', to: 'recommender', ports: [8942] },
  { from: 'prometheus', to: 'prometheusOperator', ports: [10_250] },
  { from: 'prometheus', to: 'grafana', ports: [3000] },
  { from: 'prometheus', to: 'alertmanager', ports: [9093] },
  { from: 'prometheus', to: ['prometheus', 'alertmanager'], ports: [8080] },
  { from: 'prometheus', to: 'queue', ports: [[11_001, 11_002]] },
  {
    from: ['prometheus', 'grafana', 'prometheusAdapter', 'rolloutsController'],
    to: 'prometheus',
    ports: [9090],
  },
  { from: 'grafana', to: 'alertmanager', ports: [9093] },
  { from: 'alertmanager', to: 'alertmanager', ports: [9094], protocols: ['TCP', 'UDP'] },
  { from: 'secretsCertificates', to: 'secretsWebhook', ports: [8081, 10_250] },

  // Between nodes the groups are wide, since policies narrow it: all but 443, and 3389, which nothing here speaks.
  {
    from: 'nodes',
    to: 'nodes',
    ports: [
      [1025, 3388],
      [3390, 65_535],
    ],
  },

  // Who deploys, and who looks.
  { from: ['runner', 'access'], to: ['kubernetes', 'endpoints'], ports: [https] },
  { from: 'runner', to: 'internet', ports: [https] },
];

/** The table, a call for each pair and each port or row of ports. */
export const calls: readonly Call[] = rows.flatMap(({ from, to, ports, protocols = ['TCP'], ofProxy }) =>
  list(from).flatMap((caller) =>
    list(to).flatMap((called) =>
      spansOf(ports).flatMap(([first, last]) =>
        protocols.map((protocol) => ({
          from: caller,
          to: called,
          protocol,
          first,
          last,
          ...(ofProxy && { ofProxy }),
        })),
      ),
    ),
  ),
);

/** Such as `app → database, TCP 5432`. */
export function callName({ from, to, protocol, first, last }: Call): string {
  return `${from} → ${to}, ${protocol} ${first === last ? first : `${first}–${last}`}`;
}

function list(names: PartyName | readonly PartyName[]): readonly PartyName[] {
  return typeof names === 'string' ? [names] : names;
}

function spansOf(ports: Row['ports']): readonly (readonly [number, number])[] {
  return ports.map((each) => (typeof each === 'number' ? [each, each] : each));
}
