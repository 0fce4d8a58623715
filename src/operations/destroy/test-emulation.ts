import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Environment } from '../../environments/environment.ts';
import type { Platform } from '../../platform/midcoast.ts';
import { generate } from '../generated.ts';
import type { PlanWork } from '../plan/plan.ts';
import { startEmulators, type Emulators } from '../rehearsal/aws/emulators.ts';
import { createTerminal } from '../terminal.ts';

/** For tests: a platform’s files in a folder of their own, and emulators in the place of AWS. */
export type Emulation = {
  readonly root: string;
  readonly emulators: Emulators;
  /** What the terminal was told so far. */
  readonly said: string[];
  /** What a command is given that reaches the emulators, or whoever stands before them. */
  readonly work: (other?: { readonly url?: string; readonly environment?: Environment }) => PlanWork;
  readonly stop: () => Promise<void>;
};

const signal = new AbortController().signal;

/** Lays the files and starts the emulators; `variables` is the process environment. */
export async function emulate(
  platform: Platform,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<Emulation> {
  const { environment: own } = platform;
  const root = await mkdtemp(join(tmpdir(), 'midcoast-emulation-'));
  for (const [path, text] of generate(platform)) {
    const file = join(root, 'generated', own.name, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const emulators = await startEmulators({
    machine: { root: join(import.meta.dirname, '..', '..', '..'), environment: variables },
    accountId: own.accountId,
    folder: join(root, 'emulators'),
    signal,
    say: () => {},
  });
  const said: string[] = [];
  const terminal = createTerminal({
    stream: { write: (text: string) => said.push(text.trim()) },
    environment: {},
  });
  const { PATH, HOME, TF_CLI_CONFIG_FILE } = variables;
  return {
    root,
    emulators,
    said,
    work: ({ url = emulators.proxyUrl, environment = own } = {}) => ({
      root,
      environment,
      variables: {
        PATH,
        HOME,
        TF_CLI_CONFIG_FILE,
        MIDCOAST_REHEARSAL: url,
        AWS_ACCESS_KEY_ID: own.accountId,
      },
      signal,
      force: signal,
      terminal,
      named: [],
    }),
    async stop() {
      await emulators.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}
