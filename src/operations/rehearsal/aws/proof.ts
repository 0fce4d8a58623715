import { writeFile } from 'node:fs/promises';
import type { Environment } from '../../../environments/environment.ts';
import { midcoast, stateNames, type StateName } from '../../../platform/midcoast.ts';
import type { Plan } from '../../terraform/plan-file.ts';
import { planPath } from '../rehearsal-folder.ts';
import type { Difference, Drift, Leftover, LedgerEntry, ReportedFact } from '../report.ts';
import type { Stopwatch } from '../stopwatch.ts';
import type { AwsClients } from './aws-clients.ts';
import { accountFacts } from './facts/account-facts.ts';
import { backupFacts } from './facts/backup-facts.ts';
import { clusterFacts } from './facts/cluster-facts.ts';
import { dataFacts } from './facts/data-facts.ts';
import { reachFacts } from './facts/reach-facts.ts';
import { recoveryFacts } from './facts/recovery-facts.ts';
import { seeFacts } from './facts/fact.ts';
import { takeFinalSnapshots } from './final-snapshots.ts';
import { examineLedger, unlistedTypes } from './ledger.ts';
import type { AwsSettings } from './aws-settings.ts';
import { liftProtections } from './protections.ts';
import { groupGraphFact } from './facts/group-graph.ts';
import { sentFacts } from './facts/sent-facts.ts';
import type { Traffic } from './repair-proxy.ts';
import { findAll, newIn, unfound, type Found } from './scans/scans.ts';
import type { StateResource } from './state-resources.ts';
import { tamperAll, tamperings } from './tampering.ts';
import {
  apply,
  destroy,
  initialise,
  plan,
  resourcesOf,
  validate,
  type PlanMade,
  type TerraformWork,
} from './terraform-work.ts';

/** What a proof goes by. */
export type ProofGiven = {
  readonly environment: Environment;
  /** Where the first plans are left. */
  readonly folder: string;
  readonly works: Readonly<Record<StateName, TerraformWork>>;
  /** Of the platform's region and of the recovery region. */
  readonly regions: readonly AwsClients[];
  readonly stopwatch: Stopwatch;
  readonly settings: AwsSettings;
  readonly traffic: Traffic;
};

/** What a proof has found so far; the report is made of it even when a step fails. */
export type Findings = {
  planned: number;
  applied: number;
  secondPlan: readonly Difference[];
  drift: readonly Drift[];
  facts: readonly ReportedFact[];
  left: readonly Leftover[];
  ledger: readonly LedgerEntry[];
  faults: string[];
};

const firstPlan = 'first.plan';
const secondPlan = 'second.plan';
const driftPlan = 'drift.plan';

/** What is found before anything is made, by region. */
type Before = Awaited<ReturnType<typeof findEverywhere>>;

/**
 * Applies both states, holds them against the environment, disturbs them, and takes them down. Most of the time the
 * provider waits, so that what one state needs goes on beside the other's waits.
 */
export async function prove(given: ProofGiven, findings: Findings): Promise<void> {
  const { stopwatch, works } = given;
  const before = await applyBoth(given, findings);
  const resources = await stopwatch.step('states read', () => readStates(works));
  const [, later] = stateNames;
  await together([planAgain(given, later, findings), holdAgainst(given, findings, resources)]);
  await disturb(given, findings, resources.platform);
  await stopwatch.step('protections lifted', () => liftProtections(given.environment, given.regions));
  await together(stateNames.map((state) => takeDown(given, state, resources[state].length)));
  await stopwatch.step('what is left', async () => {
    const [home] = given.regions;
    if (home !== undefined) findings.faults.push(...(await takeFinalSnapshots(given.environment, home)));
    const now = await findEverywhere(given);
    findings.left = now.flatMap(({ region, found }, at) =>
      newIn(found, before[at]?.found ?? new Map())
        .filter(({ type }) => !type.split(' ').every((one) => unlistedTypes.has(one)))
        .map((left) => ({ ...left, region })),
    );
  });
}

/**
 * Applies the states in their order, the second from when all of the first is there. Gives what there was before.
 */
async function applyBoth(given: ProofGiven, findings: Findings): Promise<Before> {
  const [earlier, later] = stateNames;
  const looking = given.stopwatch.step('what is there before', () => findEverywhere(given));
  const planning = prepare(given, earlier).then(() => planFirst(given, earlier));
  await together([looking, planning, prepare(given, later)]);

  const made = Promise.withResolvers<void>();
  const applyEarlier = async () => {
    try {
      await applyFirst(given, earlier, await planning, findings, made.resolve);
    } catch (error) {
      made.reject(error);
      throw error;
    }
    await planAgain(given, earlier, findings);
  };
  const applyLater = async () => {
    const plan = planFirst(given, later);
    await together([plan, made.promise]);
    await applyFirst(given, later, await plan, findings);
  };
  await together([applyEarlier(), applyLater()]);
  return looking;
}

/** Waits for all, also when one fails: what still runs would otherwise lose its emulator. */
async function together(works: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(works)).find((work) => work.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function readStates(works: ProofGiven['works']) {
  const entries = stateNames.map(async (state) => [state, await resourcesOf(works[state])] as const);
  return Object.fromEntries(await Promise.all(entries)) as Record<StateName, readonly StateResource[]>;
}

async function prepare({ works, stopwatch }: ProofGiven, state: StateName): Promise<void> {
  await stopwatch.step(`init and validate ${state}`, async () => {
    await initialise(works[state]);
    await validate(works[state]);
  });
}

async function planFirst({ folder, works, stopwatch }: ProofGiven, state: StateName): Promise<Plan> {
  const first = await stopwatch.step(`plan ${state}`, () => plan(works[state], firstPlan));
  await writeFile(planPath(folder, state), first.json, { mode: 0o600 });
  return first;
}

async function applyFirst(
  { works, stopwatch }: ProofGiven,
  state: StateName,
  { changes }: Plan,
  findings: Findings,
  onMade?: () => void,
): Promise<void> {
  const total = changes.filter(({ action }) => action === 'create').length;
  findings.planned += total;
  await stopwatch.step(
    `apply ${state}`,
    async () => {
      const waits = await apply(works[state], firstPlan, total, onMade);
      findings.applied += waits.filter(({ action }) => action === 'create').length;
      return waits;
    },
    (waits) => waits,
  );
}

async function planAgain({ works, stopwatch }: ProofGiven, state: StateName, findings: Findings) {
  await stopwatch.step(`second plan of ${state}`, async () => {
    const again = await plan(works[state], secondPlan);
    findings.secondPlan = [...findings.secondPlan, ...differencesOf(again, state)];
  });
}

async function takeDown({ works, stopwatch }: ProofGiven, state: StateName, total: number): Promise<void> {
  await stopwatch.step(
    `destroy ${state}`,
    () => destroy(works[state], total),
    (waits) => waits,
  );
}

/** Facts, and whether the scans see what the state says is there. */
async function holdAgainst(
  { environment, regions, stopwatch, settings, traffic }: ProofGiven,
  findings: Findings,
  resources: Readonly<Record<StateName, readonly StateResource[]>>,
): Promise<void> {
  await stopwatch.step('read back', async () => {
    const [home, recovery] = regions;
    if (home === undefined || recovery === undefined) throw new Error('a rehearsal has two regions');
    const facts = [
      groupGraphFact(midcoast(environment).states.platform.resources, resources.platform),
      ...dataFacts(environment),
      ...clusterFacts(environment),
      ...accountFacts(environment),
      ...backupFacts(environment),
      ...reachFacts(environment),
      ...sentFacts(environment, traffic),
    ];
    findings.facts = [
      ...(await seeFacts(facts, home)),
      ...(await seeFacts(recoveryFacts(environment, resources.recovery), recovery)),
    ];
    findings.ledger = await examineLedger(settings, environment.region);
    const everywhere = await Promise.all(regions.map(findAll));
    const all = merged(everywhere);
    for (const { address, why } of unfound(Object.values(resources).flat(), all, unlistedTypes)) {
      findings.faults.push(
        `${address} is in the state, and the search for leftovers would not see it: ${why}`,
      );
    }
  });
}

async function disturb(
  { environment, regions, works, stopwatch }: ProofGiven,
  findings: Findings,
  resources: readonly StateResource[],
): Promise<void> {
  await stopwatch.step('five changes behind Terraform’s back', async () => {
    const [home] = regions;
    if (home === undefined) return;
    const done = await tamperAll(tamperings(environment), resources, home);
    const { drift } = await plan(works.platform, driftPlan);
    findings.drift = done.map(({ address, attribute, change, gone }) => {
      const found = drift.find((one) => one.address === address);
      const seen = gone ? found?.action === 'delete' : found?.changed.includes(attribute) === true;
      return { address, attribute, change, seen };
    });
  });
}

function differencesOf({ changes, outputs, differs }: PlanMade, state: StateName) {
  const changed = changes
    .filter(({ action }) => action !== 'none' && action !== 'read')
    .map(({ address, action, changed }): Difference => ({ state, address, action, attributes: changed }));
  const named = outputs.map((name): Difference => ({
    state,
    address: `output.${name}`,
    action: 'update',
    attributes: [],
  }));
  const all = [...changed, ...named];
  if (all.length > 0 || !differs) return all;
  return [{ state, address: state, action: 'unknown', attributes: [] }];
}

function findEverywhere({ regions }: ProofGiven) {
  return Promise.all(regions.map(async (aws) => ({ region: aws.region, found: await findAll(aws) })));
}

function merged(all: readonly Found[]): Found {
  const types = [...new Set(all.flatMap((found) => [...found.keys()]))];
  return new Map(types.map((type) => [type, new Set(all.flatMap((found) => [...(found.get(type) ?? [])]))]));
}
