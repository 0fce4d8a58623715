import { digestOf } from '../../../kubernetes/pod.ts';
import { names, type Manifest } from '../../../../platform/midcoast.ts';
import { rollOut } from '../../../rollout/roll-out.ts';
import type { ClusterStep, RehearsedCluster } from '../cluster-step.ts';
import { images } from '../images.ts';
import { everyAnswered, listOf, sameCount } from '../shipping-measures.ts';
import type { RoutesSeen } from '../scripted-traffic.ts';
import { standOf, type Stand } from '../stand.ts';
import { shipApplication, untilSettled } from '../shipped-application.ts';

/** A step of it takes a quarter of a minute by the faster clock; a busy machine adds to that. */
const patienceSeconds = 180;

/**
 * A good version, shipped as `deploy` ships it, goes through all its weights; everything is applied again in the
 * middle, and nothing goes back.
 */
export const canary: ClusterStep = {
  name: 'a canary that is well',
  async run(cluster) {
    const shipped = await shipApplication(cluster, 'canary');
    try {
      const { stand, weights, analyses, rollout, pods } = shipped;
      const replicas = rollout().spec.replicas;
      const { client, say } = cluster;
      const patience = { migrationSeconds: 60, rolloutSeconds: patienceSeconds };
      const shipping = rollOut({ ...stand, client, say, patience }, images.next);
      await Promise.race([shipped.untilWeight(25, patienceSeconds), shipping]);
      const timeouts = await changeTimeouts(cluster, stand);
      const again = { weight: weights().at(-1), replicas: rollout().spec.replicas };
      const { from, to } = await shipping;
      await untilSettled(shipped, images.next, patienceSeconds);
      const phases = analyses().map(({ status }) => status?.phase ?? 'none');
      return [
        listOf('versions, as deploy tells them', [from ?? 'none', to], [images.first, images.next]),
        listOf('percent for the new version, in turn', weights(), [0, 10, 25, 50, 100, 0]),
        listOf('analyses over the objectives', phases, ['Successful', 'Successful', 'Successful']),
        {
          what: 'weight after everything was applied again at 25 %',
          allowed: '25',
          seen: String(again.weight),
          holds: again.weight === 25,
        },
        listOf('timeouts of routes, changed while the Rollout holds them', timeouts, [otherTimeout]),
        sameCount(replicas, again.replicas, rollout().spec.replicas),
        everyAnswered(shipped),
        listOf('versions at the end', [...new Set(pods().map(digestOf))], [images.next]),
      ];
    } finally {
      await shipped.close();
    }
  },
};

const otherTimeout = '14s';

/** Applies everything with other timeouts of the routes; gives those that the routes then have. */
async function changeTimeouts(
  { client, environment }: RehearsedCluster,
  stand: Stand,
): Promise<readonly string[]> {
  const { namespace, manifests } = stand;
  const changed = (digest: string) => manifests(digest).map(withOtherTimeout);
  await standOf({ client, environment, namespace, manifests: changed }).apply(images.next);
  const { apiVersion, kind } = stand.manifest('VirtualService', names.virtualService);
  const routes = await client.get<RoutesSeen>({ apiVersion, kind, namespace, name: names.virtualService });
  return [...new Set((routes?.spec.http ?? []).flatMap(({ timeout }) => timeout ?? []))];
}

function withOtherTimeout(manifest: Manifest): Manifest {
  if (manifest.kind !== 'VirtualService' || manifest.metadata?.name !== names.virtualService) return manifest;
  const { spec, ...rest } = manifest as RoutesSeen;
  const http = (spec.http ?? []).map((each) => (each.timeout ? { ...each, timeout: otherTimeout } : each));
  return { ...rest, spec: { ...spec, http } } as Manifest;
}
