import type { Palette } from '../operations/terminal.ts';
import type { Command, Options } from './command.ts';
import { commandGroups, type CommandRow } from './commands.ts';

/** Options that every command knows; they are handled before the command runs. */
export const everyOption = {
  json: {
    type: 'boolean',
    description: 'write exactly one JSON object on stdout, everything else on stderr',
  },
  help: { type: 'boolean', short: 'h', description: 'show this help' },
} as const satisfies Options;

/** The table of commands, as `./midcoast` alone shows it. */
export function describeCommands(rows: readonly CommandRow[], colour: Palette): string {
  const width = Math.max(...rows.map((row) => row.name.length));
  const groups = commandGroups
    .map((group) => ({ group, members: rows.filter((row) => row.group === group) }))
    .filter(({ members }) => members.length > 0)
    .map(({ group, members }) =>
      [
        colour.bold(group),
        ...members.map((row) => `  ./midcoast ${colour.cyan(row.name.padEnd(width))}  ${row.summary}`),
      ].join('\n'),
    );
  return [
    ...groups,
    './midcoast COMMAND --help explains a command; --json makes any of them write one JSON object.',
  ].join('\n\n');
}

/** The help of one command, made from what it declares. */
export function describeCommand(command: Command, colour: Palette): string {
  return [
    `${colour.bold(`./midcoast ${command.name}`)}: ${command.summary}`,
    `${colour.bold('Usage')}\n  ./midcoast ${command.usage}`,
    `${colour.bold('Options')}\n${describeOptions({ ...command.options, ...everyOption })}`,
    `${colour.bold('Examples')}\n${command.examples
      .map(({ line, shows }) => `  ${colour.cyan(line)}\n      ${shows}`)
      .join('\n')}`,
    ...(command.notes ?? []).map(wrap),
  ].join('\n\n');
}

/** Breaks a paragraph where a line would grow past 100 columns. */
function wrap(paragraph: string): string {
  const lines: string[] = [];
  for (const word of paragraph.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= 100) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}

/** How an option is written: `--port N`, `--help, -h`. */
function spellOption(name: string, option: Options[string]): string {
  const short = option.short === undefined ? '' : `, -${option.short}`;
  return `--${name}${option.type === 'string' ? ` ${option.value ?? 'VALUE'}` : ''}${short}`;
}

function describeOptions(options: Options): string {
  const rows = Object.entries(options).map(([name, option]) => ({
    spelt: spellOption(name, option),
    option,
  }));
  const width = Math.max(...rows.map(({ spelt }) => spelt.length));
  return rows
    .map(({ spelt, option }) => {
      const standard = typeof option.default === 'string' ? ` (default ${option.default})` : '';
      return `  ${spelt.padEnd(width)}  ${option.description}${standard}`;
    })
    .join('\n');
}
