import type { ApiConnection } from './api-connection.ts';
import type { Kind, Reference } from './kubernetes-object.ts';

/** What the API server says of a kind. */
type Resource = { readonly kind: string; readonly name: string; readonly namespaced: boolean };

/** Finds where objects stand, by asking the server which kinds it has. */
export type ApiResources = {
  /** The path of all objects of a kind, in one namespace or in all. */
  readonly collection: (kind: Kind, namespace: string | undefined) => Promise<string>;
  readonly object: (reference: Reference) => Promise<string>;
  /** Whether objects of a kind lie in namespaces. */
  readonly isNamespaced: (kind: Kind) => Promise<boolean>;
};

/**
 * Asks once for the kinds of a group, and again for one that was not among them. Its words throw a RangeError for a kind
 * that the server does not have.
 */
export function apiResources(connection: ApiConnection): ApiResources {
  const known = new Map<string, readonly Resource[]>();

  async function resourceOf({ apiVersion, kind }: Kind): Promise<Resource> {
    const find = () => known.get(apiVersion)?.find((resource) => resource.kind === kind);
    const found = find();
    if (found !== undefined) return found;
    // Definitions add kinds while this runs, so that what was not there a moment ago is asked for again.
    const { body } = await connection.ask<{ readonly resources: readonly Resource[] }>({
      method: 'GET',
      path: groupPath(apiVersion),
    });
    known.set(
      apiVersion,
      // Those with a slash are parts of others, such as deployments/scale.
      body.resources.filter(({ name }) => !name.includes('/')),
    );
    const now = find();
    if (now === undefined) throw new RangeError(`the server has no kind ${kind} in ${apiVersion}`);
    return now;
  }
  async function collection(kind: Kind, namespace: string | undefined): Promise<string> {
    const { name, namespaced } = await resourceOf(kind);
    const within = namespaced && namespace !== undefined ? `/namespaces/${namespace}` : '';
    return `${groupPath(kind.apiVersion)}${within}/${name}`;
  }
  return {
    collection,
    isNamespaced: async (kind) => (await resourceOf(kind)).namespaced,
    object: async (reference) =>
      `${await collection(reference, reference.namespace)}/${encodeURIComponent(reference.name)}`,
  };
}

/** The oldest group has a path of its own. */
function groupPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
