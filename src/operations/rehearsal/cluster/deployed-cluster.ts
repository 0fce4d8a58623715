import { join } from 'node:path';
import type { Manifests } from '../../../platform/midcoast.ts';
import { bringCluster, type ClusterBrought, type ClusterDeploy } from '../../deploy/cluster-deploy.ts';
import { Failure } from '../../failure.ts';
import { helmTool } from '../../toolbox/helm.ts';
import { requireTool } from '../../toolbox/require-tool.ts';
import { standForAddOns } from './add-on-stand-ins.ts';
import { chartReleases, type ChartReleases } from './chart-releases.ts';
import { standIns } from './cluster-manifests.ts';
import type { EmptyCluster } from './cluster-step.ts';
import { neededDefinitions } from './definitions.ts';
import { commitOf, openFrontDoor, type FrontDoor } from './front-door.ts';
import { images } from './images.ts';
import { startPrometheus, type RehearsedPrometheus } from './rehearsed-prometheus.ts';
import { withFasterClock } from './rollout-override.ts';
import { ownEveryMs } from './shipped-application.ts';
import type { ShippingWatch } from './shipping-watch.ts';

/** How a deploy ended: with what came of it, by the code of a failure, or `interrupted`. */
export type DeployEnd = {
  readonly code: string;
  readonly brought: ClusterBrought | undefined;
  readonly seconds: number;
};

/** When Ctrl-C comes: once a line is said, or once something else has come to pass. */
export type Interruption = { readonly line: RegExp } | { readonly when: () => Promise<unknown> };

/** A cluster that `deploy` brings to what the code says, by the code of the command. */
export type DeployedCluster = ChartReleases & {
  readonly deploy: (digest: string, interruption?: Interruption) => Promise<DeployEnd>;
  /** What is applied, with the image of this digest. */
  readonly manifests: (digest: string) => Manifests;
  /** There once the add-ons are, whose kinds it follows. */
  readonly watch: () => Promise<ShippingWatch>;
  readonly door: FrontDoor;
  /** As many pods as the autoscaler wants at least. */
  readonly leastPods: number;
  readonly close: () => Promise<void>;
};

/** A canary takes a minute by the faster clock; a busy machine adds to that. */
const patience = { migrationSeconds: 60, rolloutSeconds: 180, smokeSeconds: 3 };
const requestsPerSecond = 1_000;

/** Makes all ready beside an empty cluster: charts, a front door, and what stands for the add-ons once they are there. */
export async function openDeployedCluster(cluster: EmptyCluster): Promise<DeployedCluster> {
  const { environment, machine, signal, say } = cluster;
  const charts = await chartsOf(cluster);
  const helm = await requireTool(helmTool(machine), { say, signal });
  // Only a Rollout asks it.
  const prometheus =
    environment.strategy === 'rolling'
      ? undefined
      : await startPrometheus(cluster, { requestsPerSecond, behaviours: {} });
  const door = await openFrontDoor(prometheus?.frontDoor);
  const manifests = manifestsOf(cluster, prometheus);
  const controllers = standForAddOns(cluster, (picture) => {
    door.see(picture);
    prometheus?.see(picture);
  });
  const broken = Promise.race([cluster.broken, controllers.then(({ broken: ended }) => ended)]);
  broken.catch(() => {});
  const given = {
    platform: { environment, addOns: cluster.brought.addOns, manifests: manifests(images.first) },
    address: cluster.address,
    holes: standIns(environment),
    objects: manifests,
    releases: charts.releases,
    helm: helm.path,
    variables: machine.environment,
    frontDoor: door.url,
    ownEveryMs,
    patience,
  };
  return {
    ...charts,
    manifests,
    door,
    leastPods: environment.application.leastPods,
    watch: async () => (await controllers).watch,
    deploy: (digest, interruption) =>
      Promise.race([
        runDeploy({ ...given, digest, commit: commitOf(digest) }, cluster, interruption),
        broken,
      ]),
    async close() {
      await door.stop();
      await prometheus?.stop();
      const started = await controllers.catch(() => undefined);
      await started?.stop();
    },
  };
}

/** Those of a cluster whose kinds are not there yet. */
function chartsOf({ machine, signal, folder, say, brought }: EmptyCluster): Promise<ChartReleases> {
  const used = Object.values(brought.manifests(images.first)).flat();
  return chartReleases(brought.addOns, {
    folder: join(folder, 'charts'),
    machine,
    context: { say, signal },
    definitions: neededDefinitions(brought.makers.definitions, used),
  });
}

function manifestsOf({ brought }: EmptyCluster, prometheus: RehearsedPrometheus | undefined) {
  return (digest: string): Manifests =>
    Object.fromEntries(
      Object.entries(brought.manifests(digest)).map(([heading, objects]) => [
        heading,
        objects.map((object) => withFasterClock(object, prometheus?.url ?? '')),
      ]),
    );
}

async function runDeploy(
  given: Omit<ClusterDeploy, 'signal' | 'terminal'>,
  { signal: whole, say }: EmptyCluster,
  interruption: Interruption | undefined,
): Promise<DeployEnd> {
  const started = performance.now();
  const pressed = new AbortController();
  const terminal = {
    say(line: string) {
      say(line);
      if (interruption !== undefined && 'line' in interruption && interruption.line.test(line)) {
        pressed.abort();
      }
    },
    progress: () => ({ update() {}, finish() {} }),
  };
  const end = (code: string, brought?: ClusterBrought): DeployEnd => {
    return { code, brought, seconds: Math.round((performance.now() - started) / 100) / 10 };
  };
  if (interruption !== undefined && 'when' in interruption) {
    interruption.when().then(
      () => pressed.abort(),
      () => {},
    );
  }
  try {
    const signal = AbortSignal.any([whole, pressed.signal]);
    return end('none', await bringCluster({ ...given, terminal, signal }));
  } catch (error) {
    whole.throwIfAborted();
    if (pressed.signal.aborted) return end('interrupted');
    if (error instanceof Failure) return end(error.code);
    throw error;
  }
}
