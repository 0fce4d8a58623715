import { formatAmount, formatCount } from '../figures.ts';
import type { Palette, Style } from '../terminal.ts';
import type { Amount } from '../cost/amount.ts';
import type { Bill, Counts, Line, Review } from './review.ts';
import type { MonthlyChange } from './monthly-change.ts';
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
  const { state, headings, counts, monthly, onlyTags, outputs } = review;
  return [
    `${colour.bold(state)}  ${describeCounts(counts)}${describeBill(monthly)}`,
    ...headings.flatMap(({ heading, lines, ...sums }) => [
      `  ${colour.cyan(heading)}  ${describeCounts(sums.counts)}${describeBill(sums.monthly)}`,
      ...lines.map((line) => describeLine(line, colour)),
    ]),
    ...(onlyTags > 0 ? [`  ${formatAmount(onlyTags, 'other changes', 'others change')} in tags alone`] : []),
    ...(outputs.length > 0 ? [`  outputs that change: ${outputs.join(', ')}`] : []),
  ];
}

/** `, +$12.30 to +$15.00 a month`; empty when the bill stays as it is. */
export function describeBill({ usd, unknown }: Bill): string {
  const sum = isNothing(usd) ? [] : [`${range(usd)} a month`];
  const rest = unknown === 0 ? [] : [`${unknown} of unknown cost`];
  return [...sum, ...rest].map((part) => `, ${part}`).join('');
}

/** `3 to create, 1 to replace`; `nothing to do` when there is nothing. */
export function describeCounts(counts: Counts): string {
  const parts = Object.entries(counts).filter(([, number]) => number > 0);
  if (parts.length === 0) return 'nothing to do';
  return parts.map(([kind, number]) => `${formatCount(number)} to ${kind}`).join(', ');
}

function describeLine({ address, kind, attributes, monthly, change }: Line, colour: Palette): string {
  const { sign, style } = marks[kind];
  const shown = attributes.slice(0, shownAttributes).join(', ');
  const more = attributes.length > shownAttributes ? ` and ${attributes.length - shownAttributes} more` : '';
  const reason = shown === '' ? '' : `  ${kind === 'replace' ? 'because of ' : ''}${shown}${more}`;
  const held = kind === 'replace' || kind === 'destroy' ? heldBy(change.type) : undefined;
  const warning = held === undefined ? '' : `  ${colour.red(`loses the ${held}`)}`;
  const cost = describeMonthly(monthly);
  return `    ${colour[style](sign)} ${address}${colour.dim(reason)}${cost}${warning}`;
}

function describeMonthly(monthly: MonthlyChange): string {
  if (monthly === 'unknown') return '  cost unknown';
  return isNothing(monthly.usd) ? '' : `  ${range(monthly.usd)} a month`;
}

function isNothing({ low, high }: Amount): boolean {
  return Math.abs(low) < 0.005 && Math.abs(high) < 0.005;
}

/** `+$12.30`, `-$4.00 to -$9.00`: at low and at high use. */
function range({ low, high }: Amount): string {
  return dollars(low) === dollars(high) ? dollars(low) : `${dollars(low)} to ${dollars(high)}`;
}

function dollars(usd: number): string {
  return `${usd < 0 ? '-' : '+'}$${formatCount(Math.abs(usd), 2)}`;
}
