import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Manifest } from '../../platform/midcoast.ts';
import { connectApi, type ApiAddress, type ApiAnswer, type ApiConnection } from './api-connection.ts';
import { absent, ApiRefusal } from './api-refusal.ts';
import { apiResources, type ApiResources } from './api-resources.ts';
import {
  referenceTo,
  type Kind,
  type KubernetesObject,
  type Reference,
  type Selection,
} from './kubernetes-object.ts';

/** A client of an API server: few words, each as Kubernetes means it. All throw an ApiRefusal for a refusal. */
export type ApiClient = {
  /** Undefined when there is none. */
  readonly get: <T extends KubernetesObject>(reference: Reference) => Promise<T | undefined>;
  readonly list: <T extends KubernetesObject>(selection: Selection) => Promise<ObjectList<T>>;
  /** What happens to the objects after the moment of a list; ends when the signal aborts or the server wants it. */
  readonly watch: <T extends KubernetesObject>(
    selection: Selection,
    since: string,
    signal: AbortSignal,
  ) => AsyncIterable<WatchEvent<T>>;
  /** Server-side apply with strict fields, as one field manager; a field that another manages is a refusal. */
  readonly apply: (manifest: Manifest, options?: ApplyOptions) => Promise<ApiAnswer<KubernetesObject>>;
  readonly create: <T extends KubernetesObject>(object: Manifest, part?: Part) => Promise<ApiAnswer<T>>;
  /** A merge patch (RFC 7386) of an object, or of a part of it such as `status` or `scale`. */
  readonly merge: <T extends KubernetesObject>(
    reference: Reference,
    patch: object,
    part?: string,
  ) => Promise<T>;
  /** Does nothing when there is none. */
  readonly remove: (reference: Reference) => Promise<void>;
  /** Whether objects of a kind lie in namespaces; throws a RangeError for a kind that the server does not have. */
  readonly isNamespaced: (kind: Kind) => Promise<boolean>;
  /** Any path, such as `/readyz`. */
  readonly read: <T>(path: string) => Promise<T>;
  readonly close: () => Promise<void>;
};

export type ObjectList<T> = { readonly resourceVersion: string; readonly items: readonly T[] };

export type WatchEvent<T> = { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T };

export type ApplyOptions = {
  /** Takes over fields that another manages. */
  readonly force?: boolean;
  /** Only says what would come of it. */
  readonly dryRun?: boolean;
};

/** A part of an object that is made, such as the eviction of a pod. */
export type Part = { readonly of: Reference; readonly name: string };

/** Under this name the server remembers which fields are ours. */
export const fieldManager = 'midcoast';

/** A client of the server at this address, until it is closed or the signal aborts. */
export function apiClient(address: ApiAddress, signal: AbortSignal): ApiClient {
  const connection = connectApi(address, signal);
  const resources = apiResources(connection);
  return {
    ...readingWords(connection, resources),
    ...writingWords(connection, resources),
    isNamespaced: resources.isNamespaced,
    close: connection.close,
  };
}

function readingWords(
  { ask, stream }: ApiConnection,
  { object, collection }: ApiResources,
): Pick<ApiClient, 'get' | 'list' | 'watch' | 'read'> {
  return {
    async get(reference) {
      const path = await object(reference);
      return ask<never>({ method: 'GET', path }).then(({ body }) => body, absent);
    },
    async list(selection) {
      const path = await collection(selection, selection.namespace);
      const { body } = await ask<ListBody>({ method: 'GET', path, query: labelQuery(selection) });
      const { apiVersion, kind } = selection;
      // The items of a list do not say of which kind they are.
      const items = body.items.map((item) => ({ ...item, apiVersion, kind }) as never);
      return { resourceVersion: body.metadata.resourceVersion, items };
    },
    async *watch(selection, since, ending) {
      const path = await collection(selection, selection.namespace);
      const query = { ...labelQuery(selection), watch: 'true', resourceVersion: since };
      yield* eventsIn(await stream({ method: 'GET', path, query, signal: ending }));
    },
    async read(path) {
      return (await ask<never>({ method: 'GET', path })).body;
    },
  };
}

/** Fields that the server does not know are refused, not dropped. */
const strict = { fieldManager, fieldValidation: 'Strict' };

function writingWords(
  { ask }: ApiConnection,
  { object: pathOf, collection }: ApiResources,
): Pick<ApiClient, 'apply' | 'create' | 'merge' | 'remove'> {
  return {
    async apply(manifest, { force = false, dryRun = false } = {}) {
      const path = await pathOf(referenceTo(manifest as KubernetesObject));
      const query = { ...strict, force: String(force), ...(dryRun && { dryRun: 'All' }) };
      return ask({
        method: 'PATCH',
        path,
        query,
        contentType: 'application/apply-patch+yaml',
        body: manifest,
      });
    },
    async create(object, part) {
      const path =
        part === undefined
          ? await collection(object, object.metadata?.namespace)
          : `${await pathOf(part.of)}/${part.name}`;
      return ask({ method: 'POST', path, query: strict, body: object });
    },
    async merge(reference, patch, part) {
      const path = `${await pathOf(reference)}${part === undefined ? '' : `/${part}`}`;
      const contentType = 'application/merge-patch+json';
      return (await ask<never>({ method: 'PATCH', path, query: strict, contentType, body: patch })).body;
    },
    async remove(reference) {
      const query = { propagationPolicy: 'Background' };
      await ask({ method: 'DELETE', path: await pathOf(reference), query }).catch(absent);
    },
  };
}

type ListBody = {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly object[];
};

type WatchError = { readonly type: 'ERROR'; readonly object: { readonly code?: number } };

function labelQuery({ labels = {} }: Selection): Readonly<Record<string, string>> {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? {} : { labelSelector: pairs.join(',') };
}

/** One event a line. The server says `ERROR` where it cannot go on from that moment. */
async function* eventsIn<T>(stream: Readable): AsyncIterable<WatchEvent<T>> {
  for await (const line of createInterface({ input: stream })) {
    const event = JSON.parse(line) as WatchEvent<T> | WatchError;
    if (event.type === 'ERROR') {
      throw new ApiRefusal('watch', event.object.code ?? 500, JSON.stringify(event.object));
    }
    yield event;
  }
}
