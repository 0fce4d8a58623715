import type { Platform, StateName } from '../../platform/midcoast.ts';
import { sumOf, type Amount } from '../cost/amount.ts';
import { monthlyChange, type MonthlyChange } from './monthly-change.ts';
import type { Change, Plan } from '../terraform/plan-file.ts';

/** How many things are made, changed in place, replaced and destroyed. */
export type Counts = Readonly<Record<'create' | 'change' | 'replace' | 'destroy', number>>;

/** One change as it is shown. */
export type Line = {
  readonly heading: string;
  readonly address: string;
  readonly kind: keyof Counts;
  /** What changes, or for whose sake it is replaced; empty for what is made or destroyed. */
  readonly attributes: readonly string[];
  /** What it adds to the bill of a month. */
  readonly monthly: MonthlyChange;
  readonly change: Change;
};

/** What changes add to the bill of a month; those without a price are counted, and in no sum. */
export type Bill = { readonly usd: Amount; readonly unknown: number };

/** The changes of one heading of the guide. */
export type HeadingReview = {
  readonly heading: string;
  readonly counts: Counts;
  readonly monthly: Bill;
  readonly lines: readonly Line[];
};

/** A plan as a person judges it. */
export type Review = {
  readonly state: StateName;
  readonly counts: Counts;
  readonly monthly: Bill;
  readonly headings: readonly HeadingReview[];
  /** Changes of nothing but tags: a new commit changes the tag of everything, and would hide the rest. */
  readonly onlyTags: number;
  readonly outputs: readonly string[];
};

const kinds: Readonly<Partial<Record<Change['action'], keyof Counts>>> = {
  create: 'create',
  update: 'change',
  replace: 'replace',
  delete: 'destroy',
};

/** Parts a plan by heading; what has left the platform stands under the heading that its name begins with. */
export function reviewPlan(platform: Platform, state: StateName, plan: Plan): Review {
  const { resources, documents } = platform.states[state];
  const headingOf = new Map(resources.map(({ address, heading }) => [address, heading]));
  const lines = plan.changes.flatMap((change) => {
    const bare = change.address.replaceAll(/\[[^\]]*\]/g, '');
    const heading = headingOf.get(bare) ?? headingByName(bare, Object.keys(documents));
    return lineOf(change, heading, () => monthlyChange(platform, state, heading, change));
  });
  const shown = lines.filter((line) => !isOnlyTags(line));
  return {
    state,
    counts: countKinds(lines),
    monthly: billOf(lines),
    headings: [...Map.groupBy(shown, ({ heading }) => heading)]
      .toSorted(([one], [other]) => one.localeCompare(other, 'en'))
      .map(([heading, members]) => ({
        heading,
        counts: countKinds(members),
        monthly: billOf(members),
        lines: members,
      })),
    onlyTags: lines.length - shown.length,
    outputs: plan.outputs,
  };
}

function lineOf(change: Change, heading: string, monthly: () => MonthlyChange): readonly Line[] {
  const kind = kinds[change.action];
  if (change.mode !== 'managed' || kind === undefined) return [];
  const attributes = { create: [], change: change.changed, replace: change.replacedFor, destroy: [] }[kind];
  return [{ heading, address: change.address, kind, attributes, monthly: monthly(), change }];
}

function isOnlyTags({ kind, attributes }: Line): boolean {
  return kind === 'change' && attributes.every((name) => name === 'tags' || name === 'tags_all');
}

function countKinds(lines: readonly Line[]): Counts {
  const counts = { create: 0, change: 0, replace: 0, destroy: 0 };
  for (const { kind } of lines) counts[kind] += 1;
  return counts;
}

function billOf(lines: readonly Line[]): Bill {
  const known = lines.flatMap(({ monthly }) => (monthly === 'unknown' ? [] : [monthly.usd]));
  return { usd: sumOf(known), unknown: lines.length - known.length };
}

/** A resource's name begins with its heading's: `aws_vpc.network_vpc`; the longest that fits is meant. */
function headingByName(address: string, headings: readonly string[]): string {
  const name = address.split('.').at(-1) ?? '';
  const fitting = headings.filter((heading) => name.startsWith(`${heading.replaceAll('-', '_')}_`));
  return fitting.toSorted((one, other) => other.length - one.length)[0] ?? 'other';
}
