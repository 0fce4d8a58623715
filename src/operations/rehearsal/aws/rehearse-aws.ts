import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../../environments/environment.ts';
import { stateNames, type StateName } from '../../../platform/midcoast.ts';
import { Failure } from '../../failure.ts';
import { readGenerated } from '../../generated-files.ts';
import { digestOf } from '../../generated.ts';
import { requireTerraform } from '../../toolbox/terraform.ts';
import type { Found } from '../../toolbox/tool.ts';
import { rehearsalFolder, removeReport } from '../rehearsal-folder.ts';
import { takeRehearsalLock } from '../rehearsal-lock.ts';
import type { RehearsalWork } from '../rehearsal-work.ts';
import type { RehearsalReport } from '../report.ts';
import { startStopwatch, type Stopwatch } from '../stopwatch.ts';
import { awsClients } from './aws-clients.ts';
import { awsSettings } from './aws-settings.ts';
import { startEmulators, type Emulators } from './emulators.ts';
import { mostRows } from './ledger.ts';
import { makePrerequisites } from './prerequisites.ts';
import { prove, type Findings, type ProofGiven } from './proof.ts';
import { terraformEnvironments } from './terraform-environment.ts';
import type { TerraformWork } from './terraform-work.ts';
import { layWorkingFolder, stateFilesOf, type StateFiles, type WorkingFolder } from './working-folder.ts';

/**
 * Applies what was generated for an environment to emulators of AWS on this machine, and takes it down again.
 * A proof that fails is in the report; a Failure is thrown for what keeps the rehearsal itself from going on.
 */
export async function rehearseAws(work: RehearsalWork): Promise<RehearsalReport> {
  const { machine, environment, terminal } = work;
  const started = performance.now();
  const folder = rehearsalFolder(machine.root, environment.name, 'aws');
  const stopwatch = startStopwatch(terminal);
  const files = await readFiles(machine.root, environment);
  const terraform = await requireTerraform(machine);
  const lock = await takeRehearsalLock(folder, environment.name);
  try {
    await removeReport(folder);
    return await rehearseLocked(work, { started, folder, stopwatch, files, terraform });
  } finally {
    await lock.release();
  }
}

async function rehearseLocked(
  work: RehearsalWork,
  given: {
    readonly started: number;
    readonly folder: string;
    readonly stopwatch: Stopwatch;
    readonly files: Files;
    readonly terraform: Found;
  },
): Promise<RehearsalReport> {
  const { machine, environment, signal, terminal } = work;
  const { started, folder, stopwatch, files, terraform } = given;
  const emulators = await stopwatch.step('emulators', () =>
    startEmulators({
      machine,
      accountId: environment.accountId,
      folder: join(folder, 'emulators'),
      signal,
      say: (line) => terminal.say(line),
    }),
  );
  try {
    const works = await layWorks(work, { files, folder, emulators, program: terraform.path });
    const findings = await proofOf(work, { works, folder, emulators, stopwatch });
    return reportOf(work, {
      files,
      findings,
      works,
      stopwatch,
      tools: [{ name: 'Terraform', version: terraform.version }, ...emulators.tools],
      seconds: Math.round((performance.now() - started) / 100) / 10,
    });
  } finally {
    await emulators.stop();
  }
}

/** What was generated for the environment when the rehearsal began. */
type Files = {
  readonly digest: string;
  readonly states: Readonly<Record<StateName, StateFiles>>;
};
type Works = Readonly<Record<StateName, TerraformWork>>;

async function readFiles(root: string, { name }: Environment): Promise<Files> {
  const generated = await readGenerated(root, name);
  const states = stateNames.map((state) => [state, stateFilesOf(generated, name, state)] as const);
  return { digest: digestOf(generated), states: Object.fromEntries(states) as Files['states'] };
}

async function layWorks(
  { environment, machine, signal, force, terminal }: RehearsalWork,
  given: {
    readonly files: Files;
    readonly folder: string;
    readonly emulators: Emulators;
    readonly program: string;
  },
): Promise<Works> {
  const { files, folder, emulators, program } = given;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const environments = await terraformEnvironments(machine.environment, folder, emulators.proxyUrl);
  const entries = stateNames.map(async (state) => {
    const working: WorkingFolder = await layWorkingFolder({
      within: folder,
      environment,
      state,
      files: files.states[state],
      url: emulators.proxyUrl,
    });
    return [state, { ...environments, folder: working, program, signal, force, terminal }] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Works;
}

/** Runs the proof; a step of it that fails ends it, and is a fault among its findings. */
async function proofOf(
  { environment, signal }: RehearsalWork,
  given: {
    readonly works: Works;
    readonly folder: string;
    readonly emulators: Emulators;
    readonly stopwatch: Stopwatch;
  },
): Promise<Findings> {
  const { works, folder, emulators, stopwatch } = given;
  const settings = awsSettings(emulators, environment.accountId);
  await makePrerequisites(environment, settings);
  const regions = [environment.region, environment.recoveryRegion].map((region) =>
    awsClients(settings, region, environment.accountId),
  );
  const { traffic } = emulators;
  const proof: ProofGiven = { environment, folder, works, regions, stopwatch, settings, traffic };
  const findings: Findings = {
    planned: 0,
    applied: 0,
    secondPlan: [],
    drift: [],
    facts: [],
    left: [],
    ledger: [],
    faults: [],
  };
  try {
    await prove(proof, findings);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Failure)) throw error;
    const facts = Object.values(error.facts).map(String);
    findings.faults.push(error.message, ...facts.filter((fact) => !error.message.includes(fact)));
  }
  for (const refusal of traffic.refused.filter(({ status }) => status === 403)) {
    findings.faults.push(`Terraform asked ${refusal.service}, which is not of this machine`);
  }
  return findings;
}

function reportOf(
  { environment }: RehearsalWork,
  given: {
    readonly files: Files;
    readonly findings: Findings;
    readonly works: Works;
    readonly stopwatch: Stopwatch;
    readonly tools: RehearsalReport['tools'];
    readonly seconds: number;
  },
): RehearsalReport {
  const { files, findings, works, stopwatch, tools, seconds } = given;
  const faults = [...findings.faults, ...faultsOf(findings)];
  return {
    environment: environment.name,
    part: 'aws',
    digest: files.digest,
    passed: faults.length === 0,
    seconds,
    ...findings,
    faults,
    tools,
    steps: stopwatch.steps,
    additions: Object.fromEntries(stateNames.map((state) => [state, works[state].folder.override])),
  };
}

/** What each finding says about whether the rehearsal passed. */
function faultsOf({ planned, applied, secondPlan, drift, facts, left, ledger }: Findings): readonly string[] {
  return [
    ...(planned === applied && planned > 0 ? [] : [`${planned} things were planned, and ${applied} applied`]),
    ...secondPlan.map(
      ({ address, action, attributes }) =>
        `the second plan would ${action} ${address}: ${attributes.join(', ')}`,
    ),
    ...drift
      .filter(({ seen }) => !seen)
      .map(({ address, change }) => `unseen by Terraform: ${change} (${address})`),
    ...facts
      .filter(({ holds }) => !holds)
      .map(
        ({ name, expected, seen }) =>
          `${name}: ${JSON.stringify(seen)} instead of ${JSON.stringify(expected)}`,
      ),
    ...left.map(({ type, id, region }) => `left in ${region}: ${type} ${id}`),
    ...ledger
      .filter(({ stands }) => !stands)
      .map(
        ({ resource, attribute }) =>
          `the ledger’s row of ${resource} (${attribute}) is out of date: the emulator is mended`,
      ),
    ...(ledger.length > mostRows ? [`the ledger has ${ledger.length} rows, more than ${mostRows}`] : []),
  ];
}
