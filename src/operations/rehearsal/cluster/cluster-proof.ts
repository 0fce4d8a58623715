import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../../environments/environment.ts';
import { names, type AddOn } from '../../../platform/midcoast.ts';
import { applyManifests, changesOfApplying } from '../../kubernetes/apply-manifests.ts';
import type { Machine } from '../../toolbox/program.ts';
import type { Terminal } from '../../terminal.ts';
import type { Difference, LedgerEntry, ReportedFact } from '../report.ts';
import type { Stopwatch } from '../stopwatch.ts';
import { applyCharts } from './applied-charts.ts';
import type { RenderedCharts } from './charts.ts';
import type { FilledManifests } from './cluster-manifests.ts';
import { examineClusterLedger } from './cluster-ledger.ts';
import { images } from './images.ts';
import type { ControlPlane, StartPlane } from './control-plane.ts';
import { neededDefinitions, type Definition, type MakersFiles } from './definitions.ts';
import { establish } from './established.ts';
import { migrate } from './migration.ts';
import { seeRefusals } from './refusals.ts';
import { startRollouts } from './rollouts-controller.ts';
import { makeNodes } from './simulated-nodes.ts';
import { makeStandInSecrets } from './stand-in-secrets.ts';
import { standOf } from './stand.ts';
import { runGroup } from './step-runner.ts';
import { stepGroups } from './steps/steps.ts';

export type ClusterProofGiven = {
  readonly environment: Environment;
  readonly machine: Machine;
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
  readonly stopwatch: Stopwatch;
  readonly plane: ControlPlane;
  readonly startPlane: StartPlane;
  readonly makers: MakersFiles;
  readonly manifests: FilledManifests;
  readonly addOns: readonly AddOn[];
  readonly charts: RenderedCharts;
  /** The controller's executable. */
  readonly rollouts: string;
  readonly folder: string;
};

/** What a proof has found so far; the report is made of it even when a step fails. */
export type ClusterFindings = {
  planned: number;
  applied: number;
  secondPlan: readonly Difference[];
  facts: readonly ReportedFact[];
  ledger: readonly LedgerEntry[];
  faults: string[];
  /** Names of Secrets that stand for those of the operator. */
  secrets: readonly string[];
};

/** Pods wait for their autoscaler, which waits for their controller. */
const servingPatienceSeconds = 90;

/** Applies everything, once and again, holds the cluster against what it must be, and does every step to it. */
export async function proveCluster(given: ClusterProofGiven, findings: ClusterFindings): Promise<void> {
  const { stopwatch, plane, makers, manifests, environment, folder, machine, signal } = given;
  const { client } = plane;
  const all = Object.values(manifests(images.first)).flat();
  const rendered = [...given.charts.values()];
  const definitions = [
    ...makers.definitions,
    ...rendered.flatMap((chart) => chart.definitions as readonly Definition[]),
  ];
  const used = [...all, ...rendered.flatMap(({ objects }) => objects)];
  await stopwatch.step('definitions', () => establish(client, neededDefinitions(definitions, used)));
  const rollouts = await stopwatch.step('Argo Rollouts', () =>
    startRollouts({ plane, program: given.rollouts, folder, environment: machine.environment, signal }),
  );
  try {
    await stopwatch.step('nodes', () => makeNodes(client, environment));
    await Promise.race([proveApplied(given, findings), plane.broken, rollouts.broken]);
  } finally {
    await rollouts.stop();
  }
}

async function proveApplied(given: ClusterProofGiven, findings: ClusterFindings): Promise<void> {
  const { stopwatch, plane, manifests, environment } = given;
  const { client } = plane;
  const main = standOf({
    client,
    environment,
    namespace: names.namespace,
    manifests: (digest) => Object.values(manifests(digest)).flat(),
  });
  const all = main.manifests(images.first);
  findings.planned = all.length;
  await stopwatch.step('apply', async () => {
    const { applied, refusals, warnings } = await applyManifests(client, all);
    findings.applied = applied;
    findings.faults.push(...refusals, ...warnings);
    findings.secrets = await makeStandInSecrets(client, all);
  });
  await stopwatch.step('add-ons', async () => {
    const { planned, applied, faults } = await applyCharts(client, given.addOns, given.charts);
    findings.planned += planned;
    findings.applied += applied;
    findings.faults.push(...faults);
  });
  await stopwatch.step('pods at the autoscaler’s number', () =>
    main.untilServing(images.first, servingPatienceSeconds),
  );
  await stopwatch.step('apply again', async () => {
    for (const [state, objects] of Object.entries(manifests(images.first))) {
      const changes = await changesOfApplying(client, objects);
      const differences = changes.map((change) => ({ state, action: 'update', ...change }));
      findings.secondPlan = [...findings.secondPlan, ...differences];
    }
  });
  findings.facts = await stopwatch.step('migration, and what must be refused', async () => [
    await migrate(client, main),
    ...(await seeRefusals(client, main)),
  ]);
  findings.ledger = await stopwatch.step('ledger', () => examineClusterLedger(client, given));
  await rm(join(given.folder, 'steps'), { recursive: true, force: true });
  const brought = { manifests, addOns: given.addOns, makers: given.makers, rollouts: given.rollouts };
  for (const group of stepGroups) {
    findings.faults.push(...(await runGroup({ ...given, main, brought }, group)));
  }
}
