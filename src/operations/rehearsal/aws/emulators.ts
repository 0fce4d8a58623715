import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from '../../toolbox/program.ts';
import { ministackTool } from '../../toolbox/ministack.ts';
import { motoTool } from '../../toolbox/moto.ts';
import type { Found } from '../../toolbox/tool.ts';
import { emulatorAsk } from './emulator-call.ts';
import { startEmulator } from './emulator-process.ts';
import { homeOf, type EmulatorName } from './emulator-home.ts';
import { startRepairProxy, type Ask, type Traffic } from './repair-proxy.ts';
import { createRepairs } from './repairs/repairs.ts';
import { requireTool } from '../../toolbox/require-tool.ts';

/** The emulators of one rehearsal, and the proxy that stands before them. */
export type Emulators = {
  /** Where Terraform's provider goes. */
  readonly proxyUrl: string;
  /** Where read-back, drift and the search for leftovers go: past all repairs. */
  readonly urls: Readonly<Record<EmulatorName, string>>;
  readonly traffic: Traffic;
  readonly tools: readonly { readonly name: string; readonly version: string }[];
  readonly stop: () => Promise<void>;
};

export type EmulatorsGiven = {
  readonly machine: Machine;
  readonly accountId: string;
  /** For logs and what the emulators keep. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
};

/** Brings both emulators, starts them and the proxy. */
export async function startEmulators(given: EmulatorsGiven): Promise<Emulators> {
  const { machine, folder, signal, say } = given;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const ministack = await requireTool(ministackTool(machine), { say, signal });
  const moto = await requireTool(motoTool(machine), { say, signal });
  const common = { environment: machine.environment, signal };
  const first = await startEmulator({ ...common, ...ministackOf(ministack, given) });
  try {
    const second = await startEmulator({ ...common, ...motoOf(moto, given) });
    const asks = {
      MiniStack: emulatorAsk(first.url),
      // It takes a thread a call and no locks: while one makes an alarm, another that lists them would fail.
      moto: emulatorAsk(second.url, 1),
    };
    const ask: Ask = (call) => asks[homeOf(call)](call);
    const proxy = await startRepairProxy({ ask, repairs: createRepairs(asks, given.accountId) });
    return {
      proxyUrl: proxy.url,
      urls: { MiniStack: first.url, moto: second.url },
      traffic: proxy.traffic,
      tools: [
        { name: 'MiniStack', version: ministack.version },
        { name: 'moto', version: moto.version },
      ],
      async stop() {
        await Promise.all([proxy.close(), first.stop(), second.stop()]);
      },
    };
  } catch (error) {
    await first.stop();
    throw error;
  }
}

function ministackOf({ path }: Found, { folder, accountId }: EmulatorsGiven) {
  return {
    name: 'MiniStack',
    program: path,
    words: () => [],
    variables: (port: number) => ({
      GATEWAY_PORT: String(port),
      // Its default is every address of the machine.
      BIND_HOST: '127.0.0.1',
      MINISTACK_ACCOUNT_ID: accountId,
      TMPDIR: folder,
      STATE_DIR: join(folder, 'ministack-state'),
      S3_DATA_DIR: join(folder, 'ministack-s3'),
      PYTHONDONTWRITEBYTECODE: '1',
      LOG_LEVEL: 'WARNING',
    }),
    readyPath: '/_ministack/health',
    log: join(folder, 'ministack.log'),
  };
}

function motoOf({ path }: Found, { folder, accountId }: EmulatorsGiven) {
  return {
    name: 'moto',
    program: path,
    words: (port: number) => ['-H', '127.0.0.1', '-p', String(port)],
    variables: () => ({ MOTO_ACCOUNT_ID: accountId, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true', TMPDIR: folder }),
    readyPath: '/moto-api/',
    log: join(folder, 'moto.log'),
  };
}
