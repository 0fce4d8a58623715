import { checkConfirmable, confirm } from '../operations/deploy/confirmation.ts';
import { condemn, type Condemned } from '../operations/destroy/destroy.ts';
import { checkMeant, checkUnprotected } from '../operations/destroy/protection.ts';
import { openRecord } from '../operations/destroy/record.ts';
import { teardownSteps } from '../operations/destroy/teardown-steps.ts';
import { tearDown } from '../operations/destroy/teardown.ts';
import { formatAmount } from '../operations/figures.ts';
import { checkCommit, checkFresh } from '../operations/plan/readiness.ts';
import { heldBy } from '../operations/plan/stateful.ts';
import type { Command, Context } from './command.ts';
import { confirmationOf, confirmOptions } from './deploy.ts';
import { planWork } from './plan.ts';

/** AWS asks to begin with a second or less, and to double it: what holds a dependency often takes a minute. */
const rhythm = { firstMs: 2_000, longestMs: 30_000 };

/** `./midcoast destroy`: takes an environment down. */
export const command: Command = {
  name: 'destroy',
  summary: 'take an environment down, in order, and look that nothing is left',
  usage: 'destroy ENV [--confirm NAME] [--yes-destroy-production]',
  options: {
    ...confirmOptions,
    'yes-destroy-production': {
      type: 'boolean',
      description: 'the second yes that production needs, beside --confirm production',
    },
  },
  examples: [
    {
      line: './midcoast deploy staging',
      shows:
        'first, with deletionProtection set to false in src/environments/staging.ts and synthesised: takes the protection off, without which destroy refuses',
    },
    { line: './midcoast destroy staging', shows: 'what there is, then the question, then step by step' },
    {
      line: './midcoast destroy staging --confirm staging',
      shows: 'the same in a pipeline; again: it goes on',
    },
  ],
  notes: [
    `The steps: ${teardownSteps.map(({ name }) => name).join(', ')}. Each has a limit; throttling and dependencies are waited for. What is done stands in .midcoast/destroy-ENV.json, and a second run goes on from there.`,
    'Deletion protection is respected: while the environment’s file asks for it, or AWS guards one thing, nothing is touched. The buckets of Terraform’s state stay.',
  ],
  positionals: { least: 1, most: 1 },
  async run(context, values, [name = '']) {
    const work = planWork(context, values, name);
    const { root, environment } = work;
    const confirmation = confirmationOf(context, values, environment);
    checkConfirmable(confirmation);
    checkMeant(environment, values['yes-destroy-production'] === true);
    // The environment's own word first: nothing need be asked of AWS then.
    checkUnprotected(environment);
    await checkFresh(root, environment);
    const condemned = await condemn(work, await checkCommit(root, environment));
    const { done: earlier } = await openRecord(root, environment);
    for (const line of describe(condemned, context)) context.print(line);
    if (earlier.length > 0) context.print(`going on after ${earlier.map((step) => step.name).join(', ')}`);
    await confirm({ ...confirmation, deed: `destroy ${name} for good` });
    const { terminal, signal } = context;
    const record = await tearDown({ root, environment, tools: condemned.tools, signal, terminal, rhythm });
    context.json(record);
    context.print(`${name} is gone`);
    return 0;
  },
};

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
