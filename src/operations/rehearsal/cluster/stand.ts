import { names, type Manifest } from '../../../platform/midcoast.ts';
import type { Environment, Strategy } from '../../../environments/environment.ts';
import type { ApiClient } from '../../kubernetes/api-client.ts';
import { applyManifests } from '../../kubernetes/apply-manifests.ts';
import { follow } from '../../kubernetes/following.ts';
import type { KubernetesObject } from '../../kubernetes/kubernetes-object.ts';
import { digestOf, isReady, type Pod } from '../../kubernetes/pod.ts';
import { images } from './images.ts';
import type { FilledManifests } from './cluster-manifests.ts';
import { podsOf } from '../../kubernetes/application-objects.ts';

/** The application as it stands in one namespace of the rehearsed cluster. */
export type Stand = {
  readonly namespace: string;
  readonly strategy: Strategy;
  /** Its objects in the order in which they are applied, with the image of this digest. */
  readonly manifests: (digest: string) => readonly Manifest[];
  /** One of them; throws where there is not exactly one of this kind and name. */
  readonly manifest: (kind: string, name: string, digest?: string) => Manifest;
  /**
   * Applies all of them, strictly, as `deploy` does: what a Rollout holds stays as it has it. Throws where one is
   * refused or warned of.
   */
  readonly apply: (digest: string) => Promise<void>;
  /** Waits until as many pods of the application as the autoscaler wants at least are ready, all of this digest. */
  readonly untilServing: (digest: string, patienceSeconds: number) => Promise<void>;
};

export type StandGiven = {
  readonly client: ApiClient;
  readonly environment: Environment;
  readonly namespace: string;
  readonly manifests: (digest: string) => readonly Manifest[];
};

/** The stand in a namespace whose objects are made by `manifests`; nothing is applied yet. */
export function standOf({ client, environment, namespace, manifests }: StandGiven): Stand {
  return {
    namespace,
    strategy: environment.strategy,
    manifests,
    manifest: (kind, name, digest = images.first) => only(manifests(digest), kind, name),
    async apply(digest) {
      const { refusals, warnings } = await applyManifests(client, manifests(digest));
      const faults = [...refusals, ...warnings];
      if (faults.length > 0) throw new Error(faults.join('; '));
    },
    async untilServing(digest, patienceSeconds) {
      const pods = await follow<Pod>(client, podsOf(namespace));
      const { leastPods } = environment.application;
      try {
        await pods.until(
          `${leastPods} pods of ${digest.slice(7, 11)}… in ${namespace}, and no other`,
          (seen) => seen.length >= leastPods && seen.every((pod) => isReady(pod) && digestOf(pod) === digest),
          patienceSeconds,
        );
      } finally {
        await pods.stop();
      }
    },
  };
}

/** The headings that are the application itself; all else is one for the cluster, or needs not stand twice. */
const headings = ['cluster-identity', 'jobs', 'application', 'strategy', 'mesh', 'pod-scaling'] as const;

/** The objects of the application in another namespace, as an environment with this strategy has them. */
export function objectsElsewhere(filled: FilledManifests, namespace: string) {
  return (digest: string): readonly Manifest[] => {
    const manifests = filled(digest);
    return (
      headings
        .flatMap((heading) => manifests[heading] ?? [])
        .filter(
          ({ metadata }) => metadata?.namespace === names.namespace || metadata?.name === names.namespace,
        )
        // The gateway's own pods would only take room: it is the routes behind it that a Rollout moves.
        .filter(({ kind, metadata }) => metadata?.name !== names.gateway || kind === 'Gateway')
        .map((manifest) => elsewhere(manifest, namespace))
    );
  };
}

/** Names of the namespace stand in metadata, in references, and in hosts such as `a.midcoast.svc.cluster.local`. */
function elsewhere(manifest: Manifest, namespace: string): Manifest {
  const text = JSON.stringify(manifest)
    .replaceAll(`"namespace":"${names.namespace}"`, `"namespace":"${namespace}"`)
    .replaceAll(`.${names.namespace}.svc.`, `.${namespace}.svc.`);
  const moved = JSON.parse(text) as KubernetesObject;
  return moved.kind === 'Namespace' ? { ...moved, metadata: { ...moved.metadata, name: namespace } } : moved;
}

function only(manifests: readonly Manifest[], kind: string, name: string): Manifest {
  const found = manifests.filter((object) => object.kind === kind && object.metadata?.name === name);
  const [manifest] = found;
  if (manifest === undefined || found.length > 1) {
    throw new RangeError(`${found.length} objects are ${kind} ${name}, not one`);
  }
  return manifest;
}
