import type { Command } from './command.ts';
import { checkEnvironment } from './environment-argument.ts';

/** `./midcoast cost`: what an environment costs a month. */
export const command: Command = {
  name: 'cost',
  summary: 'what it costs a month, by heading, at low and at high use',
  usage: 'cost [ENV] [--lines]',
  options: {
    lines: {
      type: 'boolean',
      description: 'each line of each heading: quantity, price, and the day of the price',
    },
  },
  examples: [
    {
      line: './midcoast cost production',
      shows: 'the total, whether it fits the budget, and a line a heading',
    },
    {
      line: './midcoast cost production --lines',
      shows: 'each line with its quantity, its price and the price’s day',
    },
    { line: './midcoast cost --json', shows: 'every environment, for a script' },
  ],
  notes: [
    'Prices are a dated table of ours: on demand, before tax, discounts and free tiers. What has no price says «unknown», is in no sum, and the total says how many such lines there are. Nothing is asked of AWS.',
  ],
  positionals: { least: 0, most: 1 },
  check: checkEnvironment,
  run: async (...given) => (await import('./cost-run.ts')).run(...given),
};
