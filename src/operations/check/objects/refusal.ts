import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';

/** Whether a network policy is for all pods, and allows nothing. */
export function isRefusal(spec: INetworkPolicy['spec']): boolean {
  const { podSelector = {}, policyTypes = [], ingress = [], egress = [] } = spec ?? {};
  const forAll = Object.keys(podSelector.matchLabels ?? {}).length === 0;
  return forAll && policyTypes.length === 2 && ingress.length === 0 && egress.length === 0;
}
