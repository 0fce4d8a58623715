import { names } from '../../names.ts';
import type { DestinationRule } from './istio/destination-rule.ts';
import { visibleHere, type MeshGiven } from './mesh-given.ts';

/** One for each Service that routes lead to, with the same rules: a version is treated as the other is. */
export function circuitBreakers({ backends, newest }: MeshGiven): readonly DestinationRule[] {
  const hosts = new Set([...backends.map(({ host }) => host), ...(newest === undefined ? [] : [newest])]);
  return [...hosts].map(circuitBreaker);
}

/**
 * How a gateway's pod treats the application's: the least busy first, no more connections than they bear, and a pod
 * that fails again and again is left alone for a while. Numbers are those of one pod of the gateway.
 */
function circuitBreaker(host: string): DestinationRule {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: host, namespace: names.namespace },
    spec: {
      host,
      exportTo: visibleHere,
      trafficPolicy: {
        tls: { mode: 'ISTIO_MUTUAL' },
        loadBalancer: { simple: 'LEAST_REQUEST' },
        connectionPool: {
          tcp: {
            // A stream of events holds a connection for as long as it lasts.
            maxConnections: 4_096,
            connectTimeout: '2s',
            tcpKeepalive: { time: '60s', interval: '15s', probes: 3 },
          },
          http: {
            http1MaxPendingRequests: 512,
            http2MaxRequests: 4_096,
            maxRetries: 32,
            idleTimeout: '60s',
          },
        },
        outlierDetection: {
          consecutive5xxErrors: 5,
          // Counts that no answer came apart from answers that say a fault.
          splitExternalLocalOriginErrors: true,
          consecutiveLocalOriginFailures: 5,
          interval: '10s',
          baseEjectionTime: '30s',
          // A fault that all pods have, such as a database that is away, must not leave nobody to answer.
          maxEjectionPercent: 34,
        },
      },
    },
  };
}
