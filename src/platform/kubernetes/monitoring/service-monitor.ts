import type { IServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { probes } from '../../../service/contract.ts';
import { names } from '../../names.ts';
import type { Manifest } from '../../manifest.ts';
import { selectorOf } from '../../labels.ts';

/** Where Prometheus finds its certificate of the mesh: its pod has a proxy that writes it, and takes no traffic. */
export const scrapeCertificates = '/etc/prom-certs';

/**
 * What is scraped, and how: over the mesh's own TLS, since no port of the application answers otherwise.
 * https://istio.io/latest/docs/ops/integrations/prometheus/#tls-settings
 */
export function serviceMonitor(): Manifest & IServiceMonitor {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name: names.monitor, namespace: names.namespace },
    spec: {
      selector: { matchLabels: selectorOf('app') },
      namespaceSelector: { matchNames: [names.namespace] },
      endpoints: [
        {
          port: probes.metrics.port,
          path: probes.metrics.path,
          scheme: 'https',
          interval: '15s',
          scrapeTimeout: '10s',
          tlsConfig: {
            caFile: `${scrapeCertificates}/root-cert.pem`,
            certFile: `${scrapeCertificates}/cert-chain.pem`,
            keyFile: `${scrapeCertificates}/key.pem`,
            // Certificates of the mesh bear identities and no names of hosts; the policy of the pod looks at ours.
            insecureSkipVerify: true,
          },
        },
      ],
    },
  };
}
