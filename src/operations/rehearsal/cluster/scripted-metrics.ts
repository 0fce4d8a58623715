import { names } from '../../../platform/midcoast.ts';
import { isReady, type Pod } from '../../kubernetes/pod.ts';

/** What all pods of the application bear together; undefined is what nobody tells anything of. */
export type ScriptedLoad = {
  readonly requestsPerSecond: number | undefined;
  /** Thousandths of a processor. */
  readonly milliCpu: number | undefined;
};

export type MetricsState = {
  /** The others' are not scripted: what is asked of them is answered with an empty list. */
  readonly namespace: string;
  readonly pods: readonly Pod[];
  /** What the autoscaler calls requests a second. */
  readonly requestMetric: string;
  readonly load: ScriptedLoad;
  readonly nowMs: number;
};

/**
 * The two APIs that autoscalers ask, as metrics-server and prometheus-adapter serve them:
 * https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-metrics-apis
 */
export const metricsApis = {
  resource: { group: 'metrics.k8s.io', version: 'v1beta1' },
  custom: { group: 'custom.metrics.k8s.io', version: 'v1beta2' },
} as const;

/** So long a value has been measured: a pod that is ready for less counts as one that says nothing. */
const windowSeconds = 1;

const root = ({ group, version }: { readonly group: string; readonly version: string }) =>
  `/apis/${group}/${version}`;

/** The answer to a path; undefined for one that is not there. The load is shared by the pods that are ready. */
export function metricsAnswer(path: string, state: MetricsState): object | undefined {
  const { requestMetric } = state;
  if (path === root(metricsApis.resource)) return resourcesOf(metricsApis.resource, 'pods', 'PodMetrics');
  if (path === root(metricsApis.custom)) {
    return resourcesOf(metricsApis.custom, `pods/${requestMetric}`, 'MetricValueList');
  }
  const [, api, namespace, asked] = /^(\/apis\/[^/]+\/[^/]+)\/namespaces\/([^/]+)\/(.+)$/.exec(path) ?? [];
  const pods = namespace === state.namespace ? state.pods.filter(isReady) : [];
  if (api === root(metricsApis.resource) && asked === 'pods') return cpuList(pods, state);
  if (api === root(metricsApis.custom) && asked === `pods/*/${requestMetric}`) return rateList(pods, state);
  return undefined;
}

function resourcesOf(api: { readonly group: string; readonly version: string }, name: string, kind: string) {
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: `${api.group}/${api.version}`,
    resources: [{ name, singularName: '', namespaced: true, kind, verbs: ['get', 'list'] }],
  };
}

function cpuList(pods: readonly Pod[], { load: { milliCpu }, nowMs }: MetricsState) {
  const apiVersion = `${metricsApis.resource.group}/${metricsApis.resource.version}`;
  const shared = Math.round((milliCpu ?? 0) / pods.length);
  return {
    kind: 'PodMetricsList',
    apiVersion,
    metadata: {},
    items: (milliCpu === undefined ? [] : pods).map(({ metadata: { name, namespace, labels }, spec }) => ({
      metadata: { name, namespace, labels },
      timestamp: new Date(nowMs).toISOString(),
      window: `${windowSeconds}s`,
      containers: spec.containers.map((container) => ({
        name: container.name,
        usage: { cpu: container.name === names.application ? `${shared}m` : '1m', memory: '200Mi' },
      })),
    })),
  };
}

function rateList(pods: readonly Pod[], { requestMetric, load: { requestsPerSecond }, nowMs }: MetricsState) {
  const apiVersion = `${metricsApis.custom.group}/${metricsApis.custom.version}`;
  const shared = Math.round(((requestsPerSecond ?? 0) / pods.length) * 1000);
  return {
    kind: 'MetricValueList',
    apiVersion,
    metadata: {},
    items: (requestsPerSecond === undefined ? [] : pods).map(({ metadata: { name, namespace } }) => ({
      describedObject: { kind: 'Pod', apiVersion: '/v1', name, namespace },
      metric: { name: requestMetric, selector: null },
      timestamp: new Date(nowMs).toISOString(),
      windowSeconds,
      value: `${shared}m`,
    })),
  };
}
