import type { Platform, StateName } from '../../platform/midcoast.ts';
import type { Change, Plan } from '../terraform/plan-file.ts';

/** How many things are made, changed in place, replaced and destroyed. */
export type Counts = Readonly<Record<'create' | 'change' | 'replace' | 'destroy', number>>;

/** One change as it is shown. */
export type Line = {
  readonly address: string;
  readonly kind: keyof Counts;
  /** What changes, or for whose sake it is replaced; empty for what is made or destroyed. */
  readonly attributes: readonly string[];
  readonly change: Change;
};

/** The changes of one heading of the guide. */
export type HeadingReview = {
  readonly heading: string;
  readonly counts: Counts;
  readonly lines: readonly Line[];
};

/** A plan as a person judges it. */
export type Review = {
  readonly state: StateName;
  readonly counts: Counts;
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
  const resources = platform.states[state].resources;
  const headingOf = new Map(resources.map(({ address, heading }) => [address, heading]));
  const headings = Object.keys(platform.states[state].documents);
  const lines = plan.changes.flatMap(lineOf);
  const shown = lines.filter((line) => !isOnlyTags(line));
  const byHeading = Map.groupBy(shown, ({ address }) => {
    const bare = address.replaceAll(/\[[^\]]*\]/g, '');
    return headingOf.get(bare) ?? headingByName(bare, headings);
  });
  return {
    state,
    counts: count(lines),
    headings: [...byHeading]
      .toSorted(([one], [other]) => one.localeCompare(other, 'en'))
      .map(([heading, members]) => ({ heading, counts: count(members), lines: members })),
    onlyTags: lines.length - shown.length,
    outputs: plan.outputs,
  };
}

function lineOf(change: Change): readonly Line[] {
  const kind = kinds[change.action];
  if (change.mode !== 'managed' || kind === undefined) return [];
  const attributes =
    change.action === 'replace' ? change.replacedFor : change.action === 'update' ? change.changed : [];
  return [{ address: change.address, kind, attributes, change }];
}

function isOnlyTags({ kind, attributes }: Line): boolean {
  return kind === 'change' && attributes.every((name) => name === 'tags' || name === 'tags_all');
}

function count(lines: readonly Line[]): Counts {
  const counts = { create: 0, change: 0, replace: 0, destroy: 0 };
  for (const { kind } of lines) counts[kind] += 1;
  return counts;
}

/** A resource's name begins with its heading's: `aws_vpc.network_vpc`; the longest that fits is meant. */
function headingByName(address: string, headings: readonly string[]): string {
  const name = address.split('.').at(-1) ?? '';
  const fitting = headings.filter((heading) => name.startsWith(`${heading.replaceAll('-', '_')}_`));
  return fitting.toSorted((one, other) => other.length - one.length)[0] ?? 'other';
}
