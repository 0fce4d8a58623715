import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '../failure.ts';
import { findProgram, type Machine } from './program.ts';
import { pythonTool } from './python.ts';
import type { Tool } from './tool.ts';

/** Pinned: a newer one may check more, and then a change of ours is not what turned the test red. */
export const schemathesisVersion = '4.32.5';

const byHand = 'install Python 3.10 or newer with its venv module';

/** schemathesis, which throws every request that the API's description allows at the API. */
export function schemathesisTool(machine: Machine): Tool {
  const folder = join(machine.root, '.midcoast', 'tools', `schemathesis-${schemathesisVersion}`);
  const find = () => findProgram([join(folder, 'bin', 'schemathesis')], machine);
  return {
    name: 'schemathesis',
    neededFor: 'the test of the API against its own OpenAPI document',
    find,
    async bring({ say, signal }) {
      const found = await find();
      if (found !== undefined) return found;
      const python = await pythonTool(machine).find();
      if (python === undefined) throw missing('there is no python3 on this machine');
      say(`bringing schemathesis ${schemathesisVersion} from the Python Package Index`);
      await install(python.path, folder, signal);
      const brought = await find();
      if (brought === undefined) throw missing('schemathesis was installed but does not start');
      return brought;
    },
    byHand,
  };
}

/** A folder whose making failed is removed; pip writes the executable last. */
async function install(python: string, folder: string, signal: AbortSignal | undefined): Promise<void> {
  const run = promisify(execFile);
  const options = signal === undefined ? {} : { signal };
  await rm(folder, { recursive: true, force: true });
  try {
    await run(python, ['-m', 'venv', folder], options);
    const words = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    await run(join(folder, 'bin', 'python'), [...words, `schemathesis==${schemathesisVersion}`], options);
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    if (signal?.aborted === true) throw cause;
    throw missing('schemathesis could not be installed', cause);
  }
}

function missing(message: string, cause?: unknown): Failure {
  const stderr = (cause as { stderr?: string } | undefined)?.stderr?.trim().split('\n').at(-1);
  return new Failure({
    code: 'schemathesis_missing',
    exit: 'missing',
    message,
    facts: stderr === undefined || stderr === '' ? {} : { said: stderr },
    next: byHand,
    cause,
  });
}
