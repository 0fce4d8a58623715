import { join } from 'node:path';
import { exitCodes, Failure } from '../operations/failure.ts';
import { checkFresh } from '../operations/plan/readiness.ts';
import { rehearseAws } from '../operations/rehearsal/aws/rehearse-aws.ts';
import { rehearsalFolder } from '../operations/rehearsal/rehearsal-folder.ts';
import { reportLines } from '../operations/rehearsal/report-lines.ts';
import { writeReport } from '../operations/rehearsal/report-files.ts';
import type { Command, Values } from './command.ts';
import { readEnvironment } from './environment-argument.ts';

/** The parts of a rehearsal that exist. */
const parts = ['aws'] as const;

/** `./midcoast rehearse`: the proof, here, with no cloud account. */
export const command: Command = {
  name: 'rehearse',
  summary: 'the proof, here, with no cloud account',
  usage: 'rehearse [ENV] [--only aws]',
  options: {
    only: { type: 'string', value: 'PART', description: `one part alone: ${parts.join(', ')}` },
  },
  examples: [
    { line: './midcoast rehearse', shows: 'production, as it would be applied' },
    { line: './midcoast rehearse staging --only aws --json', shows: 'the report, for a script' },
  ],
  notes: [
    'It applies the very files of generated/ENV by Terraform and its AWS provider to emulators on 127.0.0.1, reads back what was made, changes five things behind Terraform’s back, and destroys all of it. Nothing is sent to AWS, and credentials of yours are not read.',
    'The report is written to .midcoast/rehearsals/ENV/aws/report.json and report.html. Exit 1: something was not as declared; the report says what.',
  ],
  positionals: { least: 0, most: 1 },
  async run(context, values, [name = 'production']) {
    readPart(values);
    const environment = readEnvironment(name);
    const { root, environment: variables, signal, force, terminal } = context;
    await checkFresh(root, environment);
    const report = await rehearseAws({
      machine: { root, environment: variables },
      environment,
      signal,
      force,
      terminal,
    });
    const folder = rehearsalFolder(root, environment.name, 'aws');
    await writeReport(report, folder);
    for (const line of reportLines(report, terminal.colour)) context.print(line);
    context.print(`report: ${join(folder, 'report.html')}`);
    context.json(report);
    return report.passed ? exitCodes.done : exitCodes.checkFailed;
  },
};

function readPart(values: Values): void {
  const { only } = values;
  if (only === undefined || parts.some((part) => part === only)) return;
  throw new Failure({
    code: 'unknown_rehearsal',
    exit: 'usage',
    message: `there is no part ${JSON.stringify(only)} of a rehearsal`,
    facts: { parts: parts.join(', ') },
    next: `name one of: ${parts.join(', ')}`,
  });
}
