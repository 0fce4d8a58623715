import type { IService } from 'kubernetes-models/v1/Service';
import type { Manifest } from '../../manifest.ts';

type Destination = { readonly destination: { readonly host: string }; readonly weight?: number };
type Route = { readonly name?: string; readonly route?: readonly Destination[] };
type Routed = Manifest & { readonly spec: { readonly http?: readonly Route[] } };

/** An object as the cluster has it. */
export type Live = Manifest & { readonly metadata?: { readonly resourceVersion?: string } };

/** A Rollout writes its name there on every Service that it narrows. */
const managedBy = 'argo-rollouts.argoproj.io/managed-by-rollouts';
/** The label of the pods of one version. */
const versionLabel = 'rollouts-pod-template-hash';

/**
 * The manifest as it may be applied over what is there: what a Rollout holds of an object stays as the Rollout has it.
 * Those are the weights of routes, and the version that a Service is narrowed to. Lists of routes and selectors are one
 * field each to Kubernetes, so that leaving a part out of them would not save it. Where something was held, the
 * manifest names the version of the object that it was taken from: if the Rollout has moved on since, the API server
 * refuses it as a conflict, and whoever applies it reads again.
 */
export function withHeldFields(manifest: Manifest, live: Live | undefined): Manifest {
  const held = live && holders[manifest.kind]?.(manifest, live);
  if (!held) return manifest;
  const resourceVersion = live.metadata?.resourceVersion;
  return { ...held, metadata: { ...held.metadata, ...(resourceVersion && { resourceVersion }) } };
}

const holders: Readonly<Record<string, (manifest: Manifest, live: Manifest) => Manifest | undefined>> = {
  VirtualService: (manifest, live) => heldWeights(manifest as Routed, live as Routed),
  Service: (manifest, live) => heldSelector(manifest as IService, live as IService),
};

/** Every route has the weights that it has; one that is new has those of the others. */
function heldWeights(manifest: Routed, live: Routed): Routed | undefined {
  const there = (live.spec.http ?? []).filter(({ route = [] }) => route.length > 1);
  if (!manifest.spec.http?.some(({ route = [] }) => route.length > 1)) return undefined;
  const http = manifest.spec.http.map((each) => {
    const same = there.find(({ name }) => name === each.name) ?? there[0];
    return same && leadSame(each, same) ? { ...each, route: weighed(each, same) } : each;
  });
  const held: Routed = { ...manifest, spec: { ...manifest.spec, http } };
  return held;
}

function leadSame(one: Route, other: Route): boolean {
  const hosts = ({ route = [] }: Route) => route.map(({ destination }) => destination.host).toSorted();
  return hosts(one).join() === hosts(other).join();
}

function weighed({ route = [] }: Route, { route: there = [] }: Route): readonly Destination[] {
  return route.map((each) => {
    const { weight = 0 } = there.find(({ destination }) => destination.host === each.destination.host) ?? {};
    return { ...each, weight };
  });
}

function heldSelector(manifest: IService, live: IService): Manifest | undefined {
  const version = live.spec?.selector?.[versionLabel];
  if (live.metadata?.annotations?.[managedBy] === undefined || version === undefined) return undefined;
  return {
    ...manifest,
    spec: { ...manifest.spec, selector: { ...manifest.spec?.selector, [versionLabel]: version } },
  } as Manifest;
}
