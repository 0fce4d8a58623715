import { names } from '../../platform/midcoast.ts';
import type { Kind, Reference, Selection } from './kubernetes-object.ts';

export const deploymentKind: Kind = { apiVersion: 'apps/v1', kind: 'Deployment' };
export const rolloutKind: Kind = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' };

/** What runs the application in a namespace. */
export function workloadOf(kind: Kind, namespace: string): Reference {
  return { ...kind, namespace, name: names.application };
}

/** The pods of the application in a namespace, of every version. */
export function podsOf(namespace: string): Selection {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    namespace,
    labels: { 'app.kubernetes.io/name': names.application },
  };
}
