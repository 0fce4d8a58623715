import { names } from '../../names.ts';
import type { AddOnPlan } from './add-on.ts';
import { acrossZones, clusterPriority, sized, systemTolerations } from './placement.ts';
import type { Resources, Spread, Toleration } from './placement.ts';
import { prometheusPort } from './reach.ts';

/** What a pod is scaled by: under which name it is asked for, and how it is computed of what series. */
export type PodMetric = { readonly name: string; readonly series: string; readonly query: string };

type AdapterRule = {
  readonly seriesQuery: string;
  readonly resources: { readonly overrides: Readonly<Record<string, { readonly resource: string }>> };
  readonly name: { readonly matches: string; readonly as: string };
  readonly metricsQuery: string;
};

/** https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus-adapter */
type AdapterValues = {
  readonly prometheus: { readonly url: string; readonly port: number };
  readonly rules: { readonly default: false; readonly custom: readonly AdapterRule[] };
  readonly replicas: number;
  readonly resources: Resources;
  readonly tolerations: readonly Toleration[];
  readonly topologySpreadConstraints: readonly Spread[];
  readonly priorityClassName: string;
  readonly podDisruptionBudget: {
    readonly enabled: true;
    readonly minAvailable: null;
    readonly maxUnavailable: number;
  };
};

/** It answers the autoscaler what Prometheus knows of a pod: our metric, and no other. */
export function prometheusAdapter(metric: PodMetric): AddOnPlan<AdapterValues> {
  return {
    name: 'prometheus-adapter',
    namespace: names.monitoringNamespace,
    needs: ['kube-prometheus-stack'],
    patienceMinutes: 5,
    values: {
      prometheus: {
        url: `http://${names.prometheusService}.${names.monitoringNamespace}.svc`,
        port: prometheusPort,
      },
      rules: {
        default: false,
        custom: [
          {
            seriesQuery: `${metric.series}{namespace!="",pod!=""}`,
            resources: { overrides: { namespace: { resource: 'namespace' }, pod: { resource: 'pod' } } },
            name: { matches: `^${metric.series}$`, as: metric.name },
            metricsQuery: metric.query,
          },
        ],
      },
      replicas: 2,
      resources: sized('100m', '256Mi'),
      tolerations: systemTolerations,
      topologySpreadConstraints: acrossZones({ 'app.kubernetes.io/name': 'prometheus-adapter' }),
      priorityClassName: clusterPriority,
      podDisruptionBudget: { enabled: true, minAvailable: null, maxUnavailable: 1 },
    },
  };
}
