import type { IContainer } from 'kubernetes-models/v1/Container';
import type { Rule } from '../rule.ts';
import { manifestsOf, objectName } from '../objects/manifest.ts';
import { containersOf, workloads, type Workload } from '../objects/workload.ts';

const restricted: Rule = {
  id: 'pods-restricted',
  says: 'No pod runs as root, writes to its image, gains rights or sees a token of Kubernetes that it does not use.',
  mend: 'Take the settings of podOf in kubernetes/application/pod.ts.',
  find: (platform) =>
    workloads(platform).flatMap((workload) =>
      [
        ...podFaults(workload),
        ...containersOf(workload).flatMap((container) => containerFaults(container, workload)),
      ].map((seen) => ({ where: workload.where, seen })),
    ),
};

const immutable: Rule = {
  id: 'images-by-digest',
  says: 'Every image is named by its digest: what was tested is what runs.',
  mend: 'Write the image as imageOf does, with a digest behind @ and no tag.',
  find: (platform) =>
    workloads(platform).flatMap((workload) =>
      containersOf(workload)
        .filter(({ image = '' }) => !byDigest.test(image) && image !== filledByInjection)
        .map(({ name, image = 'none' }) => ({ where: workload.where, seen: `${name} runs ${image}` })),
    ),
};

const counts: Rule = {
  id: 'counts-are-the-autoscalers',
  says: 'No manifest states how many pods there are: applied again, it would undo what the autoscaler did.',
  mend: 'Remove replicas from the manifest, and set the least and the most in the environment.',
  find: (platform) =>
    manifestsOf(platform)
      .filter((manifest) => counted.has(manifest.kind) && replicasOf(manifest) !== undefined)
      .map((manifest) => ({
        where: objectName(manifest),
        seen: `states ${String(replicasOf(manifest))} replicas`,
      })),
};

const memory: Rule = {
  id: 'memory-is-kept',
  says: 'Every container has requests and limits, and may use the memory that is kept for it and no more.',
  mend: 'Give the container processor and memory in requests and in limits, memory the same in both.',
  find: (platform) =>
    workloads(platform).flatMap((workload) =>
      containersOf(workload)
        .filter(({ image }) => image !== filledByInjection)
        .flatMap((container) => resourceFaults(container))
        .map((seen) => ({ where: workload.where, seen })),
    ),
};

export const podSafetyRules: readonly Rule[] = [restricted, immutable, counts, memory];

const byDigest = /^[^\s:@]+@(sha256:[0-9a-f]{64}|\$\{IMAGE_DIGEST\})$/;

/** What has a count. A Rollout has one also where the pods are a Deployment’s. */
const counted: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'Rollout', 'StatefulSet']);

/** Istio's webhook writes the proxy's image there: it is the installed version's. */
const filledByInjection = 'auto';

function podFaults({ pod }: Workload): readonly string[] {
  const { runAsNonRoot, seccompProfile } = pod.securityContext ?? {};
  return [
    ...(runAsNonRoot === true ? [] : ['may run as root']),
    ...(seccompProfile?.type === 'RuntimeDefault' ? [] : ['may make every system call']),
    ...(pod.automountServiceAccountToken === false ? [] : ['sees a token of Kubernetes']),
    ...(pod.hostNetwork === true || pod.hostPID === true ? ['shares what is the node’s'] : []),
  ];
}

function containerFaults({ name, securityContext }: IContainer, { pod }: Workload): readonly string[] {
  const { allowPrivilegeEscalation, capabilities, privileged, readOnlyRootFilesystem } =
    securityContext ?? {};
  const user = securityContext?.runAsUser ?? pod.securityContext?.runAsUser;
  return [
    ...(user === undefined || user === 0 ? [`${name} has no user of its own`] : []),
    ...(readOnlyRootFilesystem === true ? [] : [`${name} may write to its image`]),
    ...(allowPrivilegeEscalation === false && privileged !== true ? [] : [`${name} may gain rights`]),
    ...(capabilities?.drop?.includes('ALL') === true && capabilities.add === undefined
      ? []
      : [`${name} keeps capabilities`]),
  ];
}

function resourceFaults({ name, resources }: IContainer): readonly string[] {
  const { requests = {}, limits = {} } = resources ?? {};
  const missing = ['cpu', 'memory'].filter(
    (what) => requests[what] === undefined || limits[what] === undefined,
  );
  if (missing.length > 0) return [`${name} has no requests or limits of ${missing.join(' and ')}`];
  if (requests['memory'] === limits['memory']) return [];
  return [`${name} asks for ${requests['memory']} of memory and may use ${limits['memory']}`];
}

function replicasOf(manifest: object): unknown {
  const spec = 'spec' in manifest ? (manifest.spec as { replicas?: unknown }) : {};
  return spec.replicas;
}
