import { names } from '../../names.ts';
import type { AddOnPlan } from './add-on.ts';
import { acrossZones, restrictedContainer, sized, systemTolerations } from './placement.ts';
import type { Resources, Spread, Toleration } from './placement.ts';

/** https://github.com/kubernetes/autoscaler/tree/master/vertical-pod-autoscaler/charts/vertical-pod-autoscaler */
type RecommenderValues = {
  readonly admissionController: { readonly enabled: false };
  readonly updater: { readonly enabled: false };
  readonly recommender: {
    readonly replicas: number;
    readonly resources: Resources;
    readonly tolerations: readonly Toleration[];
    readonly topologySpreadConstraints: readonly Spread[];
    readonly logLevel: number;
  };
  readonly podSecurityContext: {
    readonly runAsNonRoot: true;
    readonly runAsUser: number;
    readonly seccompProfile: { readonly type: 'RuntimeDefault' };
  };
  readonly containerSecurityContext: typeof restrictedContainer;
};

/** The vertical autoscaler's half that recommends. Those that change pods are not there, so nothing can be changed. */
export const podRecommender: AddOnPlan<RecommenderValues> = {
  name: 'vertical-pod-autoscaler',
  namespace: names.recommenderNamespace,
  needs: [],
  patienceMinutes: 5,
  values: {
    admissionController: { enabled: false },
    updater: { enabled: false },
    recommender: {
      replicas: 2,
      resources: sized('50m', '512Mi'),
      tolerations: systemTolerations,
      topologySpreadConstraints: acrossZones({ 'app.kubernetes.io/component': 'recommender' }),
      logLevel: 2,
    },
    podSecurityContext: { runAsNonRoot: true, runAsUser: 65_534, seccompProfile: { type: 'RuntimeDefault' } },
    containerSecurityContext: restrictedContainer,
  },
};
