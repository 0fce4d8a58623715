import { metrics, probes } from '../../../service/contract.ts';
import type { KubernetesObject } from '../../kubernetes/kubernetes-object.ts';
import { digestOf, isReady, type Pod } from '../../kubernetes/pod.ts';

/** How a version answers: shares between 0 and 1. */
export type Behaviour = {
  /** Answered with a fault of its own. */
  readonly faults: number;
  /** Answered a second late. */
  readonly late: number;
  /** It answers well, and tells nobody. */
  readonly silent?: true;
};

const wellBehaved: Behaviour = { faults: 0, late: 0 };

/** Where a route leads. */
export type RouteSeen = {
  readonly name?: string;
  readonly timeout?: string;
  readonly route?: readonly { readonly destination: { readonly host: string }; readonly weight?: number }[];
};
export type RoutesSeen = KubernetesObject & { readonly spec: { readonly http?: readonly RouteSeen[] } };
export type ServiceSeen = KubernetesObject & {
  readonly spec: { readonly selector?: Readonly<Record<string, string>> };
};

/** The cluster at one moment, as far as it decides who is asked. */
export type Picture = {
  readonly routes: readonly RouteSeen[];
  readonly services: readonly ServiceSeen[];
  readonly pods: readonly Pod[];
};

/** Requests that come evenly, and go where the routes lead them: what a mesh would do, in numbers. */
export type ScriptedTraffic = {
  /** From now on the cluster is so. */
  readonly see: (picture: Picture) => void;
  /** What Prometheus reads: the series of every pod that has been asked, as each would have told them itself. */
  readonly text: () => string;
  /** Requests so far, by the digest that was asked; those that found nobody under `nobody`. */
  readonly asked: () => Readonly<Record<string, number>>;
};

export type TrafficScript = {
  readonly requestsPerSecond: number;
  /** By digest; every other version behaves well. */
  readonly behaviours: Readonly<Record<string, Behaviour>>;
};

type Told = {
  readonly digest: string;
  leads: number;
  late: number;
  faults: number;
  reads: number;
  probes: number;
};

/** Half of the requests are leads, the others reads. */
const leadShare = 0.5;
/** As the kubelet asks. */
const probesPerSecond = 1;

/** `now` is in milliseconds, by a clock that never goes back. */
export function scriptedTraffic(
  { requestsPerSecond, behaviours }: TrafficScript,
  now: () => number = () => performance.now(),
): ScriptedTraffic {
  const behaviourOf = (digest: string) => behaviours[digest] ?? wellBehaved;
  const pods = new Map<string, Told>();
  let picture: Picture = { routes: [], services: [], pods: [] };
  let since = now();
  let unanswered = 0;

  function catchUp(): void {
    const seconds = (now() - since) / 1000;
    since = now();
    for (const pod of picture.pods.filter(isReady)) toldBy(pods, pod).probes += seconds * probesPerSecond;
    const { shares, lost } = sharesOf(picture);
    unanswered += lost * seconds * requestsPerSecond;
    for (const [pod, share] of shares) {
      const told = toldBy(pods, pod);
      const { faults, late } = behaviourOf(told.digest);
      const requests = share * seconds * requestsPerSecond;
      told.faults += requests * faults;
      const answered = requests * (1 - faults);
      told.late += answered * leadShare * late;
      told.leads += answered * leadShare * (1 - late);
      told.reads += answered * (1 - leadShare);
    }
  }

  return {
    see(next) {
      catchUp();
      picture = next;
    },
    text() {
      catchUp();
      const there = new Set(picture.pods.map(({ metadata }) => metadata.name));
      return [...pods]
        .filter(([pod, { digest }]) => there.has(pod) && behaviourOf(digest).silent === undefined)
        .flatMap(([pod, told]) => seriesOf(pod, told))
        .map((line) => `${line}\n`)
        .join('');
    },
    asked() {
      catchUp();
      const sums: Record<string, number> = { nobody: Math.round(unanswered) };
      for (const { digest, leads, late, faults, reads } of pods.values()) {
        sums[digest] = (sums[digest] ?? 0) + leads + late + faults + reads;
      }
      return sums;
    },
  };
}

/** The share of the requests that each ready pod is asked, and the share that leads to nobody. */
export function sharesOf({ routes, services, pods }: Picture): {
  readonly shares: ReadonlyMap<Pod, number>;
  readonly lost: number;
} {
  const shares = new Map<Pod, number>();
  let lost = 0;
  // Each route gets as much as any other.
  for (const { route = [] } of routes) {
    for (const { destination, weight = route.length === 1 ? 100 : 0 } of route) {
      const part = weight / 100 / routes.length;
      const selector = Object.entries(
        services.find(({ metadata }) => metadata.name === destination.host)?.spec.selector ?? {},
      );
      const behind = pods.filter(
        (pod) =>
          isReady(pod) &&
          selector.length > 0 &&
          selector.every(([key, value]) => pod.metadata.labels?.[key] === value),
      );
      if (behind.length === 0) lost += part;
      for (const pod of behind) shares.set(pod, (shares.get(pod) ?? 0) + part / behind.length);
    }
  }
  return { shares, lost };
}

function toldBy(pods: Map<string, Told>, pod: Pod): Told {
  const known = pods.get(pod.metadata.name);
  if (known !== undefined) return known;
  const told: Told = { digest: digestOf(pod) ?? '', leads: 0, late: 0, faults: 0, reads: 0, probes: 0 };
  pods.set(pod.metadata.name, told);
  return told;
}

const duration = 'http_server_request_duration_seconds';
const { buckets } = metrics[duration];
/** Seconds that an answer in time takes, and a late one. */
const [inTime, tooLate] = [0.005, 1];

function seriesOf(pod: string, { leads, late, faults, reads, probes: asked }: Told): readonly string[] {
  return [
    `up{pod="${pod}"} 1`,
    ...histogram(pod, 'POST', '/v1/leads', 201, [
      [inTime, leads],
      [tooLate, late],
    ]),
    ...histogram(pod, 'POST', '/v1/leads', 500, [[inTime, faults]]),
    ...histogram(pod, 'GET', '/v1/leads', 200, [[inTime, reads]]),
    ...histogram(pod, 'GET', probes.readiness.path, 200, [[inTime, asked]]),
  ];
}

function histogram(
  pod: string,
  method: string,
  route: string,
  status: number,
  answers: readonly (readonly [seconds: number, count: number])[],
): readonly string[] {
  const labels = `pod="${pod}",http_request_method="${method}",http_route="${route}",http_response_status_code="${status}"`;
  const upTo = (most: number) =>
    Math.floor(answers.reduce((sum, [seconds, count]) => (seconds <= most ? sum + count : sum), 0));
  return [
    ...buckets.map((most) => `${duration}_bucket{${labels},le="${most}"} ${upTo(most)}`),
    `${duration}_bucket{${labels},le="+Inf"} ${upTo(Infinity)}`,
    `${duration}_count{${labels}} ${upTo(Infinity)}`,
  ];
}
