import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { images } from './images.ts';

/** A stage of KWOK: which objects, after how long, become what (https://kwok.sigs.k8s.io/docs/user/stages-configuration). */
export type Stage = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly resourceRef: { readonly apiGroup: string; readonly kind: string };
    readonly selector: { readonly matchExpressions: readonly Expression[] };
    readonly delay?: { readonly durationMilliseconds: number };
    readonly next: { readonly statusTemplate?: string; readonly delete?: boolean };
  };
};

type Expression = { readonly key: string; readonly operator: string; readonly values?: readonly string[] };

/** KWOK's own, for nodes that are well and pods that do what they should. */
const makersStages = [
  'kustomize/stage/node/fast/node-initialize.yaml',
  'kustomize/stage/node/heartbeat-with-lease/node-heartbeat-with-lease.yaml',
  'kustomize/stage/pod/fast/pod-ready.yaml',
  'kustomize/stage/pod/fast/pod-complete.yaml',
  'kustomize/stage/pod/fast/pod-delete.yaml',
] as const;

/** So long a pod takes to start, and to stop: enough for the cluster to be seen on the way. */
const delaysMs: Readonly<Record<string, number>> = {
  'pod-ready': 500,
  'pod-complete': 300,
  'pod-delete': 700,
};

/** Writes the stages of a rehearsal into a file for KWOK. */
export async function writeStages(kwokFolder: string, path: string): Promise<void> {
  const texts = await Promise.all(makersStages.map((file) => readFile(join(kwokFolder, file), 'utf8')));
  const stages = rehearsedStages(texts.map((text) => parse(text) as Stage));
  // JSON is YAML, too.
  await writeFile(path, stages.map((stage) => JSON.stringify(stage)).join('\n---\n'));
}

/** The makers' stages with time in them, and one more: an image that is not there. */
export function rehearsedStages(stages: readonly Stage[]): readonly Stage[] {
  return [
    ...stages.map((stage) => {
      const { name } = stage.metadata;
      const timed = delaysMs[name] === undefined ? stage : delayed(stage, delaysMs[name]);
      return name === 'pod-ready' ? only(timed, { key: brokenContainers, operator: 'DoesNotExist' }) : timed;
    }),
    pullFails,
  ];
}

/**
 * In the words of jq: names of the containers whose image is the broken one. Jobs do start it, since otherwise the
 * migration already would keep the version back, and there would be no rollout to be stuck.
 */
const brokenContainers = `select( .metadata.ownerReferences.[0].kind != "Job" ) | .spec.containers.[] | select( .image | endswith("@${images.broken}") ) | .name`;

/** What a kubelet says of a pod whose image cannot be pulled. */
const pullFails: Stage = {
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'Stage',
  metadata: { name: 'pod-image-pull-fails' },
  spec: {
    resourceRef: { apiGroup: 'v1', kind: 'Pod' },
    selector: {
      matchExpressions: [
        { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' },
        { key: '.status.containerStatuses', operator: 'DoesNotExist' },
        { key: brokenContainers, operator: 'Exists' },
      ],
    },
    delay: { durationMilliseconds: 500 },
    next: {
      statusTemplate: `
conditions:
- lastTransitionTime: {{ Now | Quote }}
  status: "False"
  type: Ready
  reason: ContainersNotReady
containerStatuses:
{{ range .spec.containers }}
- image: {{ .image | Quote }}
  imageID: ""
  name: {{ .name | Quote }}
  ready: false
  restartCount: 0
  state:
    waiting:
      reason: ImagePullBackOff
      message: the image is not there
{{ end }}
phase: Pending
`,
    },
  },
};

function delayed(stage: Stage, durationMilliseconds: number): Stage {
  return { ...stage, spec: { ...stage.spec, delay: { durationMilliseconds } } };
}

function only(stage: Stage, expression: Expression): Stage {
  const { matchExpressions } = stage.spec.selector;
  return {
    ...stage,
    spec: { ...stage.spec, selector: { matchExpressions: [...matchExpressions, expression] } },
  };
}
