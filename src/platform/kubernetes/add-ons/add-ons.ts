import type { Environment } from '../../../environments/environment.ts';
import type { Manifest } from '../../manifest.ts';
import { addOnPolicies, type AddOnNetwork } from './add-on-policies.ts';
import { namespacesOfAddOns } from './add-on-namespaces.ts';
import type { AddOn, AddOnPlan } from './add-on.ts';
import { charts } from './chart-versions.ts';
import { installOrder } from './install-order.ts';
import { istioBase, istioCni, istiod, type MeshConfig } from './istio-release.ts';
import { karpenter, karpenterKinds } from './karpenter-controller.ts';
import { loadBalancerController } from './load-balancer-controller.ts';
import { monitoringReaders } from './monitoring-readers.ts';
import { monitoringStack, type MonitoringValues } from './monitoring-stack.ts';
import { otelCollector } from './otel-collector.ts';
import { fluentBit } from './pod-logs.ts';
import { podRecommender } from './pod-recommender.ts';
import { prometheusAdapter, type PodMetric } from './prometheus-adapter.ts';
import { argoRollouts } from './rollouts-controller.ts';
import { externalSecrets } from './secrets-operator.ts';
import { volumeClass } from './volume-class.ts';

export type AddOnsGiven = {
  readonly environment: Environment;
  readonly network: AddOnNetwork;
  readonly meshConfig: MeshConfig;
  readonly monitoringValues: MonitoringValues;
  /** What pods are scaled by, beside their processor. */
  readonly podMetric: PodMetric;
};

export type AddOnsHandles = {
  /** What must be there before the first release: namespaces, policies, who may look, the class of volumes. */
  readonly manifests: readonly Manifest[];
  /** The releases, in the order in which they are installed. */
  readonly addOns: readonly AddOn[];
};

/**
 * What the cluster needs beside Kubernetes, as releases of Helm: the mesh, monitoring, rollouts, nodes, secrets, load
 * balancing, recommendations, logs and traces. EKS keeps those without which no pod runs (`cluster/addons.ts`),
 * metrics-server with them.
 */
export function addOns(given: AddOnsGiven): AddOnsHandles {
  const plans: readonly AddOnPlan<object>[] = [
    karpenterKinds,
    karpenter,
    istioBase,
    istioCni,
    istiod(given.meshConfig),
    loadBalancerController,
    monitoringStack(given.monitoringValues),
    prometheusAdapter(given.podMetric),
    externalSecrets,
    argoRollouts,
    podRecommender,
    otelCollector,
    fluentBit,
  ];
  return {
    manifests: [
      ...namespacesOfAddOns(given.environment),
      ...addOnPolicies(given.network),
      ...monitoringReaders(),
      volumeClass(),
    ],
    addOns: installOrder(plans.map((plan) => ({ ...plan, chart: charts[plan.name] }))),
  };
}
