import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { componentName, nodePackage } from './image-files.ts';

/** A list of parts in CycloneDX, of which only this is read here. */
export type Sbom = {
  readonly metadata: Readonly<Record<string, unknown>> & { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
} & Readonly<Record<string, unknown>>;

type Component = Readonly<Record<string, unknown>> & {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
};

/** A list of everything that package-lock.json names can be long. */
const mostBytes = 64 * 1024 ** 2;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * What the packages of the bundle are, with versions, licences and sums; the Node that runs it is one of them. npm sees
 * the environment that is given, or else our own.
 */
export async function sbomOf(
  root: string,
  packages: readonly string[],
  environment: Variables | undefined,
): Promise<Sbom> {
  const words = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'];
  const { stdout } = await promisify(execFile)('npm', words, {
    cwd: root,
    maxBuffer: mostBytes,
    ...(environment && { env: environment }),
  });
  const held = await Promise.all(packages.map((path) => refOf(join(root, path))));
  return narrowed(JSON.parse(stdout) as Sbom, new Set(held));
}

/**
 * npm lists all that could be installed; its `--omit=dev` also leaves out what both kinds of packages need. What the
 * image does not hold is left out here, and so is the time of the day.
 */
export function narrowed(sbom: Sbom, held: ReadonlySet<string>): Sbom {
  const { serialNumber: _, metadata, components, dependencies, ...rest } = sbom;
  const { timestamp: __, ...described } = metadata;
  const kept = components.filter(({ 'bom-ref': ref, name }) => held.has(ref) || name === nodePackage);
  const lacking = [...held].filter((ref) => !kept.some(({ 'bom-ref': each }) => each === ref));
  if (lacking.length > 0) throw new Error(`package-lock.json does not know ${lacking.join(', ')}`);
  const refs = new Set([metadata.component['bom-ref'], ...kept.map(({ 'bom-ref': ref }) => ref)]);
  return {
    ...rest,
    metadata: { ...described, component: { ...metadata.component, name: componentName } },
    components: kept.map((component) => (component.name === nodePackage ? asNode(component) : component)),
    dependencies: dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => refs.has(each)) })),
  };
}

/** By this name scanners look for what is known against Node itself. */
function asNode(component: Component): Component {
  return { ...component, cpe: `cpe:2.3:a:nodejs:node.js:${component.version}:*:*:*:*:*:*:*` };
}

async function refOf(folder: string): Promise<string> {
  const { name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Component;
  return `${name}@${version}`;
}
