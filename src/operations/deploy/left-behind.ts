import { names, type Manifest, type Manifests } from '../../platform/midcoast.ts';
import { fieldManager, type ApiClient } from '../kubernetes/api-client.ts';
import { absent } from '../kubernetes/api-refusal.ts';
import { addressOf, referenceTo, type Kind, type KubernetesObject } from '../kubernetes/kubernetes-object.ts';
import { isReleaseRecord } from '../rollout/release-record.ts';

/** What earlier versions applied and this one no longer has. */
export type LeftBehind = {
  /** Remembers which kinds are about to be applied, so that a later version without them knows where to look. */
  readonly begin: () => Promise<void>;
  /** Removes what is left behind, and says so; gives the addresses. */
  readonly remove: () => Promise<readonly string[]>;
};

/** Never removed: what holds data or other objects, and kinds, with which all of their objects would go. */
const kept: ReadonlySet<string> = new Set([
  'CustomResourceDefinition',
  'Namespace',
  'PersistentVolume',
  'PersistentVolumeClaim',
]);

type Applied = KubernetesObject & {
  readonly metadata: {
    readonly managedFields?: readonly {
      readonly manager?: string;
      readonly operation?: string;
      readonly subresource?: string;
    }[];
  };
};

type Record = KubernetesObject & { readonly data?: { readonly kinds?: string } };

const record = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: names.object('kinds'),
  namespace: names.namespace,
} as const;

/**
 * Ours is what the API server remembers as applied by us, under the field manager that nothing else uses; what was
 * made by others, or by a controller of what is ours, is not. Which kinds there are to look through stands in a
 * ConfigMap.
 */
export function openLeftBehind(
  client: ApiClient,
  objects: Manifests,
  say: (line: string) => void,
): LeftBehind {
  const wanted = Object.values(objects).flat();
  const there = new Set(wanted.map((manifest) => keyOf(manifest as KubernetesObject)));
  const kinds = new Set(wanted.map(wordOf));
  const write = (words: ReadonlySet<string>) => writeKinds(client, words);
  return {
    async begin() {
      await write(kinds.union(await readKinds(client)));
    },
    async remove() {
      const left = new Map<string, Applied>();
      for (const word of kinds.union(await readKinds(client))) {
        const found = await listed(client, kindOf(word));
        for (const object of found.filter((each) => isOurs(each) && !there.has(keyOf(each)))) {
          left.set(keyOf(object), object);
        }
      }
      const addresses: string[] = [];
      for (const object of left.values()) {
        await client.remove(referenceTo(object));
        addresses.push(addressOf(referenceTo(object)));
        say(`removed, since the version no longer has it: ${addresses.at(-1)}`);
      }
      await write(kinds);
      return addresses;
    },
  };
}

function isOurs(object: Applied): boolean {
  const { managedFields = [], ownerReferences = [] } = object.metadata;
  if (kept.has(object.kind) || ownerReferences.length > 0 || isRecord(object)) return false;
  const appliedBy = managedFields
    .filter(({ operation, subresource }) => operation === 'Apply' && subresource === undefined)
    .map(({ manager }) => manager);
  // What Helm applies as well has moved into a chart.
  return appliedBy.length > 0 && appliedBy.every((manager) => manager === fieldManager);
}

/** What a deploy writes for itself. */
function isRecord(object: KubernetesObject): boolean {
  return isReleaseRecord(object) || keyOf(object) === keyOf({ ...record, metadata: record });
}

/** None of a kind that the server no longer has. */
async function listed(client: ApiClient, kind: Kind): Promise<readonly Applied[]> {
  try {
    const { items } = await client.list<Applied>(kind);
    return items;
  } catch (error) {
    if (error instanceof RangeError) return [];
    return absent(error) ?? [];
  }
}

/** An object is the same one in every version of its group. */
function keyOf({ apiVersion, kind, metadata: { name, namespace = '' } }: KubernetesObject): string {
  const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : [];
  return [group, kind, namespace, name].join('/');
}

function wordOf({ apiVersion, kind }: Manifest): string {
  return `${apiVersion} ${kind}`;
}

function kindOf(word: string): Kind {
  const [apiVersion = '', kind = ''] = word.split(' ');
  return { apiVersion, kind };
}

async function readKinds(client: ApiClient): Promise<ReadonlySet<string>> {
  const found = await client.get<Record>(record);
  return new Set((found?.data?.kinds ?? '').split('\n').filter((word) => word !== ''));
}

async function writeKinds(client: ApiClient, words: ReadonlySet<string>): Promise<void> {
  const { apiVersion, kind, name, namespace } = record;
  const data = { kinds: [...words].toSorted().join('\n') };
  const manifest = { apiVersion, kind, metadata: { name, namespace }, data };
  await client.apply(manifest, { force: true });
}
