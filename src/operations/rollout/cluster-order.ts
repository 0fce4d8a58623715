import type { Manifest, Manifests, Platform } from '../../platform/midcoast.ts';

/** Headings in the order in which a cluster comes to what the code says. */
export type ClusterOrder = {
  /** Before anything is installed: namespaces, and who may talk to whom in them. */
  readonly first: readonly string[];
  /** Once every add-on is there; what add-ons open themselves is not among them. */
  readonly prepared: readonly string[];
  /** The version of the application, which is rolled out. */
  readonly rolledOut: readonly string[];
};

/** The heading of what add-ons stand on. */
const first = 'add-ons';
/** The first heading that names the image. */
const firstOfVersion = 'jobs';

/** Parts the headings of a platform, each of which stands in exactly one part, or is opened by an add-on. */
export function clusterOrder({ manifests, addOns }: Pick<Platform, 'manifests' | 'addOns'>): ClusterOrder {
  const opened = new Set(addOns.flatMap(({ opens = [] }) => opens));
  const left = Object.keys(manifests).filter((heading) => heading !== first && !opened.has(heading));
  const start = left.indexOf(firstOfVersion);
  return { first: [first], prepared: left.slice(0, start), rolledOut: left.slice(start) };
}

/** The namespaces of all headings, which come before all else: add-ons reach into the application's own. */
export function namespacesOf(objects: Manifests): readonly Manifest[] {
  return Object.values(objects)
    .flat()
    .filter(({ kind }) => kind === 'Namespace');
}
