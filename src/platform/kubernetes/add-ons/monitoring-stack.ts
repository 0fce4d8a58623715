import { names } from '../../names.ts';
import type { AddOnPlan } from './add-on.ts';
import { acrossZones, everyNode, nodePriority, sized, systemTolerations } from './placement.ts';
import type { Resources, Spread, Toleration } from './placement.ts';
import { named } from './reach.ts';

/** What the monitoring's own objects ask of the stack, as values of its chart. */
export type MonitoringValues = {
  readonly prometheus: { readonly serviceAccount: object; readonly prometheusSpec: object };
  readonly alertmanager: { readonly serviceAccount: object; readonly alertmanagerSpec: object };
  readonly grafana: { readonly sidecar: object };
};

type Disabled = { readonly enabled: false };
type Budget = { readonly enabled: true; readonly minAvailable: number };

type PodMonitor = {
  readonly name: string;
  readonly namespaceSelector: { readonly matchNames: readonly [string] };
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly podMetricsEndpoints: readonly [{ readonly port: string }];
};

type Volume = {
  readonly volumeClaimTemplate: {
    readonly spec: {
      readonly storageClassName: string;
      readonly accessModes: readonly ['ReadWriteOnce'];
      readonly resources: { readonly requests: { readonly storage: string } };
    };
  };
};

/** https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack */
type StackValues = {
  readonly defaultRules: {
    readonly rules: Readonly<Record<string, false>>;
    readonly disabled: Readonly<Record<string, true>>;
  };
  readonly kubeControllerManager: Disabled;
  readonly kubeScheduler: Disabled;
  readonly kubeEtcd: Disabled;
  readonly kubeProxy: Disabled;
  readonly prometheus: MonitoringValues['prometheus'] & {
    readonly podDisruptionBudget: Budget;
    readonly additionalPodMonitors: readonly PodMonitor[];
    readonly prometheusSpec: {
      readonly replicas: number;
      readonly retention: string;
      readonly retentionSize: string;
      readonly podMonitorSelectorNilUsesHelmValues: false;
      readonly resources: Resources;
      readonly storageSpec: Volume;
      readonly topologySpreadConstraints: readonly Spread[];
    };
  };
  readonly alertmanager: MonitoringValues['alertmanager'] & {
    readonly podDisruptionBudget: Budget;
    readonly alertmanagerSpec: {
      readonly replicas: number;
      readonly resources: Resources;
      readonly storage: Volume;
      readonly topologySpreadConstraints: readonly Spread[];
    };
  };
  readonly grafana: MonitoringValues['grafana'] & {
    readonly rbac: { readonly namespaced: true };
    readonly resources: Resources;
    readonly 'grafana.ini': Readonly<Record<string, Readonly<Record<string, boolean | string>>>>;
  };
  readonly prometheusOperator: {
    readonly resources: Resources;
    readonly tolerations: readonly Toleration[];
  };
  readonly 'kube-state-metrics': {
    readonly resources: Resources;
    readonly tolerations: readonly Toleration[];
    readonly collectorsExclude: readonly ['secrets'];
  };
  readonly 'prometheus-node-exporter': {
    readonly namespaceOverride: string;
    readonly resources: Resources;
    readonly tolerations: readonly Toleration[];
    readonly priorityClassName: string;
  };
};

/** Of what EKS runs itself and shows to nobody: their alerts would fire from the first minute on. */
const rulesOfEks = Object.fromEntries(
  [
    'etcd',
    'kubeControllerManager',
    'kubeSchedulerAlerting',
    'kubeSchedulerRecording',
    'kubeProxy',
    'windows',
  ].map((rule) => [rule, false as const]),
);

/**
 * That nodes could not bear the loss of the greatest: Karpenter leaves no room to spare, and starts another when one is
 * lost. Where it cannot, pods wait, which has an alert of its own.
 */
const alertsOfFixedNodes = { KubeCPUOvercommit: true, KubeMemoryOvercommit: true } as const;

const off = { enabled: false } as const;
const oneStays: Budget = { enabled: true, minAvailable: 1 };

type Controller = {
  readonly namespace: string;
  readonly pods: Readonly<Record<string, string>>;
  /** The name of the container's port. */
  readonly port: string;
};

/** Controllers that are there before the kinds of the operator are, so that their charts bring no monitor. */
const controllers: ReadonlyMap<string, Controller> = new Map([
  ['istiod', { namespace: names.meshNamespace, pods: { app: 'istiod' }, port: 'http-monitoring' }],
  [
    'istio-cni',
    { namespace: names.nodeAgentsNamespace, pods: { 'k8s-app': 'istio-cni-node' }, port: 'metrics' },
  ],
  ['karpenter', { namespace: names.systemNamespace, pods: named('karpenter'), port: 'http-metrics' }],
  [
    'aws-load-balancer-controller',
    { namespace: names.systemNamespace, pods: named('aws-load-balancer-controller'), port: 'metrics-server' },
  ],
  [
    'recommender',
    { namespace: names.recommenderNamespace, pods: named('vertical-pod-autoscaler'), port: 'prometheus' },
  ],
]);

/** Two weeks of metrics, or as much as the volume has room for before it is full. */
const retention = { retention: '15d', retentionSize: '45GB' } as const;
const metricsVolume = '50Gi';
const silencesVolume = '2Gi';

/**
 * Prometheus, Alertmanager and Grafana in pairs, the exporters of nodes and objects, and the operator that reads our
 * own monitors, rules and routes. Grafana is reached by a forwarded port alone: who may forward one may look, and
 * nobody can change what is shown.
 */
export function monitoringStack(told: MonitoringValues): AddOnPlan<StackValues> {
  return {
    name: 'kube-prometheus-stack',
    namespace: names.monitoringNamespace,
    awsAccount: names.alertmanager,
    // Its pods have a proxy of the mesh, their certificates from istiod, and run on nodes of Karpenter.
    needs: ['karpenter', 'istiod'],
    patienceMinutes: 15,
    values: {
      defaultRules: { rules: rulesOfEks, disabled: alertsOfFixedNodes },
      kubeControllerManager: off,
      kubeScheduler: off,
      kubeEtcd: off,
      kubeProxy: off,
      prometheus: prometheus(told.prometheus),
      alertmanager: alertmanager(told.alertmanager),
      grafana: {
        ...told.grafana,
        // By itself its sidecar may read every Secret of the cluster, and whoever forwards a port is let in to it.
        rbac: { namespaced: true },
        resources: sized('100m', '512Mi'),
        'grafana.ini': {
          'auth.anonymous': { enabled: true, org_role: 'Viewer' },
          auth: { disable_login_form: true },
          analytics: { reporting_enabled: false, check_for_updates: false },
        },
      },
      prometheusOperator: { resources: sized('100m', '256Mi'), tolerations: systemTolerations },
      'kube-state-metrics': {
        resources: sized('50m', '256Mi'),
        tolerations: systemTolerations,
        // To count Secrets it would have to read them all, and nobody asks how many there are.
        collectorsExclude: ['secrets'],
      },
      'prometheus-node-exporter': {
        namespaceOverride: names.nodeAgentsNamespace,
        resources: sized('50m', '64Mi'),
        tolerations: everyNode,
        priorityClassName: nodePriority,
      },
    },
  };
}

function prometheus(told: MonitoringValues['prometheus']): StackValues['prometheus'] {
  return {
    ...told,
    podDisruptionBudget: oneStays,
    additionalPodMonitors: Array.from(controllers, ([name, controller]) => podMonitor(name, controller)),
    prometheusSpec: {
      ...told.prometheusSpec,
      replicas: 2,
      ...retention,
      podMonitorSelectorNilUsesHelmValues: false,
      resources: sized('500m', '3Gi'),
      storageSpec: volume(metricsVolume),
      topologySpreadConstraints: acrossZones({ 'app.kubernetes.io/name': 'prometheus' }),
    },
  };
}

function alertmanager(told: MonitoringValues['alertmanager']): StackValues['alertmanager'] {
  return {
    ...told,
    podDisruptionBudget: oneStays,
    alertmanagerSpec: {
      ...told.alertmanagerSpec,
      replicas: 2,
      resources: sized('50m', '256Mi'),
      storage: volume(silencesVolume),
      topologySpreadConstraints: acrossZones({ 'app.kubernetes.io/name': 'alertmanager' }),
    },
  };
}

function podMonitor(name: string, { namespace, pods, port }: Controller): PodMonitor {
  return {
    name,
    namespaceSelector: { matchNames: [namespace] },
    selector: { matchLabels: pods },
    podMetricsEndpoints: [{ port }],
  };
}

function volume(storage: string): Volume {
  return {
    volumeClaimTemplate: {
      spec: {
        storageClassName: names.storageClass,
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage } },
      },
    },
  };
}
