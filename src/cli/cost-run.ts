import { environmentNames } from '../environments/environment.ts';
import { estimate } from '../operations/cost/estimate.ts';
import { costJson, costLines } from '../operations/cost/report.ts';
import { exitCodes } from '../operations/failure.ts';
import type { Context, Values } from './command.ts';
import { readEnvironment } from './environment-argument.ts';

/** Tells what environments cost a month. */
export function run(context: Context, values: Values, [name]: readonly string[]): Promise<number> {
  const chosen = (name === undefined ? environmentNames : [name]).map(readEnvironment);
  const costs = chosen.map(estimate);
  for (const cost of costs) {
    for (const line of costLines(cost, context.terminal.colour, values['lines'] === true))
      context.print(line);
    context.print('');
  }
  context.json({ environments: costs.map(costJson) });
  return Promise.resolve(exitCodes.done);
}
