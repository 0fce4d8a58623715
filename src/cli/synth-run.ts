import { environmentNames } from '../environments/environment.ts';
import { exitCodes } from '../operations/failure.ts';
import { formatAmount, formatDuration } from '../operations/figures.ts';
import { synth, type SynthReport } from '../operations/synth.ts';
import { synthWorkflow } from '../operations/workflow.ts';
import type { Context, Values } from './command.ts';
import { readEnvironment } from './environment-argument.ts';

/** Writes what is generated, or looks whether it is fresh. */
export async function run(context: Context, values: Values, [name]: readonly string[]): Promise<number> {
  const check = values['check'] === true;
  const reports: SynthReport[] = [];
  for (const chosen of name === undefined ? environmentNames : [name]) {
    reports.push(await synth(context.root, readEnvironment(chosen), !check));
  }
  for (const { environment, files, differing } of reports) {
    context.print(
      `${environment}  ${formatAmount(files, 'file')}, ${differing.length} ${check ? 'not fresh' : 'changed'}`,
    );
    for (const { path, how } of differing) context.print(`  ${how.padEnd(9)}  ${path}`);
  }
  const workflow = await synthWorkflow(context.root, !check);
  for (const { path, how } of workflow) context.print(`${how.padEnd(11)}  ${path}`);
  // Since the process began: what a person waits for is mostly the loading of the bindings.
  const seconds = performance.now() / 1000;
  const fresh = [...reports.map(({ differing }) => differing), workflow].every(({ length }) => length === 0);
  if (check && !fresh) context.print('`./midcoast synth` mends it.');
  else context.print(formatDuration(seconds));
  context.json({ fresh, environments: reports, workflow, seconds });
  return check && !fresh ? exitCodes.checkFailed : exitCodes.done;
}
