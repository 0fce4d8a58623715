import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { IPriorityClass } from 'kubernetes-models/scheduling.k8s.io/v1/PriorityClass';
import type { IService } from 'kubernetes-models/v1/Service';
import type { ITopologySpreadConstraint } from 'kubernetes-models/v1/TopologySpreadConstraint';
import type { Environment } from '../../../environments/environment.ts';
import { ports } from '../../../service/contract.ts';
import { gracefulStop } from '../../graceful-stop.ts';
import { names } from '../../names.ts';
import { labelsOf, selectorOf } from '../../labels.ts';
import type { Manifest } from '../../manifest.ts';
import { overZones } from '../../zone-spread.ts';
import { appProbes } from './app-probes.ts';
import { podOf, type Resources } from './pod.ts';

/** `midcoast-app`: what answers to the world. Its count is the autoscaler's alone, so none is stated here. */
export function application(environment: Environment): readonly Manifest[] {
  return [servingPriority, service, disruptionBudget, deployment(environment)];
}

const metadata = { name: names.application, namespace: names.namespace, labels: labelsOf('app') };

/** A Node process works on one processor; collecting garbage and compiling take another now and then. */
const resources: Resources = { cpu: '500m', mostCpu: '2', memory: '512Mi' };

/** A Deployment's mark of a version, and a Rollout's; a pod has one of them. */
const versionLabels = ['pod-template-hash', 'rollouts-pod-template-hash'] as const;

/** Where nodes are full and no more may be started, jobs wait and the application does not. */
const servingPriority: IPriorityClass = {
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name: names.servingPriority },
  description: 'What answers to the world',
  value: 1_000_000,
};

const service: IService = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata,
  spec: {
    type: 'ClusterIP',
    selector: selectorOf('app'),
    ports: Object.entries(ports).map(([name, { port }]) => ({
      name,
      port,
      targetPort: name,
      protocol: 'TCP' as const,
      appProtocol: 'http',
    })),
  },
};

/** One pod at a time leaves for a node's sake. One that does not serve anyway may always be put out. */
const disruptionBudget: IPodDisruptionBudget = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata,
  spec: {
    maxUnavailable: 1,
    selector: { matchLabels: selectorOf('app') },
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
  },
};

function deployment(environment: Environment): IDeployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      selector: { matchLabels: selectorOf('app') },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      // Ready twice in a row before the next one goes.
      minReadySeconds: 10,
      progressDeadlineSeconds: 300,
      revisionHistoryLimit: 5,
      template: {
        metadata: { labels: labelsOf('app') },
        spec: {
          ...podOf({
            environment,
            process: 'app',
            resources,
            container: {
              ports: Object.entries(ports).map(([name, { port }]) => ({ name, containerPort: port })),
              ...appProbes,
              lifecycle: { preStop: { sleep: { seconds: gracefulStop.preStopSeconds } } },
            },
          }),
          priorityClassName: names.servingPriority,
          terminationGracePeriodSeconds: gracefulStop.terminationGraceSeconds,
          topologySpreadConstraints: [
            overZones(environment, { labels: selectorOf('app'), versionLabels }),
            overNodes(),
          ],
        },
      },
    },
  };
}

/** Where nodes are few, two on one are better than one that waits. */
function overNodes(): ITopologySpreadConstraint {
  return {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: selectorOf('app') },
    matchLabelKeys: [...versionLabels],
    nodeTaintsPolicy: 'Honor',
  };
}
