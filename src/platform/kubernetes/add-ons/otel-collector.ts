import { hole } from '../../holes.ts';
import { names } from '../../names.ts';
import type { AddOnPlan } from './add-on.ts';
import { acrossZones, restrictedContainer, sized } from './placement.ts';
import type { Resources, Spread } from './placement.ts';

type Pipeline = {
  readonly receivers: readonly string[];
  readonly processors: readonly string[];
  readonly exporters: readonly string[];
};

/** What the chart brings by itself and we leave out. */
type None = null;
type Unused = { readonly enabled: false };

/** https://github.com/open-telemetry/opentelemetry-helm-charts/tree/main/charts/opentelemetry-collector */
type CollectorValues = {
  readonly fullnameOverride: string;
  readonly mode: 'deployment';
  readonly image: { readonly repository: string };
  readonly command: { readonly name: string };
  readonly replicaCount: number;
  readonly serviceAccount: { readonly create: true; readonly name: string };
  readonly config: {
    readonly receivers: { readonly jaeger: None; readonly zipkin: None; readonly prometheus: None };
    readonly exporters: { readonly awsxray: { readonly region: string } };
    readonly service: {
      readonly pipelines: { readonly traces: Pipeline; readonly metrics: None; readonly logs: None };
    };
  };
  readonly ports: Readonly<
    Record<'otlp-http' | 'jaeger-compact' | 'jaeger-thrift' | 'jaeger-grpc' | 'zipkin', Unused>
  >;
  readonly resources: Resources;
  readonly topologySpreadConstraints: readonly Spread[];
  readonly podDisruptionBudget: { readonly enabled: true; readonly maxUnavailable: number };
  readonly podSecurityContext: {
    readonly runAsNonRoot: true;
    readonly runAsUser: number;
    readonly seccompProfile: { readonly type: 'RuntimeDefault' };
  };
  readonly securityContext: typeof restrictedContainer;
};

const unused: Unused = { enabled: false };

/**
 * It takes the traces of the mesh by OTLP and hands them to X-Ray with a role of its own. Metrics are scraped and
 * logs are tailed, so it takes neither.
 */
export const otelCollector: AddOnPlan<CollectorValues> = {
  name: 'otel-collector',
  namespace: names.monitoringNamespace,
  awsAccount: names.traceCollector,
  needs: ['karpenter'],
  patienceMinutes: 5,
  values: {
    fullnameOverride: names.traceCollector,
    mode: 'deployment',
    image: {
      repository: 'ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib',
    },
    command: { name: 'otelcol-contrib' },
    replicaCount: 2,
    serviceAccount: { create: true, name: names.traceCollector },
    config: {
      receivers: { jaeger: null, zipkin: null, prometheus: null },
      exporters: { awsxray: { region: hole('REGION') } },
      service: {
        pipelines: {
          traces: {
            receivers: ['otlp'],
            processors: ['memory_limiter', 'batch'],
            exporters: ['awsxray'],
          },
          metrics: null,
          logs: null,
        },
      },
    },
    ports: {
      'otlp-http': unused,
      'jaeger-compact': unused,
      'jaeger-thrift': unused,
      'jaeger-grpc': unused,
      zipkin: unused,
    },
    resources: sized('100m', '512Mi'),
    topologySpreadConstraints: acrossZones({ 'app.kubernetes.io/name': 'opentelemetry-collector' }),
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    podSecurityContext: { runAsNonRoot: true, runAsUser: 10_001, seccompProfile: { type: 'RuntimeDefault' } },
    securityContext: restrictedContainer,
  },
};
