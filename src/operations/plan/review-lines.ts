import { formatAmount, formatCount } from '../figures.ts';
import type { Palette, Style } from '../terminal.ts';
import type { Counts, Line, Review } from './review.ts';
import { heldBy } from './stateful.ts';

/** How each kind of change is marked, as Terraform's users know it. */
const marks: Readonly<Record<keyof Counts, { readonly sign: string; readonly style: Style }>> = {
  create: { sign: '+', style: 'green' },
  change: { sign: '~', style: 'yellow' },
  replace: { sign: '±', style: 'red' },
  destroy: { sign: '-', style: 'red' },
};

/** More attributes than these are counted: the plan file has them all. */
const shownAttributes = 4;

/** A plan by heading, a line a change. */
export function reviewLines(review: Review, colour: Palette): readonly string[] {
  const head = `${colour.bold(review.state)}  ${describeCounts(review.counts)}`;
  const body = review.headings.flatMap(({ heading, counts, lines }) => [
    `  ${colour.cyan(heading)}  ${describeCounts(counts)}`,
    ...lines.map((line) => describeLine(line, colour)),
  ]);
  const rest = [
    ...(review.onlyTags > 0
      ? [`  ${formatAmount(review.onlyTags, 'more change', 'more changes')} of tags alone`]
      : []),
    ...(review.outputs.length > 0 ? [`  outputs that change: ${review.outputs.join(', ')}`] : []),
  ];
  return [head, ...body, ...rest];
}

/** `3 to create, 1 to replace`; `nothing to do` when there is nothing. */
export function describeCounts(counts: Counts): string {
  const parts = Object.entries(counts).filter(([, number]) => number > 0);
  if (parts.length === 0) return 'nothing to do';
  return parts.map(([kind, number]) => `${formatCount(number)} to ${kind}`).join(', ');
}

function describeLine({ address, kind, attributes, change }: Line, colour: Palette): string {
  const { sign, style } = marks[kind];
  const shown = attributes.slice(0, shownAttributes).join(', ');
  const more = attributes.length > shownAttributes ? ` and ${attributes.length - shownAttributes} more` : '';
  const reason = shown === '' ? '' : `  ${kind === 'replace' ? 'because of ' : ''}${shown}${more}`;
  const held = kind === 'replace' || kind === 'destroy' ? heldBy(change.type) : undefined;
  const warning = held === undefined ? '' : `  ${colour.red(`loses the ${held}`)}`;
  return `    ${colour[style](sign)} ${address}${colour.dim(reason)}${warning}`;
}
