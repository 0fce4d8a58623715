import { gunzipSync, gzipSync } from 'node:zlib';
import { names, type Manifest } from '../../platform/midcoast.ts';
import type { ApiClient } from '../kubernetes/api-client.ts';
import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts';

/** What was shipped: to this a rollout that fails goes back, routes, limits and variables with it. */
export type Release = { readonly digest: string; readonly manifests: readonly Manifest[] };

type Record = KubernetesObject & { readonly binaryData?: { readonly release?: string } };

const kind = { apiVersion: 'v1', kind: 'ConfigMap' } as const;
const name = names.object('release');

/**
 * The version that was shipped last and served. Undefined where none has been. Manifests hold no secrets, so that it
 * lies in a ConfigMap, packed: together they are a tenth of what one may hold.
 */
export async function readRelease(client: ApiClient, namespace: string): Promise<Release | undefined> {
  const record = await client.get<Record>({ ...kind, namespace, name });
  const packed = record?.binaryData?.release;
  if (packed === undefined) return undefined;
  return JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString('utf8')) as Release;
}

/** Whether an object is such a record, of any namespace. */
export function isReleaseRecord(object: KubernetesObject): boolean {
  return object.kind === kind.kind && object.metadata.name === name;
}

/** Remembers what serves now. */
export async function writeRelease(client: ApiClient, namespace: string, release: Release): Promise<void> {
  const packed = gzipSync(JSON.stringify(release)).toString('base64');
  const record = { ...kind, metadata: { name, namespace }, binaryData: { release: packed } };
  await client.apply(record, { force: true });
}
