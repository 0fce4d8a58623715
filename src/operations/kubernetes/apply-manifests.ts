import { withHeldFields, type Manifest } from '../../platform/midcoast.ts';
import type { ApiClient, ApplyOptions } from './api-client.ts';
import { ApiRefusal } from './api-refusal.ts';
import { addressOf, referenceTo, type KubernetesObject } from './kubernetes-object.ts';

/** What came of applying objects once. */
export type Application = {
  readonly applied: number;
  /** Addresses of those that were not there, or not so; none of a dry run. */
  readonly changed: readonly string[];
  /** Each a sentence. */
  readonly refusals: readonly string[];
  /** Each a sentence: what was taken, and will be refused by a later version. */
  readonly warnings: readonly string[];
};

/** What an apply of one object changed of it. */
export type Change = { readonly address: string; readonly attributes: readonly string[] };

/** So often an object is read again that its controller wrote in the meantime. */
const tries = 5;

/** Applies every object in turn, strictly; one that is refused does not keep the others back. */
export async function applyManifests(
  client: ApiClient,
  manifests: readonly Manifest[],
  options: ApplyOptions = {},
): Promise<Application> {
  const refusals: string[] = [];
  const warnings: string[] = [];
  const changed: string[] = [];
  let applied = 0;
  for (const manifest of manifests) {
    try {
      const { before, after, warnings: said } = await applyManifest(client, manifest, options);
      applied += 1;
      if (options.dryRun !== true && attributesChanged(before, after).length > 0) {
        changed.push(addressOfManifest(manifest));
      }
      warnings.push(
        ...said.map((warning) => `the API server warns of ${addressOfManifest(manifest)}: ${warning}`),
      );
    } catch (error) {
      if (!(error instanceof ApiRefusal || error instanceof RangeError)) throw error;
      refusals.push(`${addressOfManifest(manifest)} is refused: ${error.message}`);
    }
  }
  return { applied, changed, refusals, warnings };
}

/**
 * Applies everything again and gives what that changed: nothing, if what is applied is what the cluster holds.
 * Controllers write in between, so that their part of an object is left out of the comparison.
 */
export async function changesOfApplying(
  client: ApiClient,
  manifests: readonly Manifest[],
): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const manifest of manifests) {
    const { before, after } = await applyManifest(client, manifest);
    const attributes = attributesChanged(before, after);
    if (attributes.length > 0) changes.push({ address: addressOfManifest(manifest), attributes });
  }
  return changes;
}

function attributesChanged(before: KubernetesObject | undefined, after: KubernetesObject): readonly string[] {
  return before === undefined ? ['(all of it)'] : changedBetween(before, after);
}

/** Paths of what differs between two answers about one object, as far as it is not a controller's to write. */
export function changedBetween(before: KubernetesObject, after: KubernetesObject): readonly string[] {
  if (before.metadata.resourceVersion === after.metadata.resourceVersion) return [];
  return differingPaths(ownPart(before), ownPart(after), '');
}

/** Applies one object over what is there, leaving to a Rollout what it holds of it. */
async function applyManifest(client: ApiClient, manifest: Manifest, options: ApplyOptions = {}) {
  for (let attempt = 1; ; attempt += 1) {
    const before = await client.get<KubernetesObject>(referenceTo(manifest as KubernetesObject));
    try {
      const held = withHeldFields(manifest, before);
      // Routes and selectors belong as a whole to whoever wrote in them last. What that was is in what we apply, and the
      // version of the object that we read keeps us from undoing what was written since.
      const force = held === manifest ? options.force : true;
      const { body: after, warnings } = await client.apply(held, {
        ...options,
        ...(force !== undefined && { force }),
      });
      return { before, after, warnings };
    } catch (error) {
      const wroteMeanwhile = error instanceof ApiRefusal && error.status === 409 && attempt < tries;
      if (!wroteMeanwhile) throw error;
    }
  }
}

function ownPart(object: KubernetesObject): unknown {
  const { status: _, ...rest } = object as KubernetesObject & { readonly status?: unknown };
  const {
    resourceVersion: __,
    managedFields: ___,
    ...metadata
  } = object.metadata as KubernetesObject['metadata'] & {
    readonly managedFields?: unknown;
  };
  return { ...rest, metadata };
}

function differingPaths(before: unknown, after: unknown, path: string): readonly string[] {
  if (!isRecord(before) || !isRecord(after)) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [path];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => differingPaths(before[key], after[key], path === '' ? key : `${path}.${key}`));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As it stands in a report; of a manifest, whose name is its own. */
export function addressOfManifest(manifest: Manifest): string {
  return addressOf(referenceTo(manifest as KubernetesObject));
}
