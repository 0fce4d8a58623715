import { createTerminal, type TerminalStream } from '../operations/terminal.ts';
import type { Context } from './command.ts';

/** The process as the command line sees it; only main.ts touches the real one. */
export type Surroundings = {
  readonly root: string;
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly force: AbortSignal;
  readonly stdout: TerminalStream;
  readonly stderr: TerminalStream;
};

/** What a command is given. Holds the discipline of `--json`: one object on stdout, and nothing else. */
export function createContext(surroundings: Surroundings, wantsJson: boolean): Context {
  const { root, workingDirectory, environment, signal, force, stdout, stderr } = surroundings;
  const terminal = createTerminal({ stream: stderr, environment });
  let written = false;
  return {
    root,
    workingDirectory,
    environment,
    signal,
    force,
    wantsJson,
    terminal,
    print(line) {
      if (wantsJson) terminal.say(line);
      else stdout.write(`${line}\n`);
    },
    json(result) {
      if (!wantsJson) return;
      if (written) throw new Error('a command wrote a second JSON object');
      written = true;
      stdout.write(`${JSON.stringify(result)}\n`);
    },
    progress: (label, total) => terminal.progress(label, total),
  };
}
