import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { Manifest, Platform } from '../../../platform/midcoast.ts';
import { manifestsOf, objectName } from './manifest.ts';

/** What starts pods, and how they are made. */
export type Workload = {
  readonly manifest: Manifest;
  readonly where: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly pod: IPodSpec;
};

type PodTemplate = {
  readonly metadata?: Partial<Pick<Workload, 'labels' | 'annotations'>>;
  readonly spec?: IPodSpec;
};

/** How far down the template of the pods lies, by kind. */
const templates: Readonly<Record<string, (spec: Record<string, never>) => unknown>> = {
  Deployment: (spec) => spec['template'],
  StatefulSet: (spec) => spec['template'],
  DaemonSet: (spec) => spec['template'],
  // None where it moves the pods of a Deployment.
  Rollout: (spec) => spec['template'],
  Job: (spec) => spec['template'],
  CronJob: (spec) => spec['jobTemplate']?.['spec']?.['template'],
};

/** Everything that starts pods. */
export function workloads(platform: Platform): readonly Workload[] {
  return manifestsOf(platform).flatMap((manifest) => {
    const spec = 'spec' in manifest ? (manifest.spec as Record<string, never>) : {};
    const template = templates[manifest.kind]?.(spec) as PodTemplate | undefined;
    if (template?.spec === undefined) return [];
    const { labels = {}, annotations = {} } = template.metadata ?? {};
    return [{ manifest, where: objectName(manifest), labels, annotations, pod: template.spec }];
  });
}

/** The containers of a pod, those before the others included. */
export function containersOf({ pod }: Workload): readonly IContainer[] {
  return [...(pod.initContainers ?? []), ...pod.containers];
}

/** Where a pod states none: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination */
const usualGraceSeconds = 30;

/** Seconds from SIGTERM to SIGKILL. */
export function graceSecondsOf({ pod }: Workload): number {
  return pod.terminationGracePeriodSeconds ?? usualGraceSeconds;
}
