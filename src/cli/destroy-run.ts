import { confirm } from '../operations/deploy/confirmation.ts';
import { condemn, type Condemned } from '../operations/destroy/destroy.ts';
import { checkMeant, checkUnprotected } from '../operations/destroy/protection.ts';
import { openTeardown, tearDown } from '../operations/destroy/teardown.ts';
import { exitCodes } from '../operations/failure.ts';
import { formatAmount } from '../operations/figures.ts';
import { checkCommit, checkFresh } from '../operations/plan/readiness.ts';
import { heldBy } from '../operations/plan/stateful.ts';
import type { Context, Values } from './command.ts';
import { confirmationOf } from './deploy-words.ts';
import { planWork } from './plan-run.ts';

/** AWS asks to begin with a second or less, and to double it: what holds a dependency often takes a minute. */
const rhythm = { firstMs: 2_000, longestMs: 30_000 };

/** Shows what will be lost, asks, and takes it down step by step. */
export async function run(context: Context, values: Values, [name = '']: readonly string[]): Promise<number> {
  const work = planWork(context, values, name);
  const { root, environment } = work;
  checkMeant(environment, values['yes-destroy-production'] === true);
  // The environment's own word first: nothing need be asked of AWS then.
  checkUnprotected(environment);
  await checkFresh(root, environment);
  const condemned = await condemn(work, await checkCommit(root, environment));
  const standing = new Set(condemned.states.flatMap(({ changes }) => changes.map(({ type }) => type)));
  const { done: earlier } = await openTeardown({ root, environment, standing });
  for (const line of describe(condemned, context)) context.print(line);
  if (earlier.length > 0) context.print(`going on after ${earlier.map((step) => step.name).join(', ')}`);
  await confirm({ ...confirmationOf(context, values, environment), deed: `destroy ${name} for good` });
  const { terminal, signal } = context;
  const { tools } = condemned;
  const record = await tearDown({ root, environment, tools, standing, signal, terminal, rhythm });
  context.json(record);
  context.print(`${name} is gone`);
  return exitCodes.done;
}

/** What will be lost: all that holds state by name, everything else by number. */
function describe({ states }: Condemned, { terminal }: Context): readonly string[] {
  return states.flatMap(({ state, changes }) => [
    `${terminal.colour.bold(state)}  ${formatAmount(changes.length, 'resource')} to destroy`,
    ...changes.flatMap(({ address, type }) => {
      const held = heldBy(type);
      return held === undefined ? [] : [`  ${terminal.colour.red('-')} ${address}  loses the ${held}`];
    }),
  ]);
}
