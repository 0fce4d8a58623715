import { lose, put, type Removal } from './test-removal.ts';
import { drop, spoil, type ObjectRemoval } from './test-object-removal.ts';

type Line = { readonly ports?: readonly { readonly port: number }[] };
type Lines = { egress: Line[]; ingress: Line[] };

const policies = 'policies-fit-calls';
const mesh = 'mesh-fits-calls';
const app = 'NetworkPolicy midcoast-app';
const gateway = 'NetworkPolicy midcoast-gateway';

function noWayOut(port: number) {
  return (spec: Lines) => {
    spec.egress = spec.egress.filter(({ ports = [] }) => !ports.some((each) => each.port === port));
  };
}

/** Who may call whom in the cluster: too little, and too much. */
export const callRemovals: readonly ObjectRemoval[] = [
  spoil('the application’s way to the database', policies, app, noWayOut(5432)),
  spoil('the application’s way to names', policies, app, noWayOut(53)),
  spoil('the application’s way to istiod', policies, app, noWayOut(15_012)),
  spoil('the gateway’s way to the application', policies, gateway, noWayOut(8080)),
  spoil('the load balancer’s way to one zone', policies, gateway, (spec) => {
    spec.ingress[0].from.pop();
  }),
  spoil('the callers of the application', policies, app, (spec) => {
    spec.ingress = [
      {
        ports: [
          { protocol: 'TCP', port: 8080 },
          { protocol: 'TCP', port: 9464 },
        ],
      },
    ];
  }),
  spoil('the places that the application may reach', policies, app, (spec: Lines) => {
    spec.egress = [{}];
  }),
  spoil('the narrow range of a store', policies, app, (spec) => {
    spec.egress[1].to[0].ipBlock.cidr = '10.0.0.0/8';
  }),
  spoil('the namespace of a caller', policies, 'NetworkPolicy midcoast-istiod', (spec) => {
    delete spec.ingress[2].from[0].podSelector;
  }),
  spoil('the label by which a caller is known', policies, 'NetworkPolicy midcoast-argo-rollouts', (spec) => {
    spec.ingress[0].from[0].podSelector.matchLabels = { 'app.kubernetes.io/name': 'prometheuz' };
  }),
  spoil('whom a policy is for', [policies], 'NetworkPolicy midcoast-karpenter', (spec) => {
    spec.podSelector.matchLabels = { 'app.kubernetes.io/name': 'carpenter' };
  }),
  spoil(
    'the one Prometheus’ way to the other’s reloader',
    policies,
    'NetworkPolicy midcoast-prometheus',
    (spec) => {
      spec.ingress.pop();
    },
  ),
  drop('the route of the health check', 'health-checks-are-answered', 'VirtualService midcoast-readiness'),
  spoil(
    'the gateway’s leave for the health check',
    'health-checks-are-answered',
    'AuthorizationPolicy allow-internet',
    (spec) => {
      spec.rules.pop();
    },
  ),
  spoil(
    'the Service that a route leads to',
    'routes-lead-to-services',
    'VirtualService midcoast-vs',
    (spec) => {
      spec.http.at(-1).route[0].destination.port.number = 8081;
    },
  ),
  spoil('the host of the routes', 'routes-are-entered', 'VirtualService midcoast-vs', (spec) => {
    spec.hosts = ['api.midcoast.example'];
  }),
  spoil('the Gateway of the routes', 'routes-are-entered', 'VirtualService midcoast-vs', (spec) => {
    spec.gateways = ['mesh'];
  }),
  spoil('the pods of the Gateway', 'routes-are-entered', 'Gateway midcoast-gateway', (spec) => {
    spec.selector = { istio: 'ingressgateway' };
  }),
  spoil('the methods that the gateway may use', mesh, 'AuthorizationPolicy allow-gateway', (spec) => {
    spec.rules[0].to[0].operation.methods = ['GET'];
  }),
  spoil('the path of the metrics', mesh, 'AuthorizationPolicy allow-prometheus', (spec) => {
    spec.rules[0].to[0].operation.paths = ['/stats'];
  }),
  spoil('the leave of those that nobody denies', mesh, 'AuthorizationPolicy allow-gateway', (spec) => {
    spec.action = 'DENY';
  }),
  drop('the gateway’s leave to call the application', mesh, 'AuthorizationPolicy allow-gateway'),
  drop('Prometheus’ leave to ask for metrics', mesh, 'AuthorizationPolicy allow-prometheus'),
  spoil('the account of Prometheus', mesh, 'AuthorizationPolicy allow-prometheus', (spec) => {
    spec.rules[0].from[0].source.principals = ['cluster.local/ns/monitoring/sa/default'];
  }),
  spoil('the one port that the gateway may ask', mesh, 'AuthorizationPolicy allow-gateway', (spec) => {
    delete spec.rules[0].to;
  }),
];

/** The same of the security groups. */
export const groupRemovals: readonly Removal[] = [
  lose(
    'the nodes’ way to the database',
    'groups-fit-calls',
    'aws_vpc_security_group_egress_rule',
    put('from_port', 5433),
    /nodes_to_database/,
  ),
  lose(
    'the narrow door of the cache',
    'groups-fit-calls',
    'aws_vpc_security_group_ingress_rule',
    put('to_port', 6400),
    /nodes_to_cache/,
  ),
];
