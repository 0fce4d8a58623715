import type { Strategy } from '../../../environments/environment.ts';
import { digestOf, isReady } from '../../kubernetes/pod.ts';
import type { OwnRequests } from '../../rollout/own-requests.ts';
import type { RehearsedCluster } from './cluster-step.ts';
import { images } from './images.ts';
import { startPrometheus } from './rehearsed-prometheus.ts';
import { rolloutOverride, withFasterClock } from './rollout-override.ts';
import { scriptedTraffic, type ScriptedTraffic, type TrafficScript } from './scripted-traffic.ts';
import { watchShipping, type ShippingWatch } from './shipping-watch.ts';
import { standOf, type Stand } from './stand.ts';

/** The application in a stand of its own, shipped by a Rollout, asked by scripted requests and watched throughout. */
export type ShippedApplication = ShippingWatch & {
  readonly stand: Stand;
  readonly traffic: ScriptedTraffic;
  /** For a deploy's own requests, and as many of them to a look as in production. */
  readonly own: OwnRequests;
  readonly close: () => Promise<void>;
};

/** So many requests that a tenth of them are enough for a look. */
const enough: TrafficScript = { requestsPerSecond: 1_000, behaviours: {} };

/** As many to a look as in production. */
export const ownEveryMs = 2_000 / rolloutOverride.timesFaster;

/** The first version has pods to start, and takes the Deployment's place. */
const settlePatienceSeconds = 90;

/**
 * Raises the application in a namespace of its own, gives its Rollout a faster clock, sends it requests and waits until
 * it is at rest with the first image.
 */
export async function shipApplication(
  cluster: RehearsedCluster,
  strategy: Strategy,
  given: Partial<TrafficScript> = {},
): Promise<ShippedApplication> {
  const raised = await cluster.raise(strategy);
  const script = { ...enough, ...given };
  const traffic = scriptedTraffic(script);
  const prometheus = await startPrometheus(cluster, script);
  try {
    const { namespace } = raised;
    const stand = standOf({
      client: cluster.client,
      environment: { ...cluster.environment, strategy },
      namespace,
      manifests: (digest) =>
        raised.manifests(digest).map((manifest) => withFasterClock(manifest, prometheus.url)),
    });
    const seen = await watchShipping(cluster, namespace, (picture) => {
      traffic.see(picture);
      prometheus.see(picture);
    });
    const own = { url: prometheus.frontDoor, everyMs: ownEveryMs };
    const shipped = { ...seen, stand, traffic, own, close: prometheus.stop };
    await untilSettled(shipped, images.first, settlePatienceSeconds);
    await stand.apply(images.first);
    await untilSettled(shipped, images.first, settlePatienceSeconds);
    return shipped;
  } catch (error) {
    await prometheus.stop();
    throw error;
  }
}

/** Waits until the Rollout is healthy and every pod is of this digest, as many as it states. */
export async function untilSettled(
  { until, untilPods, rollout }: Pick<ShippedApplication, 'until' | 'untilPods' | 'rollout'>,
  digest: string,
  patienceSeconds: number,
): Promise<void> {
  await until('a healthy rollout', ({ status }) => status?.phase === 'Healthy', patienceSeconds);
  await untilPods(
    'pods of one version, as many as the autoscaler wants',
    (pods) =>
      rollout().status?.phase === 'Healthy' &&
      pods.length === rollout().spec.replicas &&
      pods.every((pod) => isReady(pod) && digestOf(pod) === digest),
    patienceSeconds,
  );
}
