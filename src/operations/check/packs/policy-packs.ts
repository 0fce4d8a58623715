import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stateNames, type Platform, type StateName } from '../../../platform/midcoast.ts';
import { Failure } from '../../failure.ts';
import { generate } from '../../generated.ts';
import { checkovTool } from '../../toolbox/checkov.ts';
import type { Machine } from '../../toolbox/program.ts';
import type { Tool } from '../../toolbox/tool.ts';
import { trivyTool } from '../../toolbox/trivy.ts';
import { readingPolicy, runCheckov } from './checkov-pack.ts';
import type { PackName, Scan } from './finding.ts';
import { hclOf } from './hcl.ts';
import { rehearsedPlan } from './rehearsed-plan.ts';
import type { Scanner } from './scanner.ts';
import { readingRego, runTrivy } from './trivy-pack.ts';

export type PackWork = {
  readonly machine: Machine;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
};

export type PackResults = {
  readonly scans: readonly Scan[];
  /** Packs that this machine cannot have, each with the reason. */
  readonly missing: readonly { readonly pack: PackName; readonly reason: string }[];
};

/** Brings the packs and runs them over both states of a platform, one after the other: each takes a processor. */
export async function runPacks(platform: Platform, work: PackWork): Promise<PackResults> {
  const folder = join(work.machine.root, '.midcoast', 'check', platform.environment.name);
  await layOut(platform, folder);
  const checkov = await bring('checkov', checkovTool(work.machine), work);
  const trivy = await bring('trivy', trivyTool(work.machine), work);
  const scans: Scan[] = [];
  for (const state of stateNames) {
    if (platform.states[state].resources.length === 0) continue;
    if ('path' in checkov) scans.push(...(await checkovScans(checkov, platform, state, folder, work)));
    if ('path' in trivy) {
      const subject = { state, path: join(folder, 'hcl', state), policies: join(folder, 'rego') };
      scans.push(await runTrivy(trivy, subject));
    }
  }
  return { scans, missing: [checkov, trivy].filter((each) => 'reason' in each) };
}

async function checkovScans(
  scanner: Scanner,
  platform: Platform,
  state: StateName,
  folder: string,
  { machine }: PackWork,
): Promise<readonly Scan[]> {
  const { resources } = platform.states[state];
  const common = { state, resources, policies: join(folder, 'checkov') };
  const files = await runCheckov(scanner, {
    ...common,
    subject: 'files',
    path: join(folder, 'terraform', state),
  });
  const plan = await rehearsedPlan(machine.root, platform, state);
  const deep =
    plan === undefined
      ? ({ subject: 'hcl', path: join(folder, 'hcl', state) } as const)
      : ({ subject: 'plan', path: plan } as const);
  return [files, await runCheckov(scanner, { ...common, ...deep })];
}

/** The very files of `generated/`, the same in HCL, and the policies that count what was read. */
async function layOut(platform: Platform, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const files = new Map([...generate(platform)].filter(([path]) => path.startsWith('terraform/')));
  for (const state of stateNames) {
    const written = Object.entries(hclOf(platform.states[state].documents));
    for (const [heading, text] of written) files.set(`hcl/${state}/${heading}.tf`, text);
  }
  files.set('checkov/reading.json', JSON.stringify(readingPolicy));
  // In the place of any configuration that lies about; what is excused is told apart here.
  files.set('checkov/config.yaml', 'quiet: false\n');
  files.set('rego/reading.rego', readingRego);
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

async function bring(
  pack: PackName,
  tool: Tool,
  { say, signal }: PackWork,
): Promise<Scanner | { readonly pack: PackName; readonly reason: string }> {
  try {
    const found = (await tool.find()) ?? (await tool.bring?.({ say, signal }));
    return found === undefined ? { pack, reason: tool.byHand } : { pack, path: found.path, signal };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { pack, reason: `${error.message}; ${error.next}` };
  }
}
