import { readdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isAccessible } from '../path-access.ts';
import type { Machine } from './program.ts';
import type { Tool } from './tool.ts';

/** The AWS provider of Terraform in a folder of this machine, as `terraform providers mirror` lays it. */
export type ProviderMirror = {
  /** The folder that holds `registry.terraform.io`. */
  readonly path: string;
  readonly versions: readonly string[];
};

const providerPath = join('registry.terraform.io', 'hashicorp', 'aws');

/** Where such folders usually stand; each is looked through two levels deep. */
const usualRoots = [homedir(), '/usr/local/share', '/usr/share', '/opt'] as const;
const levels = 2;

/** The provider on this machine; where there is none, Terraform asks its registry. */
export const awsProviderTool: Tool = {
  name: 'AWS provider of Terraform',
  neededFor: 'plan, deploy, destroy and ./midcoast rehearse --only aws',
  async find() {
    const mirror = await findProviderMirror();
    return mirror === undefined ? undefined : { path: mirror.path, version: mirror.versions.join(', ') };
  },
  byHand:
    'Terraform fetches it from registry.terraform.io; without a connection, let `terraform providers mirror` lay it in a folder below /opt or /usr/local/share',
};

/** The provider for this platform in a mirror below the usual roots; undefined where there is none. */
export async function findProviderMirror(
  roots: readonly string[] = usualRoots,
): Promise<ProviderMirror | undefined> {
  for (const root of roots) {
    for (const path of await foldersWithin(root, levels)) {
      const versions = await versionsIn(path);
      if (versions.length > 0) return { path, versions };
    }
  }
  return undefined;
}

/**
 * The process environment with which Terraform finds the AWS provider. Settings that the person has are left
 * alone; without any, a file of our own is written into `folder` that names the mirror, or nothing: Terraform then
 * asks its registry. A TF_CLI_CONFIG_FILE that names no file counts as none.
 */
export async function withProviderSettings(
  { environment }: Pick<Machine, 'environment'>,
  folder: string,
): Promise<Readonly<Record<string, string | undefined>>> {
  const named = environment['TF_CLI_CONFIG_FILE'];
  const own = named === undefined || named === '' ? join(homedir(), '.terraformrc') : named;
  if (await isAccessible(own)) return environment;
  const file = join(folder, 'terraform.rc');
  await writeFile(file, settingsText(await findProviderMirror()));
  return { ...environment, TF_CLI_CONFIG_FILE: file };
}

function settingsText(mirror: ProviderMirror | undefined): string {
  if (mirror === undefined) return '';
  const provider = '["registry.terraform.io/hashicorp/aws"]';
  return [
    'provider_installation {',
    '  filesystem_mirror {',
    `    path    = ${JSON.stringify(mirror.path)}`,
    `    include = ${provider}`,
    '  }',
    '  direct {',
    `    exclude = ${provider}`,
    '  }',
    '}',
    '',
  ].join('\n');
}

/** The folder itself and what lies in it, so many levels deep; what cannot be read is left out. */
async function foldersWithin(folder: string, depth: number): Promise<readonly string[]> {
  if (depth === 0) return [folder];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const inner = entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
  const deeper = await Promise.all(inner.map((path) => foldersWithin(path, depth - 1)));
  return [folder, ...deeper.flat()];
}

async function versionsIn(mirror: string): Promise<readonly string[]> {
  const versions = await readdir(join(mirror, providerPath)).catch(() => []);
  const there = await Promise.all(
    versions.map((version) => isAccessible(join(mirror, providerPath, version, platform()))),
  );
  return versions.filter((_, at) => there[at] === true).toSorted();
}

/** As Terraform names it: that of Go. */
function platform(): string {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  return `${process.platform === 'win32' ? 'windows' : process.platform}_${architecture}`;
}
