import { stringify } from 'yaml';

/**
 * An object of Kubernetes as it is applied. Headings write it as the typed object of its kind (`IDeployment` of
 * kubernetes-models, imported as a type alone), which is one of these.
 */
export type Manifest = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
};

/** The objects of each heading, by the name of the heading's file, in the order in which they are applied. */
export type Manifests = Readonly<Record<string, readonly Manifest[]>>;

/** YAML 1.1 takes a lone `=` for a value of its own kind; checkov then reads nothing of the file. */
const equalsSign = {
  tag: 'tag:yaml.org,2002:value',
  default: true,
  test: /^=$/,
  resolve: (text: string) => text,
} as const;

/**
 * The objects as YAML, one document each, in their order. The head of an object comes first, everything else as
 * it was written down. Strings that older readers of YAML take for something else (`on`, `1e3`) are quoted, and
 * there are neither anchors nor folded lines, so that a line can be searched.
 */
export function yamlOf(manifests: readonly Manifest[]): string {
  return manifests
    .map(({ apiVersion, kind, metadata, ...rest }) =>
      stringify(
        { apiVersion, kind, ...(metadata && { metadata }), ...rest },
        { version: '1.1', customTags: [equalsSign], lineWidth: 0, aliasDuplicateObjects: false },
      ),
    )
    .join('---\n');
}
