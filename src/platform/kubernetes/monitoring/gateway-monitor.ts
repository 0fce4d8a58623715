import type { IPodMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { gatewaySelector } from '../../labels.ts';
import type { Manifest } from '../../manifest.ts';
import { names } from '../../names.ts';
import { proxyMetrics } from '../../proxy-metrics.ts';
import { gatewayMetrics } from './gateway-series.ts';

/**
 * The gateway is scraped, too: requests that it answers itself are in no metric of the application. Of its thousands of
 * series only those are kept that somebody looks at.
 */
export function gatewayMonitor(): Manifest & IPodMonitor {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name: names.gateway, namespace: names.namespace },
    spec: {
      selector: { matchLabels: { ...gatewaySelector } },
      namespaceSelector: { matchNames: [names.namespace] },
      podMetricsEndpoints: [
        {
          port: proxyMetrics.name,
          path: proxyMetrics.path,
          scheme: 'http',
          interval: '15s',
          scrapeTimeout: '10s',
          metricRelabelings: [
            { action: 'keep', sourceLabels: ['__name__'], regex: Object.keys(gatewayMetrics).join('|') },
          ],
        },
      ],
    },
  };
}
