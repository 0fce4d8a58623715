import type { Documents } from '../../../platform/midcoast.ts';

type Body = Readonly<Record<string, unknown>>;

/** Arguments that hold a map; every other object is a nested block. */
const maps: ReadonlySet<string> = new Set(['dimensions', 'labels', 'tags', 'tags_all', 'variables']);

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
  if (!Array.isArray(value)) return Object.keys(value).every(isName) ? [value as Body] : undefined;
  const isBlocks = value.length > 0 && value.every((entry) => typeof entry === 'object' && entry !== null);
  return isBlocks ? (value as readonly Body[]) : undefined;
}

/** Whether a key may be the name of an argument; those of maps often may not. */
function isName(key: string): boolean {
  return /^[a-z_]\w*$/i.test(key);
}

function expression(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(expression).join(', ')}]`;
  if (typeof value === 'string') return textOf(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([key, inner]) => `${JSON.stringify(key)} = ${expression(inner)}`,
  );
  return `{ ${entries.join(', ')} }`;
}

/** A text that is one template and nothing else is written as the expression itself. */
function textOf(text: string): string {
  const [before, template = '', after, ...more] = pieces(text);
  const isExpression = before === '' && after === '' && more.length === 0;
  return isExpression ? template.slice(2, -1) : `"${[...pieces(text)].join('')}"`;
}

/** What is literal is escaped as in JSON; what stands in a template is an expression, quotes included. */
function* pieces(text: string): Generator<string> {
  let from = 0;
  for (let start = templateIn(text, 0); start !== -1; start = templateIn(text, from)) {
    yield JSON.stringify(text.slice(from, start)).slice(1, -1);
    let end = start + 2;
    for (let depth = 1; depth > 0 && end < text.length; end += 1) {
      if (text[end] === '{') depth += 1;
      if (text[end] === '}') depth -= 1;
    }
    yield text.slice(start, end);
    from = end;
  }
  yield JSON.stringify(text.slice(from)).slice(1, -1);
}

/** Where the next `${` stands that is not written as `$${`, which is text. */
function templateIn(text: string, from: number): number {
  const start = text.indexOf('${', from);
  return start > 0 && text[start - 1] === '$' ? templateIn(text, start + 2) : start;
}
