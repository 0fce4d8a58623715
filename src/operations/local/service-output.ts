import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { processes, type ProcessName } from '../../service/contract.ts';
import { readLogEntry } from './log-entry.ts';
import { openServiceLog } from './service-log.ts';

/** What one process wrote, as far as its supervisor needs it. */
export type ServiceOutput = {
  /** Lines on stdout of a job that are no log entries. They may be secret, so no log has them. */
  readonly results: readonly string[];
  /** The worst that it said last: an error of its log, or of stderr. */
  readonly lastWords: () => string;
};

export type OutputHome = {
  readonly logs: string;
  /** Says every entry of the logs, not warnings and errors alone. */
  readonly verbose: boolean;
  readonly say: (line: string) => void;
};

const stderrLinesKept = 30;
/** Entries begin so; looking at the first bytes spares reading the many that nobody is told. */
const entryStart = '{"level":';
const worthSaying = /^\{"level":"(warn|error|fatal)"/;

/**
 * Reads both streams of a process to their end: log entries and stderr go to `<logs>/<name>.log`, warnings
 * and errors are said in a line each.
 */
export function gatherOutput(name: ProcessName, child: ChildProcess, home: OutputHome): ServiceOutput {
  const log = openServiceLog(join(home.logs, `${name}.log`));
  const results: string[] = [];
  const complaints: string[] = [];
  let worst = '';

  function hear(line: string): void {
    if (!line.startsWith(entryStart) && processes[name].kind === 'job') {
      if (line !== '') results.push(line);
      return;
    }
    log.write(`${line}\n`);
    if (!home.verbose && !worthSaying.test(line)) return;
    const entry = readLogEntry(line);
    if (entry === undefined) return;
    if (entry.level === 'error' || entry.level === 'fatal') worst = entry.text;
    home.say(`${name}  ${entry.level}  ${entry.text}`);
  }
  function hearComplaint(line: string): void {
    log.write(`${line}\n`);
    if (home.verbose) home.say(`${name}  ${line}`);
    complaints.push(line);
    if (complaints.length > stderrLinesKept) complaints.shift();
  }

  eachLine(child.stdout, hear);
  eachLine(child.stderr, hearComplaint);
  child.once('close', () => log.close());
  return { results, lastWords: () => worst || mainComplaint(complaints) };
}

function eachLine(stream: Readable | null, take: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream, crlfDelay: Infinity }).on('line', take);
}

/** Of an uncaught error's stack, the line with its message. */
function mainComplaint(lines: readonly string[]): string {
  return (lines.findLast((line) => /^\S*(Error|Exception)\b.*: /.test(line)) ?? lines.at(-1) ?? '').trim();
}
