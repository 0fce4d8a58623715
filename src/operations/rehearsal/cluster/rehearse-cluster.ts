import { join } from 'node:path';
import { midcoast, type AddOn } from '../../../platform/midcoast.ts';
import { Failure } from '../../failure.ts';
import { readGenerated } from '../../generated-files.ts';
import { digestOf } from '../../generated.ts';
import { ApiRefusal } from '../../kubernetes/api-refusal.ts';
import { StillNotSo } from '../../kubernetes/following.ts';
import { isRunning } from '../../local/running-process.ts';
import { rehearsalFolder, removeReport } from '../rehearsal-folder.ts';
import type { RehearsalWork } from '../rehearsal-work.ts';
import { takeRehearsalLock } from '../rehearsal-lock.ts';
import type { Leftover, RehearsalReport } from '../report.ts';
import { startStopwatch, type Stopwatch } from '../stopwatch.ts';
import { renderedCharts, type RenderedCharts } from './charts.ts';
import { mostRows } from './cluster-ledger.ts';
import { generatedManifests, standIns, type FilledManifests } from './cluster-manifests.ts';
import { proveCluster, type ClusterFindings } from './cluster-proof.ts';
import { bringClusterTools, type ClusterTools } from './cluster-tools.ts';
import { startControlPlane, type ControlPlane, type StartPlane } from './control-plane.ts';
import { readMakersFiles, type MakersFiles } from './definitions.ts';
import { nodePoolOverride } from './node-pool-override.ts';
import { rolloutOverride } from './rollout-override.ts';
import { scalingOverride } from './scaling-override.ts';
import { writeStages } from './stages.ts';

/**
 * Applies what was generated for the cluster to a Kubernetes control plane on this machine, does to it what is done to
 * a cluster, and takes it down. A proof that fails is in the report; a Failure is thrown for what keeps the rehearsal
 * itself from going on.
 */
export async function rehearseCluster(work: RehearsalWork): Promise<RehearsalReport> {
  const { machine, environment, terminal, signal } = work;
  const folder = rehearsalFolder(machine.root, environment.name, 'cluster');
  const stopwatch = startStopwatch(terminal);
  const generated = await readGenerated(machine.root, environment.name);
  const manifests = generatedManifests(generated, environment);
  const bring = { say: (line: string) => terminal.say(line), signal };
  const tools = await bringClusterTools(machine, bring);
  const makers = await readMakersFiles(machine, bring);
  const { addOns } = midcoast(environment);
  const charts = await renderedCharts(machine, { environment, addOns }, bring);
  const lock = await takeRehearsalLock(folder, environment.name);
  // What was built the first time is not the rehearsal's own time.
  const started = performance.now();
  try {
    await removeReport(folder);
    const { findings, left } = await rehearseLocked(work, {
      folder,
      stopwatch,
      manifests,
      tools,
      makers,
      addOns,
      charts,
    });
    return reportOf(work, {
      digest: digestOf(generated),
      findings,
      left,
      stopwatch,
      tools,
      seconds: Math.round((performance.now() - started) / 100) / 10,
    });
  } finally {
    await lock.release();
  }
}

type Rehearsed = {
  readonly folder: string;
  readonly stopwatch: Stopwatch;
  readonly manifests: FilledManifests;
  readonly tools: ClusterTools;
  readonly makers: MakersFiles;
  readonly addOns: readonly AddOn[];
  readonly charts: RenderedCharts;
};

async function rehearseLocked(
  work: RehearsalWork,
  rehearsed: Rehearsed,
): Promise<{ readonly findings: ClusterFindings; readonly left: readonly Leftover[] }> {
  const { machine, signal } = work;
  const { folder, stopwatch, tools, makers } = rehearsed;
  const working = join(folder, 'control-plane');
  const stages = join(folder, 'stages.yaml');
  await writeStages(makers.kwokFolder, stages);
  const planes: ControlPlane[] = [];
  const startPlane: StartPlane = async (place) => {
    const program = { program: tools.Kubernetes.path, kwok: tools.KWOK.path, stages };
    const started = await startControlPlane({
      ...program,
      ...place,
      environment: machine.environment,
      signal,
    });
    planes.push(started);
    return started;
  };
  const plane = await stopwatch.step('control plane', () => startPlane({ folder: working, webhooks: true }));
  try {
    const rollouts = tools['Argo Rollouts'].path;
    const findings = await findingsOf({ ...work, ...rehearsed, plane, startPlane, rollouts });
    return { findings, left: await stopped(planes, stopwatch) };
  } finally {
    await plane.stop();
  }
}

/** Stops everything and gives what runs nevertheless. */
async function stopped(planes: readonly ControlPlane[], stopwatch: Stopwatch): Promise<readonly Leftover[]> {
  await stopwatch.step('stopped', async () => {
    await Promise.all(planes.map((plane) => plane.stop()));
  });
  return planes
    .flatMap(({ programs }) => programs)
    .filter(({ pid }) => isRunning(pid))
    .map(({ name, pid }) => ({ type: 'process', id: `${name} ${pid}`, region: 'this machine' }));
}

/** Runs the proof; a step of it that fails ends it, and is a fault among its findings. */
async function findingsOf(given: Parameters<typeof proveCluster>[0]): Promise<ClusterFindings> {
  const findings: ClusterFindings = {
    planned: 0,
    applied: 0,
    secondPlan: [],
    facts: [],
    ledger: [],
    faults: [],
    secrets: [],
  };
  try {
    await proveCluster(given, findings);
  } catch (error) {
    given.signal.throwIfAborted();
    const isOfTheCluster = [Failure, StillNotSo, ApiRefusal].some((kind) => error instanceof kind);
    if (!isOfTheCluster) throw error;
    findings.faults.push((error as Error).message);
  }
  return findings;
}

function reportOf(
  { environment }: RehearsalWork,
  given: Pick<RehearsalReport, 'digest' | 'left' | 'seconds'> & {
    readonly findings: ClusterFindings;
    readonly stopwatch: Stopwatch;
    readonly tools: ClusterTools;
  },
): RehearsalReport {
  const { findings, left, stopwatch, tools, digest, seconds } = given;
  const { secrets, ...found } = findings;
  const faults = [...findings.faults, ...faultsOf(findings, left)];
  return {
    environment: environment.name,
    part: 'cluster',
    digest,
    passed: faults.length === 0,
    seconds,
    ...found,
    faults,
    // Nothing keeps a cluster as it was declared but the next apply.
    drift: [],
    left,
    tools: Object.entries(tools).map(([name, { version }]) => ({ name, version })),
    steps: stopwatch.steps,
    additions: {
      holes: standIns(environment),
      secrets: { names: secrets, value: 'rehearsal' },
      rollouts: rolloutOverride,
      autoscaler: scalingOverride,
      nodes: nodePoolOverride,
    },
  };
}

/** What each finding says about whether the rehearsal passed. */
function faultsOf(findings: ClusterFindings, left: readonly Leftover[]): readonly string[] {
  const { planned, applied, secondPlan, facts, ledger } = findings;
  return [
    ...(planned === applied && planned > 0
      ? []
      : [`${planned} objects were to be applied, and ${applied} were`]),
    ...secondPlan.map(
      ({ address, attributes }) => `applied again, ${address} changes: ${attributes.join(', ')}`,
    ),
    ...facts
      .filter(({ holds }) => !holds)
      .map(
        ({ name, expected, seen }) =>
          `${name}: ${JSON.stringify(seen)} instead of ${JSON.stringify(expected)}`,
      ),
    ...left.map(({ type, id, region }) => `left on ${region}: ${type} ${id}`),
    ...ledger
      .filter(({ stands }) => !stands)
      .map(({ resource, recorded }) => `the ledger’s row of ${resource} is out of date: ${recorded}`),
    ...(ledger.length > mostRows ? [`the ledger has ${ledger.length} rows, more than ${mostRows}`] : []),
  ];
}
