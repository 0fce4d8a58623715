import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../../environments/environment.ts';
import { follow, StillNotSo, type Following } from '../../kubernetes/following.ts';
import { ApiRefusal } from '../../kubernetes/api-refusal.ts';
import type { KubernetesObject } from '../../kubernetes/kubernetes-object.ts';
import { Failure } from '../../failure.ts';
import type { Machine } from '../../toolbox/program.ts';
import type { Terminal } from '../../terminal.ts';
import type { Stopwatch } from '../stopwatch.ts';
import { builtManifests } from './cluster-manifests.ts';
import type { Brought, ClusterStep, EmptyCluster, RehearsedCluster } from './cluster-step.ts';
import { images } from './images.ts';
import type { ControlPlane, StartPlane } from './control-plane.ts';
import { startOutsideProgram, type OutsideProgram } from './outside-program.ts';
import { makeNodes } from './simulated-nodes.ts';
import { objectsElsewhere, standOf, type Stand } from './stand.ts';

export type StepRunner = {
  readonly environment: Environment;
  readonly machine: Machine;
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
  readonly stopwatch: Stopwatch;
  readonly plane: ControlPlane;
  readonly startPlane: StartPlane;
  readonly main: Stand;
  readonly brought: Brought;
  readonly folder: string;
};

/** A pod takes a second to be ready, and some until it counts as available. */
const raisePatienceSeconds = 90;

/** Runs the steps of a group side by side; gives the faults, each a sentence that names its step. */
export async function runGroup(
  runner: StepRunner,
  group: readonly ClusterStep[],
): Promise<readonly string[]> {
  // Waits for all, also when one ends by an interruption: what the others started is theirs to stop.
  const ends = await Promise.allSettled(group.map((step) => runStep(runner, step)));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return ends.flatMap((end) => (end.status === 'fulfilled' ? end.value : []));
}

async function runStep(runner: StepRunner, step: ClusterStep): Promise<readonly string[]> {
  const { stopwatch, signal } = runner;
  const opened: Opened = { followings: [], programs: [], stands: [], planes: [] };
  try {
    const measures = await stopwatch.step(
      step.name,
      async () => {
        const cluster = await openCluster(runner, step, opened);
        return Promise.race([step.run(cluster), runner.plane.broken]);
      },
      (seen) => seen,
    );
    return measures
      .filter(({ holds }) => !holds)
      .map(({ what, allowed, seen }) => `${step.name}: ${what}: ${seen}, ${allowed}`);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof StillNotSo || error instanceof ApiRefusal || error instanceof Failure) {
      return [`${step.name}: ${error.message}`];
    }
    throw error;
  } finally {
    await close(runner, opened);
  }
}

/** What a step opened, and is closed for it. */
type Opened = {
  readonly followings: Pick<Following<never>, 'stop'>[];
  readonly programs: OutsideProgram[];
  readonly stands: Stand[];
  readonly planes: ControlPlane[];
};

async function openCluster(runner: StepRunner, step: ClusterStep, opened: Opened): Promise<RehearsedCluster> {
  const { environment, plane, main } = runner;
  const word = step.name.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase();
  const folder = join(runner.folder, 'steps', word);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { client } = plane;
  return {
    ...clusterOn(plane, { runner, folder, opened }),
    certificate: plane.certificate,
    main,
    async raise(strategy) {
      const namespace = `${word.slice(0, 40)}-${opened.stands.length + 1}`;
      const other = { ...environment, strategy };
      const manifests = objectsElsewhere(builtManifests(other), namespace);
      const stand = standOf({ client, environment: other, namespace, manifests });
      opened.stands.push(stand);
      await stand.apply(images.first);
      await stand.untilServing(images.first, raisePatienceSeconds);
      return stand;
    },
    async emptyCluster() {
      const other = await runner.startPlane({ folder: join(folder, 'control-plane'), webhooks: false });
      opened.planes.push(other);
      await makeNodes(other.client, environment);
      return { ...clusterOn(other, { runner, folder, opened }), broken: other.broken };
    },
  };
}

/** What a step may do in the cluster of a control plane. */
function clusterOn(
  { client, address, kubeconfig }: ControlPlane,
  given: { readonly runner: StepRunner; readonly folder: string; readonly opened: Opened },
): Omit<EmptyCluster, 'broken'> {
  const { runner, folder, opened } = given;
  const { environment, machine, signal, terminal, brought } = runner;
  return {
    environment,
    machine,
    signal,
    client,
    address,
    kubeconfig,
    folder,
    brought,
    async follow<T extends KubernetesObject>(
      selection: Parameters<typeof follow>[1],
      seen?: (objects: readonly T[]) => void,
    ) {
      const following = await follow<T>(client, selection, seen);
      opened.followings.push(following);
      return following;
    },
    start(program) {
      const started = startOutsideProgram({ ...program, folder, environment: machine.environment });
      opened.programs.push(started);
      return started;
    },
    say: (line) => terminal.say(line),
  };
}

async function close({ plane, signal }: StepRunner, opened: Opened): Promise<void> {
  const { followings, programs, stands, planes } = opened;
  await Promise.all(followings.map((following) => following.stop().catch(() => {})));
  for (const program of programs.toReversed()) await program.stop();
  await Promise.all(planes.map((other) => other.stop()));
  if (signal.aborted) return;
  for (const { namespace } of stands) {
    await plane.client.remove({ apiVersion: 'v1', kind: 'Namespace', name: namespace });
  }
}
