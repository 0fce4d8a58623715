import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Failure } from '../failure.ts';
import { findProgram, type Machine } from '../toolbox/program.ts';
import type { Found, Tool } from '../toolbox/tool.ts';
import { containerfile } from './image-files.ts';

/** A program that makes images and pushes them. */
export type Builder = {
  readonly name: string;
  /** Makes the image of the repository and gives its digest as it stands on this machine. */
  readonly build: (image: Image) => Promise<string>;
  /** Pushes what was built by the name that it bears. Whoever signs in is forgotten afterwards. */
  readonly push: (image: Image, who: SignIn) => Promise<void>;
};

export type Image = { readonly name: string; readonly revision: string };
export type SignIn = { readonly registry: string; readonly user: string; readonly password: string };

/** What differs between the programs; Podman and Buildah are of one family. */
type Kind = {
  /** Ends well only where it can build now. */
  readonly ready: readonly string[];
  readonly build: readonly string[];
  readonly inspect: readonly string[];
  /** Keeps the password in a folder of ours, by an argument or by the environment. */
  readonly keep: (folder: string) => { readonly words?: readonly string[]; readonly environment?: object };
};

const authFile = (folder: string) => ({ words: ['--authfile', join(folder, 'auth.json')] });

/** In the order in which they are looked for. */
const kinds: Readonly<Record<string, Kind>> = {
  docker: {
    ready: ['info'],
    // One manifest and one digest; the list of parts is in the image.
    build: ['build', '--provenance=false'],
    inspect: ['image', 'inspect', '--format', '{{.Id}}'],
    keep: (folder) => ({ environment: { DOCKER_CONFIG: folder } }),
  },
  podman: {
    ready: ['info'],
    build: ['build'],
    inspect: ['image', 'inspect', '--format', '{{.Digest}}'],
    keep: authFile,
  },
  buildah: {
    ready: ['info'],
    build: ['build'],
    inspect: ['inspect', '--type', 'image', '--format', '{{.FromImageDigest}}'],
    keep: authFile,
  },
};

/** What the cluster's nodes are. */
const platform = 'linux/amd64';

export type BuilderWork = { readonly machine: Machine; readonly signal: AbortSignal };

const byHand = 'install Docker, Podman or Buildah, and start it where it is a service';

/** A service that does not say in this time whether it is there does not work. */
const patienceMs = 15_000;

/** Whichever program builds images here, for whoever only asks whether there is one. */
export function builderTool(machine: Machine): Tool {
  return {
    name: 'container builder',
    neededFor: 'the image of the service: ./midcoast build',
    find: async () => (await findBuilder({ machine, signal: AbortSignal.timeout(patienceMs) }, {}))?.found,
    byHand,
  };
}

/** The first that can build here; throws a Failure of exit `missing`, code `container_builder_missing`. */
export async function requireBuilder(work: BuilderWork): Promise<Builder> {
  const seen: Record<string, string> = {};
  const working = await findBuilder(work, seen);
  if (working !== undefined) return working.builder;
  throw new Failure({
    code: 'container_builder_missing',
    exit: 'missing',
    message: 'no program that builds images works on this machine',
    facts: seen,
    next: byHand,
  });
}

/** The first that is there and ready. What the others said of themselves is written to `seen`. */
async function findBuilder(
  work: BuilderWork,
  seen: Record<string, string>,
): Promise<{ readonly builder: Builder; readonly found: Found } | undefined> {
  for (const [name, kind] of Object.entries(kinds)) {
    const found = await findProgram([name], work.machine);
    if (found === undefined) continue;
    const run = runner(found.path, work);
    const { code, said } = await run(kind.ready, { quiet: true });
    if (code === 0) return { builder: builder(name, kind, run), found };
    seen[name] = said.trim().split('\n').at(-1) ?? '';
  }
  return undefined;
}

function builder(name: string, kind: Kind, run: Run): Builder {
  return {
    name,
    async build({ name: image, revision }) {
      const words = ['--platform', platform, '--file', containerfile, '--tag', image];
      await mustRun(run, [...kind.build, ...words, '--build-arg', `MIDCOAST_COMMIT=${revision}`, '.']);
      const { said } = await mustRun(run, [...kind.inspect, image], { quiet: true });
      return said.trim();
    },
    async push({ name: image }, { registry, user, password }) {
      const folder = await mkdtemp(join(tmpdir(), 'midcoast-registry-'));
      const { words = [], environment = {} } = kind.keep(folder);
      const host = name === 'docker' ? await hostOfDocker(run) : {};
      const options = { environment: { ...host, ...environment } };
      try {
        const login = ['login', ...words, '--username', user, '--password-stdin', registry];
        await mustRun(run, login, { ...options, quiet: true, input: password });
        await mustRun(run, ['push', ...words, image], options);
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  };
}

/** Docker keeps which daemon it talks to in the folder that ours stands in for. */
async function hostOfDocker(run: Run): Promise<object> {
  const words = ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'];
  const { code, said } = await run(words, { quiet: true });
  return code === 0 && said.trim() !== '' ? { DOCKER_HOST: said.trim() } : {};
}

type RunOptions = {
  /** What it says is read; otherwise the person sees it as it comes. */
  readonly quiet?: boolean;
  /** For its standard input, such as a password, which must not be among the arguments. */
  readonly input?: string;
  readonly environment?: object;
};
type RunEnd = { readonly code: number | null; readonly said: string };
type Run = (words: readonly string[], options?: RunOptions) => Promise<RunEnd>;

function runner(path: string, { machine, signal }: BuilderWork): Run {
  return async (words, { quiet = false, input, environment = {} } = {}) => {
    const child = spawn(path, [...words], {
      cwd: machine.root,
      env: { ...machine.environment, ...environment },
      // Our own stdout is for the result.
      stdio: ['pipe', quiet ? 'pipe' : 2, quiet ? 'pipe' : 2],
      signal,
    });
    child.stdin?.on('error', () => undefined).end(input ?? '');
    const [out, wrong, [code]] = await Promise.all([
      child.stdout === null ? '' : text(child.stdout),
      child.stderr === null ? '' : text(child.stderr),
      once(child, 'close') as Promise<[number | null]>,
    ]);
    return { code, said: code === 0 ? out : `${out}${wrong}` };
  };
}

async function mustRun(run: Run, words: readonly string[], options: RunOptions = {}): Promise<RunEnd> {
  const end = await run(words, options);
  if (end.code === 0) return end;
  throw new Failure({
    code: 'image_failed',
    exit: 'outside',
    message: `the image could not be made or pushed: ${words[0] ?? ''} ended with ${String(end.code)}`,
    facts: end.said === '' ? {} : { said: end.said.trim().split('\n').slice(-3).join(' / ') },
    next: 'mend what the lines above say, then run this again',
  });
}
