import { ports, probes } from '../../../service/contract.ts';
import { names } from '../../names.ts';
import type { VirtualService } from './istio/virtual-service.ts';
import { visibleHere, type MeshGiven } from './mesh-given.ts';

type Route = NonNullable<VirtualService['spec']['http']>[number];
type Retries = NonNullable<Route['retries']>;

/**
 * Without a policy of its own a route gets Istio's default, which repeats requests of every method:
 * https://istio.io/latest/docs/concepts/traffic-management/#retries. So each route says one.
 */
const never: Retries = { attempts: 0 };

/**
 * Twice, on another pod: for what may be asked again without doing it again. A lead that is only slow is not asked
 * again: the second asking would be told that the first still runs.
 */
const again: Retries = {
  attempts: 2,
  retryOn: 'connect-failure,refused-stream,unavailable,reset,503',
  retryRemoteLocalities: true,
};

/** For all tries together, shorter than the load balancer waits. A route without it waits for ever. */
const patience = '15s';

const leads = '/v1/leads';

/**
 * What goes how to the application, the narrow before the wide. A lead is repeated only where its sender gave an
 * Idempotency-Key, by which the service knows the second asking; no other POST is ever repeated. Streams of events and
 * imports last as long as they are fed: Istio refuses a limit of nothing, and has none where none is given.
 */
const routes: readonly (Omit<Route, 'route'> & { readonly name: string })[] = [
  { name: 'events', match: [{ uri: { exact: '/v1/events' } }], retries: never },
  {
    name: 'imports',
    match: [{ uri: { exact: '/v1/imports' } }, { uri: { prefix: '/v1/imports/' } }],
    retries: never,
  },
  {
    name: 'leads-with-key',
    match: [
      { uri: { exact: leads }, method: { exact: 'POST' }, headers: { 'idempotency-key': { regex: '.+' } } },
    ],
    timeout: patience,
    retries: again,
  },
  {
    name: 'reads',
    match: [{ method: { exact: 'GET' } }],
    timeout: patience,
    retries: { ...again, perTryTimeout: '5s' },
  },
  { name: 'writes', timeout: patience, retries: never },
];

/** Of those that lead to every version by its weight. */
export const routeNames: readonly string[] = routes.map(({ name }) => name);

/** By this header a request asks for the newest version; others never see which one answers. */
export const newestHeader = { name: 'x-midcoast-version', value: 'newest' } as const;

/**
 * One question, which changes nothing and asks for nobody's data, is answered by the newest version to whoever wants it
 * so. The weights of a Rollout do not touch it.
 */
function newestRoute(host: string): Route {
  const { name, value } = newestHeader;
  return {
    name: 'newest',
    match: [
      { uri: { exact: '/v1/version' }, method: { exact: 'GET' }, headers: { [name]: { exact: value } } },
    ],
    route: [{ destination: destinationOf(host) }],
    timeout: patience,
    retries: never,
  };
}

/** The routes of our host, and the one question that is answered whatever the host is called. */
export function meshRoutes({ environment, backends, newest }: MeshGiven): readonly VirtualService[] {
  const route = backends.map(({ host, weight }) => ({
    destination: destinationOf(host),
    ...(weight !== undefined && { weight }),
  }));
  const head = { exportTo: visibleHere, gateways: [names.gateway] };
  return [
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: names.virtualService, namespace: names.namespace },
      spec: {
        ...head,
        hosts: [names.host(environment)],
        http: [
          ...(newest === undefined ? [] : [newestRoute(newest)]),
          ...routes.map((each) => ({ ...each, route })),
        ],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: names.readiness, namespace: names.namespace },
      spec: {
        ...head,
        hosts: ['*'],
        http: [
          {
            name: 'readiness',
            match: [{ uri: { exact: probes.readiness.path }, method: { exact: 'GET' } }],
            route: [{ destination: destinationOf(backends[0].host) }],
            timeout: '4s',
            retries: never,
          },
        ],
      },
    },
  ];
}

function destinationOf(host: string) {
  return { host, port: { number: ports.http.port } };
}
