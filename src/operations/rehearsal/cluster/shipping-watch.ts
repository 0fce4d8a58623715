import { names } from '../../../platform/midcoast.ts';
import type { Following } from '../../kubernetes/following.ts';
import type { KubernetesObject } from '../../kubernetes/kubernetes-object.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import type { RehearsedCluster } from './cluster-step.ts';
import { sharesOf, type Picture, type RoutesSeen, type ServiceSeen } from './scripted-traffic.ts';
import { podsOf, rolloutKind } from '../../kubernetes/application-objects.ts';
import type { Rollout } from '../../rollout/progress.ts';

/** A Rollout, and how many pods it is to have. */
export type RolloutSeen = Rollout & { readonly spec: { readonly replicas?: number } };

/** A judgement over a version, and by what it was decided. */
export type AnalysisSeen = KubernetesObject & {
  readonly status?: {
    readonly phase?: string;
    readonly metricResults?: readonly { readonly name: string; readonly phase?: string }[];
  };
};

/** What a Rollout does in one namespace, followed at every change. */
export type ShippingWatch = {
  readonly rollout: () => RolloutSeen;
  readonly pods: () => readonly Pod[];
  /** Those that requests go to at this moment. */
  readonly serving: () => readonly Pod[];
  /** In the order in which they began. */
  readonly analyses: () => readonly AnalysisSeen[];
  /** Percent of the requests that the routes give to what is not in use, whenever it changed. */
  readonly weights: () => readonly number[];
  readonly until: (
    what: string,
    holds: (rollout: RolloutSeen) => boolean,
    patienceSeconds: number,
  ) => Promise<void>;
  readonly untilPods: (
    what: string,
    holds: (pods: readonly Pod[]) => boolean,
    patienceSeconds: number,
  ) => Promise<void>;
  readonly untilServices: (what: string, holds: () => boolean, patienceSeconds: number) => Promise<void>;
  readonly untilWeight: (percent: number, patienceSeconds: number) => Promise<void>;
  /** The least pods that were ready of those that the routes lead to, since the beginning. */
  readonly leastServing: () => number;
};

/** Follows the Rollout with all that it moves, and tells `see` of every change. */
export async function watchShipping(
  cluster: Pick<RehearsedCluster, 'follow'>,
  namespace: string,
  see: (picture: Picture) => void,
): Promise<ShippingWatch> {
  const { change, ...picture } = keepPicture(see);
  const routes = await cluster.follow<RoutesSeen>(
    { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace },
    (seen) => change({ routes: seen.find(isOurs)?.spec.http ?? [] }),
  );
  const services = await cluster.follow<ServiceSeen>(
    { apiVersion: 'v1', kind: 'Service', namespace },
    (seen) => change({ services: seen }),
  );
  const pods = await cluster.follow<Pod>(podsOf(namespace), (seen) => change({ pods: seen }));
  const rollouts = await cluster.follow<RolloutSeen>({ ...rolloutKind, namespace });
  const analyses = await cluster.follow<AnalysisSeen>({ ...rolloutKind, kind: 'AnalysisRun', namespace });
  const rollout = () => only(rollouts);
  return {
    ...picture,
    rollout,
    pods: pods.objects,
    analyses: () => analyses.objects().toSorted((one, other) => bornAt(one) - bornAt(other)),
    until: (what, holds, patienceSeconds) => rollouts.until(what, () => holds(rollout()), patienceSeconds),
    untilPods: pods.until,
    untilServices: (what, holds, patienceSeconds) => services.until(what, holds, patienceSeconds),
    untilWeight: (percent, patienceSeconds) =>
      routes.until(
        `${percent} % of the requests for the new version`,
        () => picture.weights().at(-1) === percent,
        patienceSeconds,
      ),
  };
}

/** Puts the parts together, at every change of one. */
function keepPicture(see: (picture: Picture) => void) {
  let picture: Picture = { routes: [], services: [], pods: [] };
  const weights: number[] = [];
  // Until each part has been read once, nobody would be there to answer.
  let isWhole = false;
  let leastServing = Number.POSITIVE_INFINITY;
  return {
    change(part: Partial<Picture>) {
      picture = { ...picture, ...part };
      isWhole ||= Object.values(picture).every((each) => each.length > 0);
      if (!isWhole) return;
      see(picture);
      const weight = weightOf(picture);
      if (weight !== undefined && weight !== weights.at(-1)) weights.push(weight);
      leastServing = Math.min(leastServing, sharesOf(picture).shares.size);
    },
    serving: () => [...sharesOf(picture).shares.keys()],
    weights: () => weights,
    leastServing: () => leastServing,
  };
}

function isOurs({ metadata }: KubernetesObject): boolean {
  return metadata.name === names.virtualService;
}

function only(rollouts: Following<RolloutSeen>): RolloutSeen {
  const [rollout] = rollouts.objects();
  if (rollout === undefined) throw new RangeError('there is no Rollout');
  return rollout;
}

/** The percentage of the second Service, which every route must give it alike; undefined where there is none. */
function weightOf({ routes }: Picture): number | undefined {
  const given = new Set(routes.flatMap(({ route = [] }) => (route[1] ? [route[1].weight ?? 0] : [])));
  if (given.size > 1) throw new RangeError(`routes differ in their weights: ${[...given].join(', ')}`);
  return [...given][0];
}

function bornAt({ metadata }: AnalysisSeen): number {
  return Date.parse(metadata.creationTimestamp ?? '');
}
