import { examineMachine, type Finding } from '../operations/doctor.ts';
import { exitCodes } from '../operations/failure.ts';
import { readLocalFile } from '../operations/local/local-file.ts';
import type { Palette } from '../operations/terminal.ts';
import type { Command } from './command.ts';

/** `./midcoast doctor`: what this machine has and lacks. */
export const command: Command = {
  name: 'doctor',
  summary: 'what this machine has and lacks',
  usage: 'doctor',
  options: {},
  examples: [
    { line: './midcoast doctor', shows: 'each program, its version, where it is and what it is needed for' },
    { line: './midcoast doctor --json', shows: 'the same for a script' },
  ],
  notes: [
    'Exit 3: something that `up` needs is missing. Of what else is missing each line says whether the first command that needs it brings it, or what a person does.',
  ],
  async run(context) {
    const findings = await examineMachine({ root: context.root, environment: context.environment });
    const lacking = findings.filter(({ neededByUp, state }) => neededByUp && state === 'missing');
    for (const line of describe(findings, context.terminal.colour)) context.print(line);
    context.print('');
    context.print(
      lacking.length === 0
        ? 'Everything that ./midcoast up needs is here.'
        : `./midcoast up lacks: ${lacking.map(({ name }) => name).join(', ')}.`,
    );
    const runs = await readLocalFile(context.root);
    if (runs !== undefined) context.print(`A Midcoast runs at ${runs.url} (process ${runs.pid}).`);
    context.json({ ready: lacking.length === 0, findings, running: runs?.url ?? null });
    return lacking.length === 0 ? exitCodes.done : exitCodes.missing;
  },
};

function describe(findings: readonly Finding[], colour: Palette): readonly string[] {
  const width = Math.max(...findings.map(({ name, version }) => title(name, version).length));
  return findings.flatMap(({ name, version, state, detail, neededFor, neededByUp }) => {
    const mark = state === 'there' ? colour.green('✓') : neededByUp ? colour.red('✗') : colour.yellow('–');
    return [
      `${mark} ${title(name, version).padEnd(width)}  ${detail}`,
      `  ${' '.repeat(width)}  ${colour.dim(`for ${neededFor}`)}`,
    ];
  });
}

function title(name: string, version: string | null): string {
  return version === null ? name : `${name} ${version}`;
}
