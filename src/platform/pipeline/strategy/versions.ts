import type { IService } from 'kubernetes-models/v1/Service';
import type { Strategy } from '../../../environments/environment.ts';
import { ports } from '../../../service/contract.ts';
import { selectorOf } from '../../labels.ts';
import { names } from '../../names.ts';

/** Where a route leads: a Service, and its percentage where there are two. */
type Backend = { readonly host: string; readonly weight?: number };

/** A Service for each of two versions side by side: the one in use first. */
export const canaryServices = {
  stable: names.versionService('stable'),
  canary: names.versionService('canary'),
} as const;
export const blueGreenServices = {
  active: names.versionService('active'),
  preview: names.versionService('preview'),
} as const;

/** Where the routes lead, the version in use first. When nothing is being rolled out, all requests go to that one. */
export function backendsOf(strategy: Strategy): readonly [Backend, ...Backend[]] {
  const backends: Readonly<Record<Strategy, readonly [Backend, ...Backend[]]>> = {
    rolling: [{ host: names.application }],
    'blue-green': [{ host: blueGreenServices.active }],
    canary: [
      { host: canaryServices.stable, weight: 100 },
      { host: canaryServices.canary, weight: 0 },
    ],
  };
  return backends[strategy];
}

/**
 * The Service of the newest version, while it is rolled out and after; undefined where there are no two. A request with
 * `newestHeader` comes to it, whatever the weights are: so a deploy asks what nobody else asks at night.
 */
export function newestOf(strategy: Strategy): string | undefined {
  const newest: Readonly<Record<Strategy, string | undefined>> = {
    rolling: undefined,
    'blue-green': blueGreenServices.preview,
    canary: canaryServices.canary,
  };
  return newest[strategy];
}

/**
 * A Service that a Rollout narrows to the pods of one version. Until it does, it finds all of them, so that routes may
 * lead here before there is a Rollout. It is no Service of the application by its labels: those are for Prometheus,
 * which would scrape each pod once more.
 */
export function versionService(name: string): IService {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      namespace: names.namespace,
      labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': names.namespace },
    },
    spec: {
      type: 'ClusterIP',
      selector: selectorOf('app'),
      ports: [
        {
          name: 'http',
          port: ports.http.port,
          targetPort: 'http',
          protocol: 'TCP',
          appProtocol: 'http',
        },
      ],
    },
  };
}
