import { execFile } from 'node:child_process';
import { constants, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '../failure.ts';
import { isAccessible } from '../path-access.ts';
import { cleanEnvironment } from './clean-environment.ts';
import { goTool } from './go.ts';
import { rewriteModule, type GoRewrite } from './go-rewrite.ts';
import type { Machine } from './program.ts';
import type { Found, Tool } from './tool.ts';
import { requireTool } from './require-tool.ts';

/** A program that is built from Go modules: the module proxy has sources where other registries have programs. */
export type GoProgram = {
  /** Of the executable. */
  readonly name: string;
  /** Pinned, without the `v`; go.sum, or Go's public log of sums, vouches for what comes. */
  readonly version: string;
  readonly source:
    /** The path of a main package, built as its module pins what it needs. */
    | { readonly package: string }
    /**
     * A folder of ours, from the repository's root, with `go.mod` and `go.sum`, and either `main.go` or the path of
     * the main package that its `go.mod` names as a tool.
     */
    | {
        readonly folder: string;
        readonly tool?: string;
        /** Built otherwise than its makers wrote it; with its reason where it stands. */
        readonly rewrite?: GoRewrite;
      };
  /** For `-ldflags`, such as a version that the program says of itself. */
  readonly linkerFlags?: string;
  readonly neededFor: string;
  /** What its first build takes on two cores, in minutes, so that nobody takes it for stuck. */
  readonly minutes: number;
};

/** The output of a compiler that fails can be long; what matters stands last. */
const mostOutputBytes = 16 * 1024 * 1024;

/**
 * A Go program as a tool: built once, kept as `.midcoast/tools/<name>-<version>/<name>`. `bring` throws a Failure of
 * exit `missing`, code `go_program_missing`.
 */
export function goProgramTool(program: GoProgram, machine: Machine): Tool {
  const { name, version, neededFor, minutes } = program;
  const folder = join(machine.root, '.midcoast', 'tools', `${name}-${version}`);
  const find = () => findBuilt(program, folder);
  const go = goTool(machine);
  return {
    name,
    neededFor,
    find,
    async bring({ say, signal, unhurried = false }) {
      const found = await find();
      if (found !== undefined) return found;
      const compiler = await requireTool(go, { say, ...(signal && { signal }) });
      say(`building ${name} ${version} from Go modules (about ${minutes} min, once)`);
      await build(program, { compiler: compiler.path, folder, machine, signal, unhurried });
      return { path: join(folder, name), version };
    },
    byHand: go.byHand,
  };
}

async function findBuilt({ name, version }: GoProgram, folder: string): Promise<Found | undefined> {
  const path = join(folder, name);
  return (await isAccessible(path, constants.X_OK)) ? { path, version } : undefined;
}

type Build = {
  readonly compiler: string;
  readonly folder: string;
  readonly machine: Machine;
  readonly signal: AbortSignal | undefined;
  readonly unhurried: boolean;
};

/**
 * Built beside its place and moved there whole: a build that was cut off leaves nothing that looks finished, and two at
 * once do not meet.
 */
async function build(program: GoProgram, given: Build): Promise<void> {
  const { compiler, folder, machine, signal, unhurried } = given;
  const { name, version } = program;
  const unfinished = `${folder}.part-${process.pid}`;
  const changed = `${folder}.rewritten-${process.pid}`;
  const clean = cleanEnvironment(machine.environment);
  const environment = { ...clean, CGO_ENABLED: '0', GOBIN: unfinished, GOFLAGS: '' };
  await Promise.all([unfinished, changed].map((path) => rm(path, { recursive: true, force: true })));
  await Promise.all([unfinished, changed].map((path) => mkdir(path, { recursive: true })));
  try {
    const words = await buildWords(program, {
      compiler,
      root: machine.root,
      unfinished,
      changed,
      environment,
    });
    const [runs, ...its] = unhurried ? ['nice', '-n', '15', compiler, ...words] : [compiler, ...words];
    await promisify(execFile)(runs, its, {
      env: environment,
      maxBuffer: mostOutputBytes,
      ...(signal === undefined ? {} : { signal }),
    });
    await nameExecutable(unfinished, name);
    await takePlace(unfinished, folder);
  } catch (cause) {
    await rm(unfinished, { recursive: true, force: true });
    if (signal?.aborted === true) throw cause;
    const said = (cause as { stderr?: string }).stderr?.trim().split('\n').at(-1);
    throw missing(program, `${name} ${version} could not be built`, said ?? goTool(machine).byHand, cause);
  } finally {
    await rm(changed, { recursive: true, force: true });
  }
}

/** Where another was faster, what it built is as good. */
async function takePlace(unfinished: string, folder: string): Promise<void> {
  await rename(unfinished, folder).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    await rm(unfinished, { recursive: true });
  });
}

type BuildPlace = {
  readonly compiler: string;
  readonly root: string;
  readonly unfinished: string;
  /** For what is built otherwise. */
  readonly changed: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

async function buildWords(
  { name, version, source, linkerFlags }: GoProgram,
  { compiler, root, unfinished, changed, environment }: BuildPlace,
): Promise<readonly string[]> {
  const flags = ['-trimpath', '-ldflags', `-s -w ${linkerFlags ?? ''}`.trim()];
  if ('package' in source) return ['install', ...flags, `${source.package}@v${version}`];
  const folder = join(root, source.folder);
  const { rewrite, tool = '.' } = source;
  const pins =
    rewrite === undefined
      ? []
      : [
          `-modfile=${await rewriteModule(rewrite, { compiler, source: folder, folder: changed, environment })}`,
        ];
  return ['build', '-C', folder, '-mod=readonly', ...pins, ...flags, '-o', join(unfinished, name), tool];
}

/** `go install` names an executable after the folder of its package, which may be that of another program too. */
async function nameExecutable(folder: string, name: string): Promise<void> {
  for (const built of await readdir(folder)) {
    if (built !== name) await rename(join(folder, built), join(folder, name));
  }
}

function missing({ name, version }: GoProgram, message: string, next: string, cause?: unknown): Failure {
  return new Failure({
    code: 'go_program_missing',
    exit: 'missing',
    message,
    facts: { program: name, version },
    next,
    cause,
  });
}
