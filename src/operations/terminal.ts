import { styleText } from 'node:util';
import { formatCount, formatDuration } from './figures.ts';

/** How far something long has come. */
export type Progress = {
  /** `done` counts towards the total; `note` replaces what stands behind the bar. */
  update(done: number, note?: string): void;
  /** Ends the bar; `summary` stays as a line. */
  finish(summary?: string): void;
};

/** What a command may say to the person in front of it. Everything goes to stderr: stdout is for results. */
export type Terminal = {
  /** Whether a person watches: bars are drawn in place only then. */
  readonly interactive: boolean;
  readonly colour: Palette;
  /** One line. */
  say(line: string): void;
  /** A bar towards `total`, or a running count when the total is not known. */
  progress(label: string, total?: number): Progress;
  /** Shows a person that something goes on, and how long; the function that it gives takes that away. */
  wait(label: string): () => void;
};

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';
export type Palette = Readonly<Record<Style, (text: string) => string>>;

/** The part of a stream that a terminal needs; `process.stderr` is one. */
export type TerminalStream = {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
};

export type TerminalOptions = {
  readonly stream: TerminalStream;
  /** The process environment: NO_COLOR (https://no-color.org), FORCE_COLOR and TERM are honoured. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds; for tests. */
  readonly now?: () => number;
};

/** Drawn in place at most this often, so that the bar costs nothing. */
const drawEveryMs = 100;
/** Said as a line at most this often where nobody watches, such as a CI log. */
const sayEveryMs = 5_000;
const barWidth = 24;
const eraseLine = '\r\u001B[2K';

/** A terminal over one stream. Lines that are said while a bar stands appear above it. */
export function createTerminal(options: TerminalOptions): Terminal {
  const { stream, environment, now = () => performance.now() } = options;
  const interactive = stream.isTTY === true && environment['TERM'] !== 'dumb';
  let standing = '';

  function say(line: string): void {
    stream.write(standing === '' ? `${line}\n` : `${eraseLine}${line}\n${standing}`);
  }
  function stand(text: string): void {
    standing = text;
    stream.write(`${eraseLine}${text}`);
  }

  function progress(label: string, total?: number): Progress {
    const started = now();
    let drawn = interactive ? Number.NEGATIVE_INFINITY : started;
    return {
      update(done, note) {
        const time = now();
        const complete = done === total;
        if (time - drawn < (interactive ? drawEveryMs : sayEveryMs) && !(interactive && complete)) return;
        drawn = time;
        const line = describeProgress({ label, done, total, note, seconds: (time - started) / 1000 });
        if (interactive) stand(line.slice(0, (stream.columns ?? 80) - 1));
        else say(line);
      },
      finish(summary) {
        if (standing !== '') stand('');
        if (summary !== undefined) say(summary);
      },
    };
  }

  function wait(label: string): () => void {
    if (!interactive) return () => {};
    const started = now();
    const timer = setInterval(() => {
      stand(`${label}  ${formatDuration((now() - started) / 1000)}`);
    }, drawEveryMs);
    return () => {
      clearInterval(timer);
      stand('');
    };
  }

  return { interactive, colour: palette(wantsColour(stream, environment)), say, progress, wait };
}

/** Whether to colour what goes to this stream. */
export function wantsColour(
  stream: TerminalStream,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && environment['TERM'] !== 'dumb';
}

/** Styles that colour, or that give the text back as it is. */
export function palette(coloured: boolean): Palette {
  const style = (name: Style) => (text: string) =>
    coloured ? styleText(name, text, { validateStream: false }) : text;
  return {
    bold: style('bold'),
    dim: style('dim'),
    red: style('red'),
    green: style('green'),
    yellow: style('yellow'),
    cyan: style('cyan'),
  };
}

type Reading = {
  readonly label: string;
  readonly done: number;
  readonly total: number | undefined;
  readonly note: string | undefined;
  readonly seconds: number;
};

function describeProgress({ label, done, total, note, seconds }: Reading): string {
  const tail = note === undefined ? '' : `  ${note}`;
  if (total === undefined || total <= 0) {
    return `${label}  ${formatCount(done)}  ${formatDuration(seconds)}${tail}`;
  }
  const share = Math.min(done / total, 1);
  const filled = Math.round(share * barWidth);
  const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
  return `${label}  ${bar}  ${Math.floor(share * 100)} %  ${formatDuration(seconds)}${tail}`;
}
