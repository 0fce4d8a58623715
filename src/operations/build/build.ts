import { join } from 'node:path';
import type { ImageRegistry } from '../account/image-registry.ts';
import { Failure } from '../failure.ts';
import { cleanEnvironment } from '../toolbox/clean-environment.ts';
import type { Machine } from '../toolbox/program.ts';
import { requireBuilder } from './builder.ts';
import { componentName, sbomFile } from './image-files.ts';
import { layOut } from './lay-out.ts';
import { readSource, refuseUncommitted, revisionOf } from './source.ts';

export type BuildWork = {
  readonly machine: Machine;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** Opens where the image is to be pushed; absent where it stays here. */
  readonly openRegistry?: () => Promise<ImageRegistry>;
};

export type BuildReport = {
  /** With its tag. */
  readonly image: string;
  /** In the registry, where it was pushed; otherwise as the builder knows it. */
  readonly digest: string;
  /** Of its parts, relative to the repository. */
  readonly sbom: string;
  readonly commit: string;
  readonly pushed: boolean;
};

/** What the image will hold, where a person can look at it. */
const folder = join('.midcoast', 'build', 'service');

/**
 * Lays out what the image holds, makes the image, and pushes it where a registry is given. A commit that was pushed
 * before is not built again: its digest is the answer, so that a pipeline that runs twice deploys the same.
 */
export async function build({ machine, signal, say, openRegistry }: BuildWork): Promise<BuildReport> {
  const source = await readSource(machine.root);
  if (openRegistry !== undefined) refuseUncommitted(source);
  const revision = revisionOf(source);
  const registry = await openRegistry?.();
  const image = `${registry?.repository ?? componentName}:${revision}`;
  const report = { image, sbom: join(folder, sbomFile), commit: revision, pushed: registry !== undefined };

  const out = join(machine.root, folder);
  const { packages } = await layOut(machine.root, out, cleanEnvironment(machine.environment));
  say(`${folder}: the service and ${packages} packages, bundled`);
  const before = await registry?.digestOf(revision);
  if (before !== undefined) {
    say(`${revision} was pushed before`);
    return { ...report, digest: before };
  }

  const builder = await requireBuilder({ machine, signal });
  say(`building ${image} with ${builder.name}`);
  const digest = await builder.build({ name: image, revision });
  if (registry === undefined) return { ...report, digest };

  const [host = ''] = registry.repository.split('/');
  await builder.push({ name: image, revision }, { registry: host, ...(await registry.signIn()) });
  const pushed = await registry.digestOf(revision);
  if (pushed === undefined) {
    throw new Failure({
      code: 'image_failed',
      exit: 'outside',
      message: `${image} was pushed, and the registry does not know it`,
      facts: { repository: registry.repository, tag: revision },
      next: 'run this again: what is there already is not pushed twice',
    });
  }
  return { ...report, digest: pushed };
}
