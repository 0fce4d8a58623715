import { parseArgs } from 'node:util';
import { Failure } from '../operations/failure.ts';
import type { Command, Options, Values } from './command.ts';
import { everyOption } from './help.ts';
import { nearest } from './suggestion.ts';

export type Arguments = { readonly values: Values; readonly positionals: readonly string[] };

/**
 * Reads the words after a command's name. Throws a Failure of exit `usage` that lists what is allowed for an
 * unknown option, a missing or superfluous value, and too few or too many arguments.
 */
export function parseArguments(command: Command, words: readonly string[]): Arguments {
  const options = { ...command.options, ...everyOption };
  const { values, positionals, tokens } = parseArgs({
    args: [...words],
    options: toParseArgs(options),
    // Strict parsing would throw errors that name neither the allowed options nor the nearest.
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) if (token.kind === 'option') checkOption(command, options, token);
  if (values['help'] !== true) checkPositionals(command, positionals);
  return { values, positionals };
}

function toParseArgs(options: Options) {
  return Object.fromEntries(
    Object.entries(options).map(([name, { description: _, value: __, ...descriptor }]) => [name, descriptor]),
  );
}

type OptionToken = {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
};

function checkOption(command: Command, options: Options, token: OptionToken): void {
  const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
  if (option === undefined) throw unknownOption(command, options, token.rawName);
  if (option.type === 'boolean' && token.value !== undefined) {
    throw usageFailure(command, {
      code: 'option_value_superfluous',
      message: `${token.rawName} takes no value, but was given ${JSON.stringify(token.value)}`,
      facts: { option: token.rawName, value: token.value },
    });
  }
  // `--source --json` is a value forgotten; a value that begins with a dash is written `--source=-x`.
  const forgotten =
    token.value === undefined || (token.inlineValue !== true && /^--?[a-z]/i.test(token.value));
  if (option.type === 'string' && forgotten) {
    throw usageFailure(command, {
      code: 'option_value_missing',
      message: `${token.rawName} needs a value: ${token.rawName} ${option.value ?? 'VALUE'}`,
      facts: { option: token.rawName },
    });
  }
}

function unknownOption(command: Command, options: Options, rawName: string): Failure {
  const allowed = Object.keys(options).map((name) => `--${name}`);
  const near = nearest(rawName, allowed);
  return usageFailure(command, {
    code: 'unknown_option',
    message: `${command.name} has no option ${rawName}${near === undefined ? '' : `; did you mean ${near}?`}`,
    facts: { option: rawName, allowed: allowed.join(' ') },
  });
}

function checkPositionals(command: Command, positionals: readonly string[]): void {
  const { least, most } = command.positionals ?? { least: 0, most: 0 };
  if (positionals.length >= least && positionals.length <= most) return;
  const few = positionals.length < least;
  const surplus = positionals.slice(most).map((word) => JSON.stringify(word));
  throw usageFailure(command, {
    code: few ? 'argument_missing' : 'argument_superfluous',
    message: few
      ? `${command.name} needs ${least === 1 ? 'an argument' : `${least} arguments`}: ${command.usage}`
      : `${command.name} does not know what to do with ${surplus.join(' ')}`,
    facts: { usage: `./midcoast ${command.usage}` },
  });
}

type UsageFields = {
  readonly code: string;
  readonly message: string;
  readonly facts: Readonly<Record<string, string>>;
};

function usageFailure(command: Command, fields: UsageFields): Failure {
  return new Failure({ ...fields, exit: 'usage', next: `see ./midcoast ${command.name} --help` });
}
