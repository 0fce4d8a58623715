import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { INetworkPolicyEgressRule } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyEgressRule';
import type { INetworkPolicyIngressRule } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyIngressRule';
import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer';
import { names } from '../../names.ts';
import { addOnNamespaces } from './add-on-namespaces.ts';
import type { Direction, Peer, Reach } from './reach.ts';
import { reaches } from './reaches.ts';

export type AddOnNetwork = {
  /** Ranges in which pods, nodes and the control plane's own addresses are. */
  readonly privateCidrs: readonly string[];
};

/** EKS takes one of the two for services, whichever the network does not hold: the API is asked at an address of it. */
const serviceCidrs = ['10.100.0.0/16', '172.20.0.0/16'];

/** Where the agent of pod identity gives out credentials: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html */
const identityAgent = '169.254.170.23/32';

/**
 * Who may talk to whom among the add-ons, by the table of reaches: what is not there is refused, in every namespace
 * of theirs. In Kubernetes' own, where EKS's add-ons live, the policies bind our pods alone. Pods that have the
 * node's address are bound by the security groups.
 */
export function addOnPolicies(network: AddOnNetwork): readonly INetworkPolicy[] {
  return [...addOnNamespaces.map(refusal), ...reaches.map((reach) => policyOf(reach, network))];
}

function refusal(namespace: string): INetworkPolicy {
  return {
    ...head(namespace, names.object('refuse-all')),
    // No rule is written as no list: the API drops an empty one, and takes every apply of it for a change.
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  };
}

function policyOf({ namespace, name, pods, from, to }: Reach, network: AddOnNetwork): INetworkPolicy {
  return {
    ...head(namespace, names.object(name)),
    spec: {
      podSelector: { matchLabels: { ...pods } },
      policyTypes: ['Ingress', 'Egress'],
      ingress: from.map((each): INetworkPolicyIngressRule => ({
        from: peersOf(each.peer, network),
        ...portsOf(each),
      })),
      egress: to.map((each): INetworkPolicyEgressRule => ({
        to: peersOf(each.peer, network),
        ...portsOf(each),
      })),
    },
  };
}

function portsOf({ ports, protocols = ['TCP'] }: Direction) {
  if (ports === undefined) return {};
  return { ports: ports.flatMap((port) => protocols.map((protocol) => ({ protocol, port }))) };
}

function peersOf(peer: Peer, { privateCidrs }: AddOnNetwork): INetworkPolicyPeer[] {
  if (peer === 'network') return privateCidrs.map((cidr) => ({ ipBlock: { cidr } }));
  if (peer === 'kubernetes') {
    return [...privateCidrs, ...serviceCidrs].map((cidr) => ({ ipBlock: { cidr } }));
  }
  if (peer === 'aws') return [{ ipBlock: { cidr: '0.0.0.0/0' } }];
  if (peer === 'identity') return [{ ipBlock: { cidr: identityAgent } }];
  return [
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': peer.namespace } },
      ...(peer.pods && { podSelector: { matchLabels: { ...peer.pods } } }),
    },
  ];
}

function head(namespace: string, name: string) {
  return {
    apiVersion: 'networking.k8s.io/v1' as const,
    kind: 'NetworkPolicy' as const,
    metadata: { name, namespace },
  };
}
