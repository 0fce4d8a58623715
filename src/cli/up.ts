import { resolve } from 'node:path';
import { exitCodes, Failure } from '../operations/failure.ts';
import { up, type UpFacts } from '../operations/local/up.ts';
import type { UpPorts } from '../operations/local/up-port.ts';
import type { Command, Context, Values } from './command.ts';

/** The port of the console and the API unless `--port` says otherwise. */
const defaultPort = '8080';

/** `./midcoast up`: the whole platform on this machine, in the foreground. */
export const command: Command = {
  name: 'up',
  summary: 'run the platform here; Ctrl-C stops all of it',
  usage: 'up [--port N] [--metrics-port N] [--data DIR] [--empty] [--reset] [--verbose]',
  options: {
    port: {
      type: 'string',
      value: 'N',
      default: defaultPort,
      description: 'port of console and API; 0 takes a free one',
    },
    'metrics-port': {
      type: 'string',
      value: 'N',
      default: '0',
      description: 'port of /metrics; 0 takes a free one',
    },
    data: { type: 'string', value: 'DIR', description: 'folder of the data, instead of .midcoast/data' },
    empty: { type: 'boolean', description: 'begin without example leads' },
    reset: { type: 'boolean', description: 'remove the data first, and begin anew' },
    verbose: { type: 'boolean', description: 'show all that the processes log' },
  },
  examples: [
    { line: './midcoast up', shows: 'console and API on http://127.0.0.1:8080' },
    {
      line: './midcoast up --port 9000 --data /tmp/trial --empty',
      shows: 'a second one beside it, without leads',
    },
    { line: './midcoast up --reset', shows: 'the same as on the first day' },
  ],
  notes: [
    'The last line that it prints is `ready <url>`: from then on leads are taken. How to reach it stands in .midcoast/local.json as long as it runs.',
    'Data survives a stop and a kill. After a kill with -9 the service ends by itself; PostgreSQL runs on until the next `up` stops it and starts its own. Only this machine reaches it: it listens on 127.0.0.1.',
  ],
  async run(context, values) {
    await up({
      root: context.root,
      data: readData(context, values),
      ...readPorts(values),
      empty: values['empty'] === true,
      reset: values['reset'] === true,
      verbose: values['verbose'] === true,
      environment: context.environment,
      signal: context.signal,
      force: context.force,
      say: (line) => context.terminal.say(line),
      onReady: (facts) => announce(context, facts),
    });
    context.terminal.say('stopped; the data stay for the next start');
    return exitCodes.done;
  },
};

function readData({ workingDirectory }: Context, { data }: Values): string | undefined {
  if (data !== '') return typeof data === 'string' ? resolve(workingDirectory, data) : undefined;
  throw new Failure({
    code: 'data_unnamed',
    exit: 'usage',
    message: '--data is empty, which names no folder',
    next: 'name a folder, such as --data ./data, or leave --data out',
  });
}

function readPorts(values: Values): UpPorts {
  const port = readPort('port', values['port']);
  const metricsPort = readPort('metrics-port', values['metrics-port']);
  if (port === 0 || port !== metricsPort) return { port, metricsPort };
  throw new Failure({
    code: 'ports_equal',
    exit: 'usage',
    message: `--port and --metrics-port are both ${port}, and one port cannot be both`,
    next: 'give two numbers; without --metrics-port a free one is taken',
  });
}

function readPort(name: string, value: unknown): number {
  const text = String(value);
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Failure({
    code: 'wrong_port',
    exit: 'usage',
    message: `--${name} is ${JSON.stringify(text)}, which is no port`,
    next: 'give a number from 0 to 65535; 0 takes a free one',
  });
}

function announce(context: Context, facts: UpFacts): void {
  const { dim } = context.terminal.colour;
  const rows: readonly (readonly [string, string])[] = [
    ['Console', `${facts.url}/`],
    ...(facts.consoleUser === null
      ? ([['Sign in', 'with an account of this database']] as const)
      : ([['Sign in', `${facts.consoleUser}  ${facts.consolePassword}`]] as const)),
    ['API key', 'in .midcoast/local.json'],
    ['Metrics', facts.metricsUrl],
    [
      'Runs',
      `PostgreSQL ${facts.postgres.version} on port ${facts.postgres.port}, the service (process ${facts.appPid})`,
    ],
    ['Data', `${facts.dataDir}, logs in ${facts.logs}`],
    ['Stop', 'Ctrl-C'],
  ];
  context.print('');
  for (const [name, value] of rows) context.print(`  ${dim(name.padEnd(9))}${value}`);
  context.print('');
  const { url, metricsUrl, pid, dataDir } = facts;
  context.json({ url, metricsUrl, pid, dataDir, postgresPort: facts.postgres.port });
  context.print(`ready ${facts.url}`);
}
