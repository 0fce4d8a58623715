/**
 * Where a proxy of the mesh tells what it saw, beside all listeners and their policies, and without TLS. The names are
 * Istio's: https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio
 */
export const proxyMetrics = { name: 'http-envoy-prom', port: 15_090, path: '/stats/prometheus' } as const;
