/** One matcher of a series, such as `state=~"busy|idle"`. */
export type Matcher = {
  readonly series: string;
  readonly label: string;
  readonly operator: string;
  /** As it is written, without the quotation marks. */
  readonly value: string;
};

/** Labels by which series are brought together, and what is brought together. */
export type Grouping = { readonly labels: readonly string[]; readonly series: readonly string[] };

const words = new Set(
  'by without on ignoring group_left group_right and or unless offset bool inf nan'.split(' '),
);

const text = String.raw`"(?:[^"\\]|\\.)*"`;

/** What each series of an expression of PromQL is narrowed by. */
export function matchersIn(expression: string): readonly Matcher[] {
  const selector = new RegExp(String.raw`([a-zA-Z_:][\w:]*)\s*\{((?:[^"{}]|${text})*)\}`, 'g');
  const matcher = new RegExp(String.raw`(\w+)\s*(=~|!~|!=|=)\s*(${text})`, 'g');
  return [...expression.matchAll(selector)].flatMap(([, series = '', inside = '']) =>
    [...inside.matchAll(matcher)].map(([, label = '', operator = '', value = '']) => ({
      series,
      label,
      operator,
      value: value.slice(1, -1),
    })),
  );
}

/** Names that are neither functions nor words, outside of braces, brackets and lists of labels. */
export function seriesIn(expression: string): readonly string[] {
  const bare = emptied(expression)
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, ' ')
    .replaceAll(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  return [...bare.matchAll(/(?<![\w:.])([a-zA-Z_:][\w:]*)(?![\w:])(?!\s*\()/g)]
    .map(([, name = '']) => name)
    .filter((name) => !words.has(name.toLowerCase()));
}

/**
 * Every `by`, `without`, `on` and the like: the first two with what is in the parentheses beside them, the others with
 * the whole expression, of which they join two sides.
 */
export function groupingsIn(expression: string): readonly Grouping[] {
  const blank = emptied(expression);
  const all = blank.matchAll(/\b(by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g);
  return [...all].map(({ 0: whole, 1: word = '', 2: list = '', index }) => {
    const labels = list.split(',').flatMap((label) => label.trim() || []);
    const aggregated = ['by', 'without'].includes(word)
      ? (inParentheses(blank.slice(index + whole.length)) ?? beforeIn(blank.slice(0, index)))
      : undefined;
    return { labels, series: seriesIn(aggregated ?? blank) };
  });
}

/** Texts without what is in them, which may look like anything. */
function emptied(expression: string): string {
  return expression.replaceAll(new RegExp(text, 'g'), '""');
}

/** What stands in the parentheses that open next, as in `sum by (x) (…)`; undefined where something else comes. */
function inParentheses(rest: string): string | undefined {
  if (!rest.trimStart().startsWith('(')) return undefined;
  const start = rest.indexOf('(');
  const end = closing(rest.slice(start).split(''), '(', ')');
  return end === undefined ? undefined : rest.slice(start + 1, start + end);
}

/** What stands in the parentheses that have just closed, as in `sum(…) by (x)`. */
function beforeIn(before: string): string | undefined {
  const trimmed = before.trimEnd();
  if (!trimmed.endsWith(')')) return undefined;
  const end = closing(trimmed.split('').toReversed(), ')', '(');
  return end === undefined ? undefined : trimmed.slice(trimmed.length - end, -1);
}

/** Where what is opened by the first character is closed. */
function closing(characters: readonly string[], open: string, close: string): number | undefined {
  let depth = 0;
  for (const [index, character] of characters.entries()) {
    if (character === open) depth += 1;
    if (character === close) depth -= 1;
    if (depth === 0) return index;
  }
  return undefined;
}
