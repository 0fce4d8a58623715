/** An object of Kubernetes as the API gives it. */
export type KubernetesObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
};

export type ObjectMetadata = {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly deletionTimestamp?: string;
  readonly creationTimestamp?: string;
  readonly ownerReferences?: readonly {
    readonly kind: string;
    readonly name: string;
    readonly uid: string;
  }[];
};

/** Which kind, in which version of its group. */
export type Kind = { readonly apiVersion: string; readonly kind: string };

/** Where one object is. Objects of the cluster as a whole have no namespace. */
export type Reference = Kind & { readonly name: string; readonly namespace?: string };

/** Where several are: of one namespace or of all, and all that bear these labels. */
export type Selection = Kind & {
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
};

/** As it stands in a report: `apps/v1 Deployment midcoast/midcoast-app`. */
export function addressOf({ apiVersion, kind, name, namespace }: Reference): string {
  return `${apiVersion} ${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** Where an object is, by what it says of itself. */
export function referenceTo({ apiVersion, kind, metadata }: KubernetesObject): Reference {
  const { name, namespace } = metadata;
  return { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) };
}
