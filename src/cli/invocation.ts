import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes, Failure } from '../operations/failure.ts';
import { palette, wantsColour } from '../operations/terminal.ts';
import { ensureDevelopmentPackages } from '../operations/toolbox/packages.ts';
import { parseArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { commands, type CommandRow } from './commands.ts';
import { createContext, type Surroundings } from './context.ts';
import { describeError, interruption, reportError } from './errors.ts';
import { describeCommand, describeCommands } from './help.ts';
import { nearest } from './suggestion.ts';

/**
 * Runs one command line, the words after `./midcoast`, and gives its exit code. Never throws: whatever goes
 * wrong is shown, for people on stderr, under `--json` as `{"error": …}` on stdout.
 */
export async function invoke(words: readonly string[], surroundings: Surroundings): Promise<number> {
  const wantsJson = words.includes('--json');
  try {
    return await choose(words, surroundings, wantsJson);
  } catch (error) {
    const interrupted = surroundings.signal.aborted;
    const report = reportError(error, { words, version: await readVersion(surroundings.root), interrupted });
    const colour = palette(wantsColour(surroundings.stderr, surroundings.environment));
    if (report.exit === exitCodes.bug && error instanceof Error) {
      surroundings.stderr.write(`${error.stack ?? error.message}\n`);
    }
    if (wantsJson) surroundings.stdout.write(`${JSON.stringify({ error: report })}\n`);
    const text = report === interruption ? interruption.message : describeError(report, colour);
    surroundings.stderr.write(`${text}\n`);
    return report.exit;
  }
}

async function choose(words: readonly string[], surroundings: Surroundings, wantsJson: boolean) {
  const [first, ...rest] = words.filter((word, index) => index > 0 || word !== '--json');
  const wantsHelp = first === undefined || ['help', '--help', '-h'].includes(first);
  const subject = wantsHelp ? rest.find((word) => !word.startsWith('-')) : first;
  if (first === '--version') return showVersion(surroundings, wantsJson);
  if (subject === undefined) return showTable(surroundings, wantsJson);
  const row = findRow(subject);
  return runCommand(row, wantsHelp ? ['--help'] : rest, surroundings, wantsJson);
}

async function runCommand(
  row: CommandRow,
  words: readonly string[],
  surroundings: Surroundings,
  wantsJson: boolean,
): Promise<number> {
  const context = createContext(surroundings, wantsJson);
  const { command } = await row.load();
  const { values, positionals } = parseArguments(command, words);
  if (values['help'] === true) return showHelp(command, surroundings, wantsJson);
  command.check?.(context, values, positionals);
  if (row.packages === 'development') await ensureDevelopmentPackages(context);
  return command.run(context, values, positionals);
}

function findRow(name: string): CommandRow {
  const row = commands.find((row) => row.name === name);
  if (row !== undefined) return row;
  const names = commands.map((row) => row.name);
  const near = nearest(name, names);
  throw new Failure({
    code: 'unknown_command',
    exit: 'usage',
    message: `there is no command ${JSON.stringify(name)}${near === undefined ? '' : `; did you mean ${near}?`}`,
    facts: { commands: names.join(' ') },
    next: 'run ./midcoast alone for the table of commands',
  });
}

function showTable({ stdout, environment }: Surroundings, wantsJson: boolean): number {
  const rows = commands.map(({ name, group, summary }) => ({ name, group, summary }));
  const colour = palette(wantsColour(stdout, environment));
  stdout.write(`${wantsJson ? JSON.stringify({ commands: rows }) : describeCommands(commands, colour)}\n`);
  return exitCodes.done;
}

function showHelp(command: Command, { stdout, environment }: Surroundings, wantsJson: boolean): number {
  const { run: _, check: __, ...described } = command;
  const colour = palette(wantsColour(stdout, environment));
  stdout.write(`${wantsJson ? JSON.stringify(described) : describeCommand(command, colour)}\n`);
  return exitCodes.done;
}

async function showVersion({ root, stdout }: Surroundings, wantsJson: boolean): Promise<number> {
  const version = await readVersion(root);
  stdout.write(`${wantsJson ? JSON.stringify({ version }) : `midcoast ${version}`}\n`);
  return exitCodes.done;
}

async function readVersion(root: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}
