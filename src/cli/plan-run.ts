import { exitCodes } from '../operations/failure.ts';
import { makePlan, type PlanWork } from '../operations/plan/plan.ts';
import { isEmpty, planJson, planLines } from '../operations/plan/plan-report.ts';
import { refuseLosses } from '../operations/plan/stateful.ts';
import type { Context, Values } from './command.ts';
import { readEnvironment } from './environment-argument.ts';

/** Plans, and tells what would change. */
export async function run(context: Context, values: Values, [name = '']: readonly string[]): Promise<number> {
  const planned = await makePlan(planWork(context, values, name));
  for (const line of planLines(planned, context.terminal.colour)) context.print(line);
  refuseLosses(planned.losses);
  context.json(planJson(planned));
  context.print(
    isEmpty(planned) ? 'the cloud is as it should be' : `./midcoast deploy ${name} plans again, and applies`,
  );
  return exitCodes.done;
}

/** The work of planning, from the command line. */
export function planWork(context: Context, values: Values, name: string): PlanWork {
  const { root, environment: variables, signal, force, terminal } = context;
  const replace = values['replace'];
  const named = Array.isArray(replace) ? replace.map(String) : [];
  return { root, environment: readEnvironment(name), variables, signal, force, terminal, named };
}
