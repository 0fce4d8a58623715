import { names } from './names.ts';

/** Where proxies bring the ways of requests: the collector of OpenTelemetry, by its release in the cluster. */
export const traceCollector = {
  namespace: names.monitoringNamespace,
  service: names.traceCollector,
  /** OTLP over gRPC. */
  port: 4317,
  /** As its chart labels the pods. */
  selector: { 'app.kubernetes.io/name': 'opentelemetry-collector' },
} as const;
