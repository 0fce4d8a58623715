import type { Documents } from '../../../platform/midcoast.ts';

type Body = Readonly<Record<string, unknown>>;

/** Arguments that hold a map; every other object is a nested block. */
const maps: ReadonlySet<string> = new Set([
  'default_tags_all',
  'dimensions',
  'environment_variables',
  'parameters',
  'properties',
  'tags',
  'tags_all',
  'triggers',
  'variables',
]);

/** Kinds of blocks that trivy looks at, with the number of labels that each has. */
const labels: Readonly<Record<string, number>> = { data: 2, provider: 1, resource: 2, variable: 1 };

/**
 * The documents of a state in Terraform's own language, for scanners that read no nested block of `*.tf.json`.
 * A file a heading, as in JSON.
 */
export function hclOf(documents: Documents): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(documents).map(([heading, document]) => [heading, fileOf(document as Body)]),
  );
}

function fileOf(document: Body): string {
  return Object.entries(labels)
    .flatMap(([kind, depth]) => labelled(kind, depth, document[kind], []))
    .join('\n');
}

/** Descends through the labels of a kind to the bodies below them. */
function labelled(kind: string, depth: number, value: unknown, path: readonly string[]): readonly string[] {
  if (depth > 0) {
    return Object.entries((value ?? {}) as Body).flatMap(([label, inner]) =>
      labelled(kind, depth - 1, inner, [...path, label]),
    );
  }
  const head = [kind, ...path.map((label) => JSON.stringify(label))].join(' ');
  const bodies = (Array.isArray(value) ? value : [value]) as readonly Body[];
  return bodies.map((body) => `${head} {\n${lines(body, '  ').join('\n')}\n}\n`);
}

function lines(body: Body, indent: string): readonly string[] {
  return Object.entries(body).flatMap(([key, value]) => {
    const nested = blocksIn(key, value);
    if (nested === undefined) return [`${indent}${key} = ${expression(value)}`];
    return nested.flatMap((block) => [`${indent}${key} {`, ...lines(block, `${indent}  `), `${indent}}`]);
  });
}

function blocksIn(key: string, value: unknown): readonly Body[] | undefined {
  if (maps.has(key) || value === null || typeof value !== 'object') return undefined;
  if (!Array.isArray(value)) return [value as Body];
  const isBlocks = value.length > 0 && value.every((entry) => typeof entry === 'object' && entry !== null);
  return isBlocks ? (value as readonly Body[]) : undefined;
}

/** Strings of JSON are strings of HCL, templates included. */
function expression(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(expression).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([key, inner]) => `${JSON.stringify(key)} = ${expression(inner)}`,
  );
  return `{ ${entries.join(', ')} }`;
}
