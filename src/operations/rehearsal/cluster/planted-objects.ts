import { names, type Manifest } from '../../../platform/midcoast.ts';
import type { ApiClient } from '../../kubernetes/api-client.ts';
import { addressOfManifest } from '../../kubernetes/apply-manifests.ts';
import { addressOf, referenceTo, type KubernetesObject } from '../../kubernetes/kubernetes-object.ts';

const name = 'planted';
const { namespace } = names;

/** Applied as a deploy of an earlier version would have: of a kind in namespaces, and of one of the cluster. */
const ofAnEarlierVersion: readonly Manifest[] = [
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data: { planted: 'yes' },
  } as Manifest,
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
  } as Manifest,
];

/** Applied in the same way, and it holds data. */
const withData = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
} as Manifest;

/** Made by somebody else. */
const ofOthers = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: `${name}-by-others`, namespace },
  data: { planted: 'yes' },
} as Manifest;

/** Objects that no version has. */
export type PlantedObjects = {
  /** Addresses of those that the next deploy is to remove. */
  readonly removable: readonly string[];
  /** Addresses of those that it is to leave. */
  readonly others: readonly string[];
  /** Addresses of those that are still there. */
  readonly there: () => Promise<readonly string[]>;
};

/** Applies and makes them, and says which the next deploy is to remove. */
export async function plantObjects(client: ApiClient): Promise<PlantedObjects> {
  const [left, others] = [ofAnEarlierVersion, [withData, ofOthers]];
  for (const manifest of [...left, withData]) await client.apply(manifest);
  await client.create(ofOthers);
  const references = [...left, ...others].map((manifest) => referenceTo(manifest as KubernetesObject));
  return {
    removable: left.map(addressOfManifest),
    others: others.map(addressOfManifest),
    async there() {
      const found = await Promise.all(references.map((each) => client.get<KubernetesObject>(each)));
      return references.filter((_, place) => found[place] !== undefined).map(addressOf);
    },
  };
}
