import type { State } from './state.ts';

/** A resource as it was declared, with references to others as Terraform writes them: `${aws_vpc.network_vpc.id}`. */
export type Resource = {
  /** Such as `aws_vpc.network_vpc`. */
  readonly address: string;
  readonly type: string;
  readonly heading: string;
  readonly attributes: Readonly<Record<string, unknown>>;
};

/** What Terraform reads, a file a heading; `main` holds provider, backend and variables. Keys are sorted. */
export type Documents = Readonly<Record<string, object>>;

/** A block of a state: its kind, its type where the kind has one, its name and what it holds. */
type Block = { readonly path: readonly string[]; readonly heading: string; readonly body: unknown };

/** Kinds whose blocks lie below their type: `resource.aws_vpc.network_vpc`. */
const typedKinds: ReadonlySet<string> = new Set(['resource', 'data', 'ephemeral']);

/** Writes a state out, parted by heading. */
export function documentsOf(state: State): Documents {
  const documents: Record<string, object> = {};
  for (const { path, heading, body } of blocksOf(state)) {
    let place = (documents[heading] ??= {}) as Record<string, unknown>;
    for (const step of path.slice(0, -1)) place = (place[step] ??= {}) as Record<string, unknown>;
    place[path.at(-1) ?? ''] = body;
  }
  return sorted(documents) as Documents;
}

/** The resources of a state, by address. */
export function resourcesOf(state: State): readonly Resource[] {
  return blocksOf(state)
    .filter(({ path }) => path[0] === 'resource')
    .map(({ path, heading, body }) => ({
      address: path.slice(1).join('.'),
      type: path[1] ?? '',
      heading,
      attributes: sorted(body) as Resource['attributes'],
    }))
    .toSorted((one, other) => (one.address < other.address ? -1 : 1));
}

function blocksOf(state: State): readonly Block[] {
  const kinds = Object.entries(state.toTerraform() as Record<string, object>).filter(
    ([kind]) => kind !== '//',
  );
  return kinds.flatMap(([kind, entries]) =>
    Object.entries(entries).flatMap(([key, body]) =>
      typedKinds.has(kind)
        ? Object.entries(body as object).map(([name, inner]) => blockOf(state, [kind, key, name], inner))
        : [blockOf(state, [kind, key], body)],
    ),
  );
}

function blockOf({ headings }: State, path: readonly string[], body: unknown): Block {
  return { path, heading: headings.get(path.at(-1) ?? '') ?? 'main', body };
}

/** Keys in order and without CDK's remarks: the same bytes wherever it is written. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== '//');
  return Object.fromEntries(
    entries.toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]),
  );
}
