import { newestHeader } from '../../../platform/midcoast.ts';
import { metrics, probes } from '../../../service/contract.ts';
import type { KubernetesObject } from '../../kubernetes/kubernetes-object.ts';
import { digestOf, isReady, type Pod } from '../../kubernetes/pod.ts';
import { scriptedGateway } from './scripted-gateway.ts';

/** How a version answers: shares between 0 and 1. */
export type Behaviour = {
  /** Answered with a fault of its own. */
  readonly faults: number;
  /** Answered a second late. */
  readonly late: number;
  /** It answers well, and tells nobody. */
  readonly silent?: true;
  /** Never reaches it: the gateway answers in its place. */
  readonly cutOff?: number;
};

const wellBehaved: Behaviour = { faults: 0, late: 0 };

/** Where a route leads. */
export type RouteSeen = {
  readonly name?: string;
  readonly timeout?: string;
  readonly match?: readonly { readonly headers?: Readonly<Record<string, unknown>> }[];
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
  /** One request more, with the header by which a deploy asks the newest version; false where no pod is led to by it. */
  readonly askNewest: () => boolean;
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
  /** With the header. */
  own: number;
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
  const gateway = scriptedGateway();
  let picture: Picture = { routes: [], services: [], pods: [] };
  let since = now();
  let unanswered = 0;
  let turn = 0;

  function catchUp(): void {
    const seconds = (now() - since) / 1000;
    since = now();
    for (const pod of picture.pods.filter(isReady)) toldBy(pods, pod).probes += seconds * probesPerSecond;
    const { paths, lost } = pathsOf(picture);
    unanswered += lost * seconds * requestsPerSecond;
    for (const { host, pod, share } of paths) {
      const told = toldBy(pods, pod);
      gateway.see(host, answer(told, behaviourOf(told.digest), share * seconds * requestsPerSecond));
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
      const told = [...pods]
        .filter(([pod, { digest }]) => there.has(pod) && behaviourOf(digest).silent === undefined)
        .flatMap(([pod, each]) => seriesOf(pod, each));
      return [...told, ...gateway.series()].map((line) => `${line}\n`).join('');
    },
    askNewest() {
      turn += 1;
      const { host, pod } = newestOf(picture, turn);
      if (pod === undefined) return false;
      gateway.see(host, { passed: 1, cut: 0 });
      toldBy(pods, pod).own += 1;
      return true;
    },
    asked() {
      catchUp();
      return { ...byDigest(pods.values()), nobody: Math.round(unanswered) };
    },
  };
}

function byDigest(pods: Iterable<Told>): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { digest, leads, late, faults, reads } of pods) {
    sums[digest] = (sums[digest] ?? 0) + leads + late + faults + reads;
  }
  return sums;
}

/** Lets a pod answer some requests; gives those that reached it, and those that the gateway answered in its place. */
function answer(told: Told, { faults, late, cutOff = 0 }: Behaviour, requests: number) {
  const passed = requests * (1 - cutOff);
  told.faults += passed * faults;
  const answered = passed * (1 - faults);
  told.late += answered * leadShare * late;
  told.leads += answered * leadShare * (1 - late);
  told.reads += answered * (1 - leadShare);
  return { passed, cut: requests - passed };
}

/** The share of the requests that each ready pod is asked, and the share that leads to nobody. */
export function sharesOf(picture: Picture): {
  readonly shares: ReadonlyMap<Pod, number>;
  readonly lost: number;
} {
  const { paths, lost } = pathsOf(picture);
  const shares = new Map<Pod, number>();
  for (const { pod, share } of paths) shares.set(pod, (shares.get(pod) ?? 0) + share);
  return { shares, lost };
}

/** A share of the requests, the Service that it goes by, and the pod that it comes to. */
type Path = { readonly host: string; readonly pod: Pod; readonly share: number };

function pathsOf({ routes, services, pods }: Picture): {
  readonly paths: readonly Path[];
  readonly lost: number;
} {
  const paths: Path[] = [];
  let lost = 0;
  // Each route gets as much as any other, but for the one that only a deploy's own requests take.
  const taken = routes.filter((route) => !isForNewest(route));
  for (const { route = [] } of taken) {
    for (const { destination, weight = route.length === 1 ? 100 : 0 } of route) {
      const { host } = destination;
      const part = weight / 100 / taken.length;
      const behind = podsBehind(host, { services, pods });
      if (behind.length === 0) lost += part;
      if (weight > 0) paths.push(...behind.map((pod) => ({ host, pod, share: part / behind.length })));
    }
  }
  return { paths, lost };
}

/** By which Service the newest version is asked, and which of its pods has its turn. */
function newestOf(
  { routes, ...picture }: Picture,
  turn: number,
): { readonly host: string; readonly pod: Pod | undefined } {
  const host = routes.find(isForNewest)?.route?.[0]?.destination.host ?? '';
  const behind = podsBehind(host, picture);
  return { host, pod: behind[turn % Math.max(behind.length, 1)] };
}

function isForNewest({ match = [] }: RouteSeen): boolean {
  return match.some(({ headers = {} }) => newestHeader.name in headers);
}

/** The ready pods that a Service finds. */
function podsBehind(host: string, { services, pods }: Pick<Picture, 'services' | 'pods'>): readonly Pod[] {
  const selector = Object.entries(
    services.find(({ metadata }) => metadata.name === host)?.spec.selector ?? {},
  );
  return pods.filter(
    (pod) =>
      isReady(pod) &&
      selector.length > 0 &&
      selector.every(([key, value]) => pod.metadata.labels?.[key] === value),
  );
}

function toldBy(pods: Map<string, Told>, pod: Pod): Told {
  const known = pods.get(pod.metadata.name);
  if (known !== undefined) return known;
  const told: Told = {
    digest: digestOf(pod) ?? '',
    leads: 0,
    late: 0,
    faults: 0,
    reads: 0,
    probes: 0,
    own: 0,
  };
  pods.set(pod.metadata.name, told);
  return told;
}

const duration = 'http_server_request_duration_seconds';
const { buckets } = metrics[duration];
/** Seconds that an answer in time takes, and a late one. */
const [inTime, tooLate] = [0.005, 1];

/** As a process does, a pod tells nothing of what it has never been asked. */
function seriesOf(pod: string, told: Told): readonly string[] {
  const { leads, late, faults, reads, probes: asked, own } = told;
  return [
    `up{pod="${pod}"} 1`,
    ...histogram(pod, 'POST', '/v1/leads', 201, [
      [inTime, leads],
      [tooLate, late],
    ]),
    ...histogram(pod, 'POST', '/v1/leads', 500, [[inTime, faults]]),
    ...histogram(pod, 'GET', '/v1/leads', 200, [[inTime, reads]]),
    ...histogram(pod, 'GET', probes.readiness.path, 200, [[inTime, asked]]),
    ...histogram(pod, 'GET', '/v1/version', 200, [[inTime, own]]),
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
  if (upTo(Infinity) === 0) return [];
  return [
    ...buckets.map((most) => `${duration}_bucket{${labels},le="${most}"} ${upTo(most)}`),
    `${duration}_bucket{${labels},le="+Inf"} ${upTo(Infinity)}`,
    `${duration}_count{${labels}} ${upTo(Infinity)}`,
  ];
}
