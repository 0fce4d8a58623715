import type { Gate, GateResult, Workplace } from './gate.ts';
import { generatedGate } from './generated-gate.ts';
import { importGate } from './import-gate.ts';
import { runPackageProgram } from './program.ts';

/**
 * One thread, since each thread would work out the schemas' types again for itself: with four it takes 2.6 times
 * the processor's time. What was found is kept, so that the next run looks only at what has changed.
 */
const compilerWords = [
  '--noEmit',
  '--pretty',
  'false',
  '--singleThreaded',
  '--incremental',
  '--tsBuildInfoFile',
  '.midcoast/types.tsbuildinfo',
];

/** The gates in the order of CI: the cheapest that says most comes first. */
export const gates: readonly Gate[] = [
  {
    name: 'types',
    summary: 'what the compiler refuses',
    run: (workplace) => runTool('tsc', [...compilerWords, '--project', '.'], workplace),
  },
  {
    name: 'lint',
    summary: 'likely faults, circles, and reading the environment where it is not allowed',
    run: (workplace) =>
      runTool('oxlint', ['--type-aware', '--deny-warnings', '--format', 'stylish'], workplace),
  },
  importGate,
  {
    name: 'format',
    summary: 'code, JSON, YAML and Markdown that is not formatted; `npm run format` mends it',
    run: (workplace) => runTool('oxfmt', ['--list-different', '.'], workplace, '`npm run format` mends:\n'),
  },
  {
    name: 'dead-code',
    summary: 'files, exports and packages that nobody uses',
    run: (workplace) => runTool('knip', ['--no-progress'], workplace),
  },
  generatedGate,
];

/** Tools that end with 0 exactly when they found nothing. */
async function runTool(
  name: string,
  words: readonly string[],
  workplace: Workplace,
  heading = '',
): Promise<GateResult> {
  const { code, stdout, stderr } = await runPackageProgram(name, words, workplace);
  const output = `${stdout}${stderr}`.trim();
  const told = output === '' ? `${name} ended with ${String(code)}` : `${heading}${output}`;
  return { passed: code === 0, detail: '', output: told };
}
