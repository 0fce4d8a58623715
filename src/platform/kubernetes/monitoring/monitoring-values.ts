import { names } from '../../names.ts';
import { scrapeCertificates } from './service-monitor.ts';

export const dashboardLabel = 'grafana_dashboard';
export const folderAnnotation = 'grafana_folder';

/**
 * What the release of kube-prometheus-stack must be told for our objects to be seen, and for Prometheus to be let in
 * where the metrics are: it runs as the service account that the policy names, beside a proxy that takes no traffic
 * and only renews its certificate. As values of its chart.
 */
export const monitoringValues = {
  prometheus: {
    serviceAccount: { create: true, name: names.prometheus },
    prometheusSpec: {
      // Otherwise it looks at objects of its own release alone.
      serviceMonitorSelectorNilUsesHelmValues: false,
      ruleSelectorNilUsesHelmValues: false,
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
    },
  },
  alertmanager: {
    // Its role of AWS, by which it tells us, goes by this name.
    serviceAccount: { create: true, name: names.alertmanager },
    // By itself the operator would show our routes the alerts of our namespace alone.
    alertmanagerSpec: { alertmanagerConfigMatcherStrategy: { type: 'None' } },
  },
  grafana: {
    sidecar: {
      dashboards: {
        enabled: true,
        label: dashboardLabel,
        folderAnnotation,
        // Beside those that come with the stack: it may look nowhere else.
        searchNamespace: [names.monitoringNamespace],
      },
    },
  },
} as const;
