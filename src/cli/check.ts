import { environmentNames } from '../environments/environment.ts';
import { check } from '../operations/check/check.ts';
import { checkLines, isSound } from '../operations/check/report.ts';
import { exitCodes } from '../operations/failure.ts';
import type { Command } from './command.ts';
import { readEnvironment } from './environment-argument.ts';

/** `./midcoast check`: the rules that span resources. */
export const command: Command = {
  name: 'check',
  summary: 'the rules that span layers, and the policy packs',
  usage: 'check [ENV]',
  options: {},
  examples: [
    { line: './midcoast check', shows: 'every environment held to every rule' },
    { line: './midcoast check production --json', shows: 'one of them, for a script' },
  ],
  notes: ['Exit 1: a rule is broken; its sentence says how it is mended. Nothing is sent to AWS.'],
  positionals: { least: 0, most: 1 },
  run(context, _, [name]) {
    const chosen = (name === undefined ? environmentNames : [name]).map(readEnvironment);
    const reports = chosen.map((environment) => check(environment, { today: new Date() }));
    for (const report of reports) {
      for (const line of checkLines(report, context.terminal.colour)) context.print(line);
    }
    const sound = reports.every(isSound);
    context.json({ passed: sound, environments: reports });
    return Promise.resolve(sound ? exitCodes.done : exitCodes.checkFailed);
  },
};
