import { environmentNames } from '../environments/environment.ts';
import { check, type CheckReport } from '../operations/check/check.ts';
import {
  checkPipeline,
  isPipelineSound,
  pipelineLines,
} from '../operations/check/pipeline/pipeline-check.ts';
import { checkJson, checkLines, isSound, statesWithoutPlan } from '../operations/check/report.ts';
import { exitCodes } from '../operations/failure.ts';
import type { Context, Values } from './command.ts';
import { readEnvironment } from './environment-argument.ts';

/** Holds environments to the rules, and lets the packs look. */
export async function run(context: Context, values: Values, [name]: readonly string[]): Promise<number> {
  const strict = context.environment['CI'] === 'true';
  const unseen: string[] = [];
  const reports: CheckReport[] = [];
  for (const environment of (name === undefined ? environmentNames : [name]).map(readEnvironment)) {
    const report = await check(environment, { today: new Date() }, workOf(context));
    for (const line of checkLines(report, context.terminal.colour)) context.print(line);
    reports.push(report);
    if (values['rehearsed'] === true) unseen.push(...tellUnseen(context, report));
  }
  const pipeline = await checkPipeline(workOf(context));
  for (const line of pipelineLines(pipeline, context.terminal.colour)) context.print(line);
  const sound = reports.every((report) => isSound(report, strict)) && isPipelineSound(pipeline, strict);
  const passed = sound && unseen.length === 0;
  context.json({ passed, environments: reports.map(checkJson), pipeline });
  return passed ? exitCodes.done : exitCodes.checkFailed;
}

/** Says of which plans nobody has looked at, and how one comes by them. */
function tellUnseen({ print, terminal }: Context, report: CheckReport): readonly string[] {
  const states = statesWithoutPlan(report);
  for (const state of states)
    print(terminal.colour.red(`✗ ${state}: no pack has looked at a rehearsed plan`));
  if (states.length > 0)
    print(`    → ./midcoast rehearse ${report.environment} --only aws, then check again`);
  return states;
}

function workOf({ root, environment, signal, terminal }: Context) {
  return { machine: { root, environment }, signal, say: (line: string) => terminal.say(line) };
}
