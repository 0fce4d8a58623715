import type { IAnalysisTemplate, IRollout } from '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1';
import type { IEC2NodeClass } from '@kubernetes-models/karpenter/karpenter.k8s.aws/v1/EC2NodeClass';
import type { INodePool } from '@kubernetes-models/karpenter/karpenter.sh/v1/NodePool';
import type {
  IPodMonitor,
  IPrometheusRule,
  IServiceMonitor,
} from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { IPriorityClass } from 'kubernetes-models/scheduling.k8s.io/v1/PriorityClass';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { IService } from 'kubernetes-models/v1/Service';
import type { Manifest, Platform } from '../../../platform/midcoast.ts';

/** The kinds that rules look into, typed by their makers’ schemas; of any other, what every object has. */
type Kinds = {
  readonly AnalysisTemplate: IAnalysisTemplate;
  readonly ConfigMap: IConfigMap;
  readonly EC2NodeClass: IEC2NodeClass;
  readonly HorizontalPodAutoscaler: IHorizontalPodAutoscaler;
  readonly NetworkPolicy: INetworkPolicy;
  readonly NodePool: INodePool;
  readonly PodDisruptionBudget: IPodDisruptionBudget;
  readonly PodMonitor: IPodMonitor;
  readonly PriorityClass: IPriorityClass;
  readonly PrometheusRule: IPrometheusRule;
  readonly Rollout: IRollout;
  readonly Service: IService;
  readonly ServiceMonitor: IServiceMonitor;
};

type OfKind<Kind extends string> = Manifest & (Kind extends keyof Kinds ? Kinds[Kind] : unknown);

/** Every object, in the order in which they are applied. */
export function manifestsOf(platform: Platform): readonly Manifest[] {
  return Object.values(platform.manifests).flat();
}

/** Every object of a kind. */
export function ofKind<Kind extends string>(platform: Platform, kind: Kind): readonly OfKind<Kind>[] {
  return manifestsOf(platform).filter((manifest): manifest is OfKind<Kind> => manifest.kind === kind);
}

/** Such as `Deployment midcoast/midcoast-app`. */
export function objectName({ kind, metadata }: Manifest): string {
  const { namespace, name = '' } = metadata ?? {};
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}
