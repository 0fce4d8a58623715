import { glob } from 'node:fs/promises';
import type { Gate, GateResult, Workplace } from './gate.ts';
import { runPackageProgram } from './program.ts';

/** The table of rules, which holds the sentences that say how to mend a breach. */
const rulesFile = '.dependency-cruiser.mjs';

/** The part of dependency-cruiser's JSON that is read here. */
type Cruise = {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly Violation[];
    readonly totalDependenciesCruised: number;
    readonly ruleSetUsed: {
      readonly forbidden: readonly { readonly name: string; readonly comment: string }[];
    };
  };
};

type Violation = {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
  readonly cycle?: readonly { readonly name: string }[];
};

/**
 * Holds every import against the table of rules. The modules read are counted against the files of `src`: a
 * reader that cannot read TypeScript sees none, and would find nothing wrong with them.
 */
export const importGate: Gate = {
  name: 'imports',
  summary: 'imports against the direction of the rooms, and circles',
  async run(workplace): Promise<GateResult> {
    const folders = ['src', ...((await listTypeScript(workplace.root, 'tests')).length > 0 ? ['tests'] : [])];
    const end = await runPackageProgram(
      'dependency-cruiser',
      ['--config', rulesFile, '--output-type', 'json', ...folders],
      workplace,
    );
    const cruise = parseCruise(end.stdout);
    if (cruise === undefined) {
      return { passed: false, detail: 'dependency-cruiser failed', output: `${end.stdout}${end.stderr}` };
    }
    return judge(cruise, await countSources(workplace));
  },
};

/** Turns what was read into a verdict; `files` is the number of .ts files under src. */
export function judge({ modules, summary }: Cruise, files: number): GateResult {
  const read = modules.filter(({ source }) => /^src\/.*\.ts$/.test(source)).length;
  const detail = `${read} modules, ${summary.totalDependenciesCruised} imports`;
  if (read === 0 || read !== files) {
    const output = `${read} modules of src were read, but it holds ${files} .ts files: the check did not see them all`;
    return { passed: false, detail, output };
  }
  const comments = new Map(summary.ruleSetUsed.forbidden.map(({ name, comment }) => [name, comment]));
  const output = summary.violations
    .map(({ from, to, rule, cycle }) => {
      const path = cycle === undefined ? [to] : cycle.map(({ name }) => name);
      return `${[from, ...path].join(' → ')}\n  ${rule.name}: ${comments.get(rule.name) ?? ''}`;
    })
    .join('\n');
  return { passed: summary.violations.length === 0, detail, output };
}

function parseCruise(stdout: string): Cruise | undefined {
  try {
    return JSON.parse(stdout) as Cruise;
  } catch {
    return undefined;
  }
}

async function countSources({ root }: Workplace): Promise<number> {
  return (await listTypeScript(root, 'src')).length;
}

function listTypeScript(root: string, folder: string): Promise<readonly string[]> {
  return Array.fromAsync(glob(`${folder}/**/*.ts`, { cwd: root }));
}
