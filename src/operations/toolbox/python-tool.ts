import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '../failure.ts';
import { isAccessible } from '../path-access.ts';
import { cleanEnvironment } from './clean-environment.ts';
import { readVersion, type Machine } from './program.ts';
import { pythonByHand, pythonTool } from './python.ts';
import { readPythonLock, type PythonLock } from './python-lock.ts';
import type { Found, Tool } from './tool.ts';

/** A program from the Python Package Index, in the version and of the files that its lock names. */
export type PythonProgram = {
  /** Of the package, and of its lock. */
  readonly name: string;
  /** Of the executable, where it is not that of the package. */
  readonly executable?: string;
  readonly neededFor: string;
};

/**
 * A Python program as a tool: in a virtual environment of its own below `.midcoast/tools`, so that nothing of the
 * person's Python changes; another lock is another folder. pip takes wheels alone, so that nothing of a package runs
 * while it comes, and only those whose sums stand in the lock. `bring` throws a Failure of exit `missing`, code
 * `python_program_missing`.
 */
export function pythonProgramTool(program: PythonProgram, machine: Machine): Tool {
  const { name, neededFor } = program;
  const find = async () => findInstalled(program, machine, await placeOf(program, machine));
  return {
    name,
    neededFor,
    find,
    async bring({ say, signal }) {
      const found = await find();
      if (found !== undefined) return found;
      const python = await pythonTool(machine).find();
      if (python === undefined)
        throw missing(program, 'there is no Python on this machine that is new enough');
      const place = await placeOf(program, machine);
      say(`bringing ${name} ${place.lock.version} from the Python Package Index`);
      await install(program, { python: python.path, place, machine, signal });
      const brought = await find();
      if (brought === undefined) throw missing(program, `${name} was installed but does not start`);
      return brought;
    },
    byHand: pythonByHand,
  };
}

type Place = {
  readonly lock: PythonLock;
  readonly folder: string;
};

async function placeOf({ name }: PythonProgram, machine: Machine): Promise<Place> {
  const lock = await readPythonLock(name, machine);
  const folder = join(machine.root, '.midcoast', 'tools', `${name}-${lock.version}-${lock.sum}`);
  return { lock, folder };
}

/** Asks the environment's own Python: not every program says its version. pip writes the executable last. */
async function findInstalled(
  program: PythonProgram,
  machine: Machine,
  { folder }: Place,
): Promise<Found | undefined> {
  const path = join(folder, 'bin', program.executable ?? program.name);
  const question = `import importlib.metadata as m; print(m.version(${JSON.stringify(program.name)}))`;
  const version = await readVersion(join(folder, 'bin', 'python'), machine, ['-c', question]);
  const there = await isAccessible(path);
  return version === undefined || !there ? undefined : { path, version };
}

type Installation = {
  readonly python: string;
  readonly place: Place;
  readonly machine: Machine;
  readonly signal: AbortSignal | undefined;
};

/** A folder whose making failed is removed. */
async function install(
  program: PythonProgram,
  { python, place: { folder, lock }, machine, signal }: Installation,
): Promise<void> {
  const run = promisify(execFile);
  const options = { env: cleanEnvironment(machine.environment), ...(signal === undefined ? {} : { signal }) };
  const quietly = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  const vouched = ['--only-binary=:all:', '--require-hashes', `--requirement=${lock.path}`];
  await rm(folder, { recursive: true, force: true });
  try {
    await run(python, ['-m', 'venv', folder], options);
    await run(join(folder, 'bin', 'python'), [...quietly, ...vouched], options);
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    if (signal?.aborted === true) throw cause;
    throw missing(program, `${program.name} could not be installed`, cause);
  }
}

function missing({ name }: PythonProgram, message: string, cause?: unknown): Failure {
  const stderr = (cause as { stderr?: string } | undefined)?.stderr?.trim().split('\n').slice(-3).join(' / ');
  return new Failure({
    code: 'python_program_missing',
    exit: 'missing',
    message,
    facts: { program: name, ...(stderr === undefined || stderr === '' ? {} : { said: stderr }) },
    next: pythonByHand,
    cause,
  });
}
