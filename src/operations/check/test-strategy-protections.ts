import { drop, spoil, spoilPod, type ObjectRemoval } from './test-object-removal.ts';

const rollout = 'Rollout midcoast-app';
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'midcoast-app' };
const serviceMonitor = 'ServiceMonitor midcoast-monitor';
const gateway = 'Deployment midcoast-gateway';

/** Whether what scales, watches and judges fits how the application is shipped, and what serves ends in order. */
export const strategyRemovals: readonly ObjectRemoval[] = [
  spoil(
    'what the autoscaler scales',
    'autoscalers-fit-the-strategy',
    'HorizontalPodAutoscaler midcoast-hpa',
    (spec) => {
      spec.scaleTargetRef = deployment;
    },
  ),
  spoil(
    'what is recommended for',
    'autoscalers-fit-the-strategy',
    'VerticalPodAutoscaler midcoast-app',
    (spec) => {
      spec.targetRef = deployment;
    },
  ),
  spoil('every analysis', 'versions-are-judged', rollout, (spec) => {
    const { canary } = spec.strategy;
    canary.steps = canary.steps.filter((step: { analysis?: object }) => step.analysis === undefined);
  }),
  spoil('the analysis at the greatest weight', 'versions-are-judged', rollout, (spec) => {
    spec.strategy.canary.steps.pop();
  }),
  drop('the Rollout', ['autoscalers-find-targets', 'routes-are-moved', 'rollout-is-the-strategy'], rollout),
  spoil('what an analysis is told', 'analyses-can-ask', rollout, (spec) => {
    delete spec.strategy.canary.steps.at(-1).analysis.args;
  }),
  spoil('the argument of a question', 'analyses-can-ask', 'AnalysisTemplate midcoast-objectives', (spec) => {
    spec.args[0].name = 'hash';
  }),
  spoil('where an analysis asks', 'analyses-can-ask', 'AnalysisTemplate midcoast-objectives', (spec) => {
    spec.metrics[0].provider.prometheus.address = 'http://prometheus.monitoring:9091';
  }),
  spoil('the certificate that Prometheus shows', 'monitors-find-pods', serviceMonitor, (spec) => {
    spec.endpoints[0].scheme = 'http';
  }),
  spoil('the port of the metrics', 'monitors-find-pods', serviceMonitor, (spec) => {
    spec.endpoints[0].port = 'metricz';
  }),
  spoil('the port that Prometheus may ask', 'monitors-find-pods', serviceMonitor, (spec) => {
    spec.endpoints[0].port = 'http';
  }),
  spoil('the Service that is watched', 'monitors-find-pods', serviceMonitor, (spec) => {
    spec.selector.matchLabels = { x: 'y' };
  }),
  spoil('the one Service that is watched', 'monitors-find-pods', serviceMonitor, (spec) => {
    spec.selector.matchLabels = { 'app.kubernetes.io/part-of': 'midcoast' };
  }),
  spoil('the pods of the gateway’s monitor', 'monitors-find-pods', 'PodMonitor midcoast-gateway', (spec) => {
    spec.selector.matchLabels = { x: 'y' };
  }),
  spoilPod('the time of the gateway’s end', 'targets-leave-in-order', gateway, (pod) => {
    pod.terminationGracePeriodSeconds = 5;
  }),
  spoilPod('the gateway’s pause before the end', 'targets-leave-in-order', gateway, (_, container) => {
    delete container.lifecycle;
  }),
  spoilPod('a memory that some node has', 'pods-fit-nodes', 'Deployment midcoast-app', (_, container) => {
    Object.assign(container.resources.requests, { memory: '64Gi' });
    Object.assign(container.resources.limits, { memory: '64Gi' });
  }),
  spoilPod(
    'a processor count that some node has',
    'pods-fit-nodes',
    'CronJob midcoast-migrate',
    (_, container) => {
      container.resources.requests.cpu = '7';
    },
  ),
];
