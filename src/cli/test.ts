import { exitCodes, Failure } from '../operations/failure.ts';
import { formatDuration } from '../operations/figures.ts';
import { chooseExtent, isCi } from '../operations/workshop/extent.ts';
import type { StepReport } from '../operations/workshop/step.ts';
import { runWorkshop, stepNames } from '../operations/workshop/workshop.ts';
import type { Command, Context, Values } from './command.ts';
import { nearest } from './suggestion.ts';

const nameWidth = Math.max(...stepNames.map((name) => name.length));

/** `./midcoast test`: every check, in the order of CI. */
export const command: Command = {
  name: 'test',
  summary: 'every check, in the order of CI',
  usage: 'test [PATTERN…] [--only NAMES] [--bail] [--all]',
  positionals: { least: 0, most: Number.POSITIVE_INFINITY },
  options: {
    only: { type: 'string', value: 'NAMES', description: `only these, with commas: ${stepNames.join(' ')}` },
    bail: { type: 'boolean', description: 'stop after the first that fails' },
    all: { type: 'boolean', description: 'the slow proofs in full: 50 runs, 20 kills' },
  },
  examples: [
    { line: './midcoast test', shows: 'everything in its quick form, in at most four minutes' },
    { line: './midcoast test leads/scoring', shows: 'only the tests with that in their path' },
    { line: './midcoast test --only types,lint', shows: 'only these two checks' },
    { line: 'CI=true ./midcoast test', shows: 'with the slow proofs in short form; nothing may be skipped' },
  ],
  notes: [
    'The last line is `N passed, N failed`, with `, N skipped` if any. Exit 1: something failed.',
    'The tests get one PostgreSQL of their own, which is gone afterwards.',
    'A quick run leaves the machine as it is: tests that lack a program say so and are skipped. With --all or CI=true what they lack is brought: into .midcoast/tools, except that Chromium and fonts for it are installed by apt-get, where root runs this on Debian or Ubuntu.',
  ],
  check(_context, values) {
    readOnly(values);
  },
  async run(context, values, positionals) {
    const inCi = isCi(context.environment);
    const report = await runWorkshop({
      root: context.root,
      environment: context.environment,
      signal: context.signal,
      terminal: context.terminal,
      extent: chooseExtent(values['all'] === true, inCi),
      inCi,
      words: positionals,
      only: readOnly(values),
      bail: values['bail'] === true,
      onStep: (step) => printStep(context, step),
    });
    context.json(report);
    const skipped = report.skipped > 0 ? `, ${report.skipped} skipped` : '';
    context.print('');
    context.print(`${formatDuration(report.seconds)} in all`);
    context.print(`${report.passed} passed, ${report.failed} failed${skipped}`);
    return report.failed > 0 || report.passed === 0 ? exitCodes.checkFailed : exitCodes.done;
  },
};

function printStep({ print, terminal }: Context, step: StepReport): void {
  const { green, red, dim } = terminal.colour;
  const mark = step.failed > 0 ? red('✗') : green('✓');
  const seconds = formatDuration(step.seconds).padStart(9);
  print(`${mark} ${step.name.padEnd(nameWidth)} ${seconds}  ${dim(step.detail)}`.trimEnd());
  if (step.failed > 0) print(`\n${step.output}\n`);
}

function readOnly(values: Values): readonly string[] {
  const given = values['only'];
  if (typeof given !== 'string') return [];
  const names = given.split(',').map((name) => name.trim());
  for (const name of names) {
    if (stepNames.includes(name)) continue;
    const near = nearest(name, stepNames);
    throw new Failure({
      code: 'unknown_check',
      exit: 'usage',
      message: `there is no check ${JSON.stringify(name)}${near === undefined ? '' : `; did you mean ${near}?`}`,
      facts: { checks: stepNames.join(' ') },
      next: 'name some of these, with commas between',
    });
  }
  return names;
}
