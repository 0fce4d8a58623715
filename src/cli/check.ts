import { environmentNames } from '../environments/environment.ts';
import { check, type CheckReport } from '../operations/check/check.ts';
import {
  checkPipeline,
  isPipelineSound,
  pipelineLines,
} from '../operations/check/pipeline/pipeline-check.ts';
import { checkJson, checkLines, isSound, statesWithoutPlan } from '../operations/check/report.ts';
import { exitCodes } from '../operations/failure.ts';
import type { Command, Context } from './command.ts';
import { readEnvironment } from './environment-argument.ts';

/** `./midcoast check`: the rules that span resources, and the policy packs. */
export const command: Command = {
  name: 'check',
  summary: 'the rules that span layers, and the policy packs',
  usage: 'check [ENV] [--rehearsed]',
  options: {
    rehearsed: {
      type: 'boolean',
      description: 'exit 1 too where no pack looked at the plan of a rehearsal of these very files',
    },
  },
  examples: [
    { line: './midcoast check', shows: 'every environment held to every rule' },
    { line: './midcoast check production --json', shows: 'one of them, for a script' },
  ],
  notes: [
    'The policy packs checkov, trivy, kube-score and kubeconform come from the Python Package Index and from Go modules on first use, and look at what is written, and at the plan of the last rehearsal where there is one. Nothing is sent to AWS. Where they cannot be had, that is said; with CI=true it is a fault.',
    'actionlint, zizmor and hadolint read the workflow and the Containerfile, each with a faulty file beside them that it must find.',
    'Exit 1: a rule is broken, or a pack found what nothing excuses. Each says how it is mended.',
  ],
  positionals: { least: 0, most: 1 },
  async run(context, values, [name]) {
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
  },
};

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
