import { join, resolve } from 'node:path';
import { benchIntake, estimate } from '../operations/bench/intake.ts';
import { reportJson, reportLines } from '../operations/bench/report.ts';
import { exitCodes, Failure } from '../operations/failure.ts';
import { formatAmount, formatDuration } from '../operations/figures.ts';
import type { Command, Context, Values } from './command.ts';

/** What can be measured, by name. */
const benches = { intake: runIntake } as const;

/** Fewer rounds have no median worth the name; more seconds than these only warm the room. */
const limits = { rounds: [3, 50], seconds: [2, 120] } as const;

/** `./midcoast bench`: how fast this machine is at what Midcoast does. */
export const command: Command = {
  name: 'bench',
  summary: 'how fast leads are taken here, against pgbench and others',
  usage: 'bench [intake] [--rounds N] [--seconds N] [--data DIR]',
  options: {
    rounds: {
      type: 'string',
      value: 'N',
      default: '3',
      description: 'interleaved rounds, from 3; medians count',
    },
    seconds: { type: 'string', value: 'N', default: '8', description: 'seconds of each measurement, from 2' },
    data: {
      type: 'string',
      value: 'DIR',
      description: 'folder on the disk to be measured, instead of .midcoast/bench',
    },
  },
  examples: [
    { line: './midcoast bench intake', shows: 'rates, ratios and their goals' },
    {
      line: './midcoast bench intake --rounds 5 --json',
      shows: 'more rounds, for a script: ratios, rates and every round',
    },
  ],
  notes: [
    'It starts a PostgreSQL and servers of its own, for 127.0.0.1 alone, and removes them at the end and at Ctrl-C. A running `up` is not touched, but shares the processors: stop it for good figures.',
    'Where there is no pgbench, root on Debian or Ubuntu gets it installed by apt-get (postgresql-contrib); elsewhere an equal client of ours stands in for it.',
    'Exit 1: a figure that proves to be none, because the disk was not asked or rows are missing. A goal that is not met is shown, and is no error.',
  ],
  positionals: { least: 0, most: 1 },
  async run(context, values, positionals) {
    const [name = 'intake'] = positionals;
    const bench = Object.entries(benches).find(([known]) => known === name)?.[1];
    if (bench === undefined) throw unknownBench(name);
    await bench(context, values);
    return exitCodes.done;
  },
};

async function runIntake(context: Context, values: Values): Promise<void> {
  const { root, workingDirectory, environment, signal, terminal } = context;
  const rounds = readNumber('rounds', values['rounds']);
  const seconds = readNumber('seconds', values['seconds']);
  const about = Math.ceil(estimate({ rounds, seconds }).seconds / 60);
  terminal.say(
    `measuring ${formatAmount(rounds, 'round')} of ${formatDuration(seconds)} a contender: about ${formatAmount(about, 'minute')}`,
  );
  const report = await benchIntake({
    root,
    within:
      typeof values['data'] === 'string'
        ? resolve(workingDirectory, values['data'])
        : join(root, '.midcoast', 'bench'),
    environment,
    signal,
    rounds,
    seconds,
    say: (line) => terminal.say(line),
    progress: (label, total) => context.progress(label, total),
  });
  for (const line of reportLines(report, terminal.colour)) context.print(line);
  context.json(reportJson(report));
}

function readNumber(name: keyof typeof limits, value: unknown): number {
  const [least, most] = limits[name];
  const number = Number(value);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new Failure({
    code: 'wrong_bench_option',
    exit: 'usage',
    message: `--${name} is ${JSON.stringify(value)}, which is not a whole number from ${least} to ${most}`,
    next: `give a number from ${least} to ${most}`,
  });
}

function unknownBench(name: string): Failure {
  return new Failure({
    code: 'unknown_bench',
    exit: 'usage',
    message: `there is no bench ${JSON.stringify(name)}`,
    facts: { known: Object.keys(benches).join(', ') },
    next: `name one of: ${Object.keys(benches).join(', ')}`,
  });
}
