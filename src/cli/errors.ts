import { UnfitEnvironments } from '../environments/unfit-environments.ts';
import { awsRefusal } from '../operations/account/aws-refusal.ts';
import { exitCodes, Failure, type ExitCode } from '../operations/failure.ts';
import type { Palette } from '../operations/terminal.ts';

/** An error as `--json` gives it, and as the lines for people are made from. */
export type ErrorReport = {
  readonly code: string;
  readonly message: string;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly next: string;
  readonly exit: ExitCode;
};

/** What is known of a command line when it fails. */
export type Circumstances = {
  /** The words after `./midcoast`, for the report of a bug. */
  readonly words: readonly string[];
  readonly version: string;
  /** Whether SIGINT or SIGTERM has arrived. */
  readonly interrupted: boolean;
};

/**
 * Turns whatever was thrown into a report: a Failure as it is, what AWS refused as one, an operation that was aborted by
 * a signal into an interruption, and everything else into a bug of ours, exit 70.
 */
export function reportError(error: unknown, { words, version, interrupted }: Circumstances): ErrorReport {
  const failure = error instanceof Failure ? error : awsRefusal(error);
  if (failure !== undefined) {
    const { code, message, facts, next, exit } = failure;
    return { code, message, facts, next, exit };
  }
  if (error instanceof UnfitEnvironments) return refusal(error);
  if (interrupted && error instanceof Error && error.name === 'AbortError') return interruption;
  return {
    code: 'bug',
    message: `Midcoast met a case it does not know: ${error instanceof Error ? error.message : String(error)}`,
    facts: {
      command: ['./midcoast', ...words].join(' '),
      version,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
    },
    next: 'this is a bug of ours: please report it with these lines and the trace above, and what you expected',
    exit: exitCodes.bug,
  };
}

/** Environments are read when a command is loaded, before anything of it runs. */
function refusal({ faults }: UnfitEnvironments): ErrorReport {
  return {
    code: 'environment_unfit',
    message: `${faults.length} of the values in src/environments cannot be built`,
    facts: Object.fromEntries(
      faults.map(({ environment, path, given, allowed }, index) => [
        `${index + 1} ${environment} ${path}`,
        `${given}; allowed: ${allowed}`,
      ]),
    ),
    next: 'change each of them to what is allowed',
    exit: exitCodes.usage,
  };
}

/** What an abort by SIGINT or SIGTERM becomes. */
export const interruption: ErrorReport = {
  code: 'interrupted',
  message: 'interrupted before it was done',
  facts: {},
  next: 'run it again to start over',
  exit: exitCodes.interrupted,
};

/** The report as lines for people. */
export function describeError(report: ErrorReport, colour: Palette): string {
  const width = Math.max(0, ...Object.keys(report.facts).map((name) => name.length));
  return [
    `${colour.red('error')} ${report.message} ${colour.dim(`(${report.code})`)}`,
    ...Object.entries(report.facts).map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    `${colour.bold('next')}  ${report.next}`,
  ].join('\n');
}
