import type { Platform, StateName } from '../../platform/midcoast.ts';
import { sumOf, type Amount } from '../cost/amount.ts';
import { resourceLines } from '../cost/cost.ts';
import type { Attributes, Change } from '../terraform/plan-file.ts';

/** By how much a change raises the bill of a month, or lowers it; unknown where a price is. */
export type MonthlyChange = { readonly usd: Amount } | 'unknown';

const nothing: Amount = { low: 0, high: 0 };

/** The cost of what will be there less that of what was: a replacement of the same size costs nothing. */
export function monthlyChange(
  platform: Platform,
  state: StateName,
  heading: string,
  change: Change,
): MonthlyChange {
  const declared = platform.states[state].resources.find(({ address }) => address === change.address);
  const price = (attributes: Attributes | undefined): MonthlyChange =>
    attributes === undefined ? { usd: nothing } : priceOf(platform, state, heading, change, attributes);
  const after = price(change.after === undefined ? undefined : (declared?.attributes ?? change.after));
  const before = price(change.before);
  if (after === 'unknown' || before === 'unknown') return 'unknown';
  return { usd: { low: after.usd.low - before.usd.low, high: after.usd.high - before.usd.high } };
}

function priceOf(
  platform: Platform,
  state: StateName,
  heading: string,
  { address, type }: Change,
  attributes: Attributes,
): MonthlyChange {
  const { region } = platform.states[state];
  const sums = resourceLines(platform, { state, region, address, type, heading, attributes }).map(
    ({ monthlyUsd }) => monthlyUsd,
  );
  const known = sums.filter((sum) => sum !== null);
  return known.length < sums.length ? 'unknown' : { usd: sumOf(known) };
}
