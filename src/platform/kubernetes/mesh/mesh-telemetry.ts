import { names } from '../../names.ts';
import { traceCollector } from '../../trace-collector.ts';
import type { Telemetry } from './istio/telemetry.ts';

const accessLog = names.object('access-log');
const traces = names.object('traces');

/** Of a hundred requests, those whose way is kept. */
const sampledPercent = 5;

/**
 * What Telemetry refers to by name, for the configuration of the mesh. The log has no address, no agent and no
 * query: a search for a lead may be its e-mail address.
 * https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider
 */
export const meshProviders = [
  {
    name: accessLog,
    envoyFileAccessLog: {
      path: '/dev/stdout',
      logFormat: {
        labels: {
          time: '%START_TIME%',
          method: '%REQ(:METHOD)%',
          path: '%REQ_WITHOUT_QUERY(X-ENVOY-ORIGINAL-PATH?:PATH)%',
          route: '%ROUTE_NAME%',
          status: '%RESPONSE_CODE%',
          flags: '%RESPONSE_FLAGS%',
          details: '%RESPONSE_CODE_DETAILS%',
          milliseconds: '%DURATION%',
          bytesIn: '%BYTES_RECEIVED%',
          bytesOut: '%BYTES_SENT%',
          upstream: '%UPSTREAM_HOST%',
          attempts: '%UPSTREAM_REQUEST_ATTEMPT_COUNT%',
          requestId: '%REQ(X-REQUEST-ID)%',
          traceId: '%TRACE_ID%',
        },
      },
    },
  },
  {
    name: traces,
    opentelemetry: {
      service: `${traceCollector.service}.${traceCollector.namespace}.svc.cluster.local`,
      port: traceCollector.port,
    },
  },
] as const;

/** What the proxies of the namespace tell: each request in a line, and the way of some. */
export function meshTelemetry(): Telemetry {
  return {
    apiVersion: 'telemetry.istio.io/v1',
    kind: 'Telemetry',
    metadata: { name: names.object('telemetry'), namespace: names.namespace },
    spec: {
      accessLogging: [{ providers: [{ name: accessLog }] }],
      tracing: [
        {
          providers: [{ name: traces }],
          randomSamplingPercentage: sampledPercent,
          // Envoy's own tags of these names hold the query, the client and its address.
          customTags: Object.fromEntries(
            ['http.url', 'user_agent', 'peer.address'].map((tag) => [
              tag,
              { literal: { value: 'withheld' } },
            ]),
          ),
        },
      ],
    },
  };
}
