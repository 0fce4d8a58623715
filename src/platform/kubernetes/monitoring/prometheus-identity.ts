import { names } from '../../names.ts';
import { scrapeCertificates } from './service-monitor.ts';

/**
 * What the release of Prometheus must have for the mesh to let it scrape: the service account that the policy names,
 * and a proxy beside it that takes no traffic and only renews its certificate. As values of `prometheusSpec`.
 */
export const prometheusIdentity = {
  serviceAccountName: names.prometheus,
  podMetadata: {
    labels: { 'sidecar.istio.io/inject': 'true' },
    annotations: {
      'traffic.sidecar.istio.io/includeInboundPorts': '',
      'traffic.sidecar.istio.io/includeOutboundIPRanges': '',
      'proxy.istio.io/config': JSON.stringify({ proxyMetadata: { OUTPUT_CERTS: scrapeCertificates } }),
      'sidecar.istio.io/userVolumeMount': JSON.stringify([
        { name: 'istio-certs', mountPath: scrapeCertificates },
      ]),
    },
  },
  volumes: [{ name: 'istio-certs', emptyDir: { medium: 'Memory' } }],
  volumeMounts: [{ name: 'istio-certs', mountPath: scrapeCertificates, readOnly: true }],
} as const;
