import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer';
import type { INetworkPolicyPort } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPort';
import type { Platform } from '../../../platform/midcoast.ts';
import { objectName, ofKind } from '../objects/manifest.ts';
import { isWithin } from './addresses.ts';
import type { Pods } from './pods-of.ts';

export type Direction = 'Ingress' | 'Egress';

/** What one line of a network policy lets through. */
export type Grant = {
  /** The policy. */
  readonly where: string;
  /** Undefined: everybody. */
  readonly peer: INetworkPolicyPeer | undefined;
  /** Every port is from 1 to 65535. */
  readonly first: number;
  readonly last: number;
  /** Undefined: each of them. */
  readonly protocol: string | undefined;
};

/**
 * What policies let through to or from pods, in one direction; undefined where none is for it, so that everything
 * passes.
 */
export function grantsOf(platform: Platform, pods: Pods, direction: Direction): readonly Grant[] | undefined {
  const policies = ofKind(platform, 'NetworkPolicy')
    .filter((policy) => isPolicyOf(policy, pods))
    .filter(({ spec }) => spec?.policyTypes?.includes(direction) === true);
  if (policies.length === 0) return undefined;
  return policies.flatMap((policy) => linesOf(policy, direction));
}

/** Whether a policy is for pods. */
export function isPolicyOf({ metadata, spec }: INetworkPolicy, { namespace, labels }: Pods): boolean {
  return metadata?.namespace === namespace && selects(spec?.podSelector, labels);
}

/** Whether a line is for pods, by their labels. */
export function isForPods({ peer }: Grant, pods: Pods): boolean {
  if (peer === undefined) return true;
  const { ipBlock, namespaceSelector, podSelector } = peer;
  if (ipBlock !== undefined) return false;
  const namespaceLabels = { 'kubernetes.io/metadata.name': pods.namespace };
  return selects(namespaceSelector, namespaceLabels) && selects(podSelector, pods.labels);
}

/** Whether lines together are for every address of some ranges. */
export function areForRanges(grants: readonly Grant[], ranges: readonly string[]): boolean {
  const open = grants.flatMap(({ peer }) =>
    peer === undefined ? ['0.0.0.0/0'] : (peer.ipBlock?.cidr ?? []),
  );
  return ranges.length > 0 && ranges.every((range) => open.some((wide) => isWithin(range, wide)));
}

/** Whether a line has room for the ports of a call. */
export function hasPorts(
  grant: Pick<Grant, 'first' | 'last' | 'protocol'>,
  wanted: Pick<Grant, 'first' | 'last' | 'protocol'>,
): boolean {
  const { protocol = wanted.protocol } = grant;
  return protocol === wanted.protocol && grant.first <= wanted.first && wanted.last <= grant.last;
}

function linesOf(policy: INetworkPolicy, direction: Direction): readonly Grant[] {
  const where = objectName(policy);
  const { ingress = [], egress = [] } = policy.spec ?? {};
  const rules =
    direction === 'Ingress'
      ? ingress.map(({ from, ports }) => ({ peers: from, ports }))
      : egress.map(({ to, ports }) => ({ peers: to, ports }));
  return rules.flatMap(({ peers, ports }) =>
    // To Kubernetes an empty list is as one that is absent: everybody, or every port.
    orAnything(peers).flatMap((peer) => orAnything(ports).map((port) => ({ where, peer, ...spanOf(port) }))),
  );
}

function orAnything<Entry>(list: readonly Entry[] | undefined): readonly (Entry | undefined)[] {
  return list === undefined || list.length === 0 ? [undefined] : list;
}

function spanOf(open: INetworkPolicyPort | undefined): Omit<Grant, 'where' | 'peer'> {
  const protocol = open === undefined ? undefined : (open.protocol ?? 'TCP');
  if (open?.port === undefined) return { first: 1, last: 65_535, protocol };
  const first = Number(open.port);
  return { first, last: open.endPort ?? first, protocol };
}

type Selector = {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly object[];
};

/** One with expressions finds nobody here: none of ours has any, and a rule must not take one for open or closed. */
function selects(selector: Selector | undefined, labels: Readonly<Record<string, string>>): boolean {
  if (selector === undefined) return true;
  if ((selector.matchExpressions ?? []).length > 0) return false;
  return Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
}
