import { formatAmount, formatCount } from '../figures.ts';
import type { Palette } from '../terminal.ts';
import type { Amount } from './amount.ts';
import type { Cost, CostLine, HeadingCost } from './cost.ts';

/**
 * The bill for people: the total and whether it fits the budget first, then a line a heading; `detail` adds each line
 * with its quantity, its price and the day of the price, and says the total once more at the end.
 */
export function costLines(cost: Cost, colour: Palette, detail: boolean): readonly string[] {
  const verdict = [totalLine(cost), ...unusedLines(cost), budgetLine(cost, colour)];
  return [
    `${colour.bold(cost.environment)}  a month in USD, at low and at high use, before tax, discounts and free tiers`,
    '',
    ...verdict,
    '',
    ...cost.headings.flatMap((heading) =>
      detail ? ['', ...headingLines(heading, colour)] : [headingLine(heading, colour)],
    ),
    ...(detail ? ['', ...verdict] : []),
  ];
}

/** The bill as it is written into `generated/` and by `--json`: sums in cents, keys in order. */
export function costJson({ environment, headings, monthlyUsd, unknown, budgetUsd }: Cost): object {
  return {
    environment,
    currency: 'USD',
    budgetUsd,
    monthlyUsd: rounded(monthlyUsd),
    budgetKept: { atLowUse: monthlyUsd.low <= budgetUsd, atHighUse: monthlyUsd.high <= budgetUsd },
    unknown,
    headings: headings.map(({ state, heading, lines, monthlyUsd: sum }) => ({
      state,
      heading,
      monthlyUsd: rounded(sum),
      lines: lines.map(({ of, what, quantity, price, monthlyUsd: cost }) => ({
        of,
        what,
        quantity: quantity === null ? null : rounded(quantity),
        unit: price?.unit ?? null,
        unitUsd: price?.usd ?? null,
        priceOf: price?.day ?? null,
        page: price?.page ?? null,
        monthlyUsd: cost === null ? 'unknown' : rounded(cost),
      })),
    })),
  };
}

const nameWidth = 62;
const sumWidth = 11;

function headingLines(heading: HeadingCost, colour: Palette): readonly string[] {
  return [headingLine(heading, colour), ...heading.lines.map((line) => `  ${describe(line, colour)}`)];
}

function headingLine({ state, heading, lines, monthlyUsd }: HeadingCost, colour: Palette): string {
  const title = state === 'platform' ? heading : `${heading} (${state} region)`;
  const unknown = lines.filter((line) => line.monthlyUsd === null).length;
  return `${colour.bold(title.padEnd(nameWidth))}${sum(monthlyUsd)}${colour.yellow(unknownNote(unknown))}`;
}

function totalLine({ monthlyUsd, unknown }: Cost): string {
  return `${'total'.padEnd(nameWidth)}${sum(monthlyUsd)}${unknownNote(unknown)}`;
}

/**
 * Headings of the guide that are made and paid for before a process of the service asks them: events and counts
 * go through PostgreSQL so far.
 */
const notUsedYet: readonly string[] = ['cache', 'queue'];

function unusedLines({ headings }: Cost): readonly string[] {
  const unused = headings.filter(({ heading }) => notUsedYet.includes(heading));
  if (unused.length === 0) return [];
  const add = (of: keyof Amount) => unused.reduce((total, { monthlyUsd }) => total + monthlyUsd[of], 0);
  const title = `of it for what nothing uses yet: ${unused.map(({ heading }) => heading).join(', ')}`;
  return [`${title.padEnd(nameWidth)}${sum({ low: add('low'), high: add('high') })}`];
}

function describe({ of, what, quantity, price, monthlyUsd }: CostLine, colour: Palette): string {
  const name = `${of.replace(/^(\w+: )?aws_\w+\./, '')}: ${what}`;
  const start =
    name.length > nameWidth - 3 ? `${name}\n${' '.repeat(nameWidth)}` : name.padEnd(nameWidth - 2);
  if (monthlyUsd === null) return `${start}${colour.yellow('unknown'.padStart(sumWidth))}`;
  const how =
    price === null || quantity === null
      ? ''
      : `${range(quantity)} × ${price.usd} per ${price.unit}, ${price.day}`;
  return `${start}${sum(monthlyUsd)}  ${colour.dim(how)}`;
}

function budgetLine({ monthlyUsd, budgetUsd, headings, unknown }: Cost, colour: Palette): string {
  const budget = `budget ${formatCount(budgetUsd)}`;
  if (monthlyUsd.low > budgetUsd) {
    return colour.bold(
      colour.red(`${budget}: exceeded even at low use, by ${formatCount(monthlyUsd.low - budgetUsd)}`),
    );
  }
  if (monthlyUsd.high > budgetUsd) {
    const { heading } = fastestGrowing(headings);
    return colour.bold(
      colour.red(
        `${budget}: kept at low use, exceeded at high use by ${formatCount(monthlyUsd.high - budgetUsd)}; what grows most is ${heading}`,
      ),
    );
  }
  const apart = unknown === 0 ? '' : `, the ${formatCount(unknown)} unknown apart`;
  return colour.green(`${budget}: kept at high use too${apart}`);
}

function fastestGrowing(headings: readonly HeadingCost[]): HeadingCost {
  const growth = ({ monthlyUsd: { low, high } }: HeadingCost) => high - low;
  return headings.reduce((most, each) => (growth(each) > growth(most) ? each : most));
}

function unknownNote(count: number): string {
  return count === 0 ? '' : `  and ${formatAmount(count, 'line')} unknown`;
}

function sum({ low, high }: Amount): string {
  return `${formatCount(low, 2).padStart(sumWidth)}${formatCount(high, 2).padStart(sumWidth)}`;
}

function range({ low, high }: Amount): string {
  return low === high ? figure(low) : `${figure(low)}–${figure(high)}`;
}

function figure(value: number): string {
  return formatCount(value, Number.isInteger(value) ? 0 : 2);
}

function rounded({ low, high }: Amount): Amount {
  return { low: Math.round(low * 10_000) / 10_000, high: Math.round(high * 10_000) / 10_000 };
}
