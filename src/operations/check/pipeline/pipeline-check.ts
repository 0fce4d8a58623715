import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { names } from '../../../platform/midcoast.ts';
import { containerfile } from '../../build/image-files.ts';
import { Failure } from '../../failure.ts';
import type { Palette } from '../../terminal.ts';
import type { Machine } from '../../toolbox/program.ts';
import { scan } from '../packs/scanner.ts';
import { linters, type Linter, type LintFinding } from './linter.ts';
import { requireTool } from '../../toolbox/require-tool.ts';

export type LintWork = {
  readonly machine: Machine;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
};

/** What the linters found in what ships Midcoast: one for all environments. */
export type PipelineReport = {
  readonly scans: readonly LintScan[];
  /** Linters that this machine cannot have, each with the reason. */
  readonly missing: readonly { readonly linter: string; readonly reason: string }[];
};

export type LintScan = {
  readonly linter: string;
  /** Relative to the repository. */
  readonly file: string;
  readonly findings: readonly LintFinding[];
  /** Whether it found the fault that was planted in a file beside ours. */
  readonly looked: boolean;
};

/** Of what a linter says: actionlint lists all that would have been right. */
const mostLetters = 160;

const files: Readonly<Record<Linter['reads'], string>> = {
  workflow: names.workflowFile,
  image: containerfile,
};

/** Brings the linters and lets each read our file, and beside it one with a planted fault. */
export async function checkPipeline(work: LintWork): Promise<PipelineReport> {
  const scans: LintScan[] = [];
  const missing: PipelineReport['missing'][number][] = [];
  for (const linter of linters) {
    const path = await bring(linter, work);
    if (typeof path === 'string') scans.push(await lint(linter, path, work));
    else missing.push({ linter: linter.name, reason: path.reason });
  }
  return { scans, missing };
}

/** Whether nothing was found, by linters that looked; with `strict`, by all of them. */
export function isPipelineSound({ scans, missing }: PipelineReport, strict: boolean): boolean {
  const clean = scans.every(({ findings, looked }) => looked && findings.length === 0);
  return clean && !(strict && missing.length > 0);
}

/** The part of the table for people. */
export function pipelineLines({ scans, missing }: PipelineReport, colour: Palette): readonly string[] {
  const bad = (line: string) => `${colour.red('✗')} ${line}`;
  return [
    colour.bold('pipeline'),
    ...scans.flatMap(({ linter, file, findings, looked }) => [
      ...(looked && findings.length === 0
        ? [`${colour.green('✓')} ${linter}: ${file} read, 0 findings`]
        : []),
      ...(looked ? [] : [bad(`${linter} did not look at ${file}: it missed a fault planted beside it`)]),
      ...findings.map(({ id, line, title }) =>
        bad(`${linter} ${id}  ${file}:${line}  ${title.slice(0, mostLetters)}`),
      ),
    ]),
    ...missing.map(({ linter, reason }) => `${colour.yellow('–')} ${linter} did not look: ${reason}`),
  ];
}

async function lint(linter: Linter, path: string, { machine, signal }: LintWork): Promise<LintScan> {
  const folder = join(machine.root, '.midcoast', 'check', 'pipeline', linter.name);
  const ours = join(machine.root, files[linter.reads]);
  const planted = join(folder, linter.reads === 'workflow' ? 'planted.yml' : 'Containerfile');
  await mkdir(folder, { recursive: true });
  await writeFile(planted, linter.planted);
  const report = await scan({ pack: linter.name, path, signal }, linter.words([ours, planted]));
  // Some name a file as it was given, others from where they stand.
  const found = linter.read(report).map((finding) => ({ ...finding, file: resolve(finding.file) }));
  return {
    linter: linter.name,
    file: files[linter.reads],
    findings: found.filter(({ file }) => file !== planted),
    looked: found.some(({ file }) => file === planted),
  };
}

async function bring(
  { tool }: Linter,
  { machine, say, signal }: LintWork,
): Promise<string | { readonly reason: string }> {
  try {
    return (await requireTool(tool(machine), { say, signal })).path;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { reason: `${error.message}; ${error.next}` };
  }
}
