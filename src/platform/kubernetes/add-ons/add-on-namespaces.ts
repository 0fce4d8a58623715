import type { INamespace } from 'kubernetes-models/v1/Namespace';
import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';

/**
 * What the pods of each namespace may be: https://kubernetes.io/docs/concepts/security/pod-security-standards/
 * The agents of the nodes read the node's own files and set its network, which both lesser standards forbid; they
 * have a namespace to themselves, so that everything else can be restricted.
 */
const standards = {
  [names.meshNamespace]: 'restricted',
  [names.nodeAgentsNamespace]: 'privileged',
  [names.monitoringNamespace]: 'restricted',
  [names.secretsNamespace]: 'restricted',
  [names.rolloutsNamespace]: 'restricted',
  [names.recommenderNamespace]: 'restricted',
} as const;

/** The namespaces that add-ons have, beside Kubernetes' own. */
export const addOnNamespaces: readonly string[] = Object.keys(standards);

export function namespacesOfAddOns({ versions }: Environment): readonly INamespace[] {
  return Object.entries(standards).map(([name, standard]) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: Object.fromEntries(
        ['enforce', 'audit', 'warn'].flatMap((mode) => [
          [`pod-security.kubernetes.io/${mode}`, standard],
          [`pod-security.kubernetes.io/${mode}-version`, `v${versions.kubernetes}`],
        ]),
      ),
    },
  }));
}
