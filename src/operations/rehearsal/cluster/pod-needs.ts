import type { KubernetesObject, Reference } from '../../kubernetes/kubernetes-object.ts';

type Named = { readonly name: string };

/** A pod, as far as it says what else must be there. */
export type NeedingPod = KubernetesObject & {
  readonly spec: {
    readonly serviceAccountName?: string;
    readonly containers: readonly {
      readonly envFrom?: readonly { readonly secretRef?: Named; readonly configMapRef?: Named }[];
      readonly env?: readonly {
        readonly valueFrom?: { readonly secretKeyRef?: Named; readonly configMapKeyRef?: Named };
      }[];
    }[];
    readonly volumes?: readonly {
      readonly secret?: { readonly secretName: string };
      readonly configMap?: Named;
    }[];
  };
};

/** What a kubelet would look for before it starts the pod, each once. */
export function needsOf({ metadata: { namespace = '' }, spec }: NeedingPod): readonly Reference[] {
  const variables = spec.containers.flatMap(({ env = [] }) => env.map(({ valueFrom }) => valueFrom));
  const sources = spec.containers.flatMap(({ envFrom = [] }) => envFrom);
  const volumes = spec.volumes ?? [];
  const secrets = [
    ...variables.map((from) => from?.secretKeyRef?.name),
    ...sources.map(({ secretRef }) => secretRef?.name),
    ...volumes.map(({ secret }) => secret?.secretName),
  ];
  const settings = [
    ...variables.map((from) => from?.configMapKeyRef?.name),
    ...sources.map(({ configMapRef }) => configMapRef?.name),
    ...volumes.map(({ configMap }) => configMap?.name),
  ];
  const of = (kind: string, names: readonly (string | undefined)[]): readonly Reference[] =>
    [...new Set(names)].flatMap((name) => (name ? { apiVersion: 'v1', kind, namespace, name } : []));
  return [
    ...of('Secret', secrets),
    ...of('ConfigMap', settings),
    ...of('ServiceAccount', [spec.serviceAccountName]),
  ];
}
