import type { ParseArgsOptionDescriptor } from 'node:util';
import type { Progress, Terminal } from '../operations/terminal.ts';

/** An option as `node:util` parseArgs reads it, with what `--help` says about it. */
export type Option = ParseArgsOptionDescriptor & {
  readonly description: string;
  /** How the value is written in the help, such as `FILE`; required for strings. */
  readonly value?: string;
};

export type Options = Readonly<Record<string, Option>>;

export type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

/** What a command is given of the process it runs in; nothing else reads it. */
export type Context = {
  /** The repository's folder. */
  readonly root: string;
  /** Where the person stands; relative paths in arguments start here. */
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborts at the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Aborts at the second: whoever still tidies up gives up then, and the process soon ends. */
  readonly force: AbortSignal;
  /** Whether `--json` was given. */
  readonly wantsJson: boolean;
  /** Lines and bars on stderr. */
  readonly terminal: Terminal;
  /** A line of the result for people: on stdout, or on stderr under `--json`. */
  print(line: string): void;
  /** The one object that `--json` writes on stdout; without `--json` it writes nothing. */
  json(result: object): void;
  /** A bar on stderr, for what takes longer than a second. */
  progress(label: string, total?: number): Progress;
};

/** `line` is the whole line, with `./midcoast`. */
export type Example = { readonly line: string; readonly shows: string };

export type Command = {
  readonly name: string;
  /** One phrase for the table of commands. */
  readonly summary: string;
  /** The line after `./midcoast`, such as `import FILE.csv [--source NAME]`. */
  readonly usage: string;
  readonly options: Options;
  readonly examples: readonly Example[];
  /** Paragraphs for the end of `--help`. */
  readonly notes?: readonly string[];
  /** The fewest and the most arguments beside options; none when absent. */
  readonly positionals?: { readonly least: number; readonly most: number };
  /**
   * Looks at what was given before anything is brought or done. Throws a Failure of exit `usage` or `refused`. What
   * it needs must load with the packages of runtime alone, as all but `run` must.
   */
  readonly check?: (context: Context, values: Values, positionals: readonly string[]) => void;
  /**
   * Does the work and gives the exit code. Throws a Failure for trouble that a person can mend.
   * `--help` and `--json` are every command's and are handled before.
   */
  run(context: Context, values: Values, positionals: readonly string[]): Promise<number>;
};
