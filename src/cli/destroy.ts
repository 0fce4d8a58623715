import { checkConfirmable } from '../operations/deploy/confirmation.ts';
import type { Command } from './command.ts';
import { confirmOptions } from './deploy.ts';
import { confirmationOf } from './deploy-words.ts';
import { readEnvironment } from './environment-argument.ts';

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
    'The steps: workloads, node-pools, load-balancers, volumes, interfaces, add-ons, cluster, stores, network, recovery, leftovers. Each has a limit; throttling and dependencies are waited for. What is done stands in .midcoast/destroy-ENV.json, and a second run goes on from there.',
    'Deletion protection is respected: while the environment’s file asks for it, or AWS guards one thing, nothing is touched. The buckets of Terraform’s state stay.',
  ],
  positionals: { least: 1, most: 1 },
  check(context, values, [name = '']) {
    checkConfirmable(confirmationOf(context, values, readEnvironment(name)));
  },
  run: async (...given) => (await import('./destroy-run.ts')).run(...given),
};
