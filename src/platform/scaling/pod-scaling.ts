import type { IVerticalPodAutoscaler } from '@kubernetes-models/autoscaler/autoscaling.k8s.io/v1/VerticalPodAutoscaler';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import type { Environment } from '../../environments/environment.ts';
import type { MetricName } from '../../service/contract.ts';
import { labelsOf } from '../labels.ts';
import type { Manifest } from '../manifest.ts';
import { names } from '../names.ts';

export type PodScalingGiven = {
  readonly environment: Environment;
  /** What is scaled: the Deployment when rolling, the Rollout over it otherwise. */
  readonly target: { readonly apiVersion: string; readonly kind: string; readonly name: string };
};

const counted: MetricName = 'http_server_request_duration_seconds';

/** Requests a second of one pod: what prometheus-adapter answers, and by which query. */
export const requestRate = {
  name: 'http_server_requests_per_second',
  series: `${counted}_count`,
  /** In the template of prometheus-adapter; a minute evens out the bursts of sources. */
  query: 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[1m])) by (<<.GroupBy>>)',
} as const;

/** Percent of the processor that a pod asked for. Above, a burst finds no room until the next pod is there. */
const cpuPercent = 70;

/** Requests a second of a pod, well below what half a processor answers. */
const requestsPerSecond = 150;

/** How many pods there are, between the least and the most of the environment; and what each should ask for. */
export function podScaling({ environment, target }: PodScalingGiven): readonly Manifest[] {
  return [horizontal(environment, target), vertical(target)];
}

function horizontal(
  { application }: Environment,
  target: PodScalingGiven['target'],
): IHorizontalPodAutoscaler {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: names.podAutoscaler, namespace: names.namespace, labels: labelsOf('app') },
    spec: {
      scaleTargetRef: target,
      minReplicas: application.leastPods,
      maxReplicas: application.mostPods,
      metrics: [
        {
          // Of our container alone: a sidecar's share would hide it.
          type: 'ContainerResource',
          containerResource: {
            name: 'cpu',
            container: names.application,
            target: { type: 'Utilization', averageUtilization: cpuPercent },
          },
        },
        {
          type: 'Pods',
          pods: {
            metric: { name: requestRate.name },
            target: { type: 'AverageValue', averageValue: String(requestsPerSecond) },
          },
        },
      ],
      behavior: {
        scaleUp: {
          stabilizationWindowSeconds: 0,
          selectPolicy: 'Max',
          policies: [
            { type: 'Percent', value: 100, periodSeconds: 30 },
            { type: 'Pods', value: 3, periodSeconds: 30 },
          ],
        },
        // Slowly, as traffic comes back more often than it stays away.
        scaleDown: {
          stabilizationWindowSeconds: 300,
          policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }],
        },
      },
    },
  };
}

/** It only recommends: changing a pod means ending it, and two autoscalers on one processor would fight. */
function vertical(target: PodScalingGiven['target']): IVerticalPodAutoscaler {
  return {
    apiVersion: 'autoscaling.k8s.io/v1',
    kind: 'VerticalPodAutoscaler',
    metadata: { name: names.application, namespace: names.namespace, labels: labelsOf('app') },
    spec: {
      targetRef: target,
      updatePolicy: { updateMode: 'Off' },
      resourcePolicy: {
        containerPolicies: [
          { containerName: names.application, controlledResources: ['cpu', 'memory'] },
          { containerName: '*', mode: 'Off' },
        ],
      },
    },
  };
}
