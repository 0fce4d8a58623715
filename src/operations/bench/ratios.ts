import type { ContenderName } from './contender.ts';

/** What one round measured. Rates are leads a second, latencies milliseconds. */
export type Round = {
  readonly rates: Readonly<Record<ContenderName, number>>;
  /** p50 of one client alone. */
  readonly lonely: { readonly pgbench: number; readonly single: number };
  /** p99 at half of the highest rate. */
  readonly halfRate: {
    readonly perSecond: number;
    readonly p99: number;
    /** This disk's median fdatasync during those seconds, and right before them. */
    readonly fdatasync: number;
    /** Its p99 during those seconds: a lead’s can hardly be less, for each waits for the disk at least once. */
    readonly fdatasyncP99: number;
    readonly quietFdatasync: number;
  };
};

type Ratio = {
  readonly title: string;
  readonly of: (round: Round) => number;
  /** Reached when the ratio is at least, or at most, so much; `aim` is what it strives for. */
  readonly goal: { readonly atLeast: number; readonly aim?: number } | { readonly atMost: number };
};

/** The goals stand in issue 3, point 9; what peers reach in the research on limits, A3. */
export const ratios = {
  pgbench: {
    title: 'single ÷ pgbench',
    of: ({ rates }) => rates.single / rates.pgbench,
    goal: { atLeast: 1.3, aim: 1.5 },
  },
  naive: {
    title: 'single ÷ naive server',
    of: ({ rates }) => rates.single / rates.naive,
    goal: { atLeast: 3 },
  },
  noDatabase: {
    title: 'single ÷ no database',
    of: ({ rates }) => rates.single / rates.noDatabase,
    goal: { atLeast: 0.25, aim: 0.5 },
  },
  bulk: { title: 'bulk ÷ pgbench', of: ({ rates }) => rates.bulk / rates.pgbench, goal: { atLeast: 5 } },
  lonely: {
    title: 'p50 at one client ÷ pgbench’s',
    of: ({ lonely }) => lonely.single / lonely.pgbench,
    goal: { atMost: 1.5 },
  },
  p99: {
    title: 'p99 at half the highest rate ÷ fdatasync',
    of: ({ halfRate }) => halfRate.p99 / halfRate.fdatasync,
    goal: { atMost: 20 },
  },
} as const satisfies Record<string, Ratio>;

export type RatioName = keyof typeof ratios;

export type RatioResult = {
  readonly name: RatioName;
  readonly title: string;
  /** Median over the rounds of the ratio inside each: what slows a whole round leaves it as it is. */
  readonly value: number;
  readonly goal: string;
  readonly met: boolean;
};

/** The median of each ratio over the rounds, with its goal and whether that is met. */
export function judge(rounds: readonly Round[]): readonly RatioResult[] {
  return (Object.entries(ratios) as [RatioName, Ratio][]).map(([name, { title, of, goal }]) => {
    const value = median(rounds.map(of));
    return 'atLeast' in goal
      ? { name, title, value, goal: atLeastText(goal), met: value >= goal.atLeast }
      : { name, title, value, goal: `≤ ${goal.atMost}`, met: value <= goal.atMost };
  });
}

function atLeastText({ atLeast, aim }: { readonly atLeast: number; readonly aim?: number }): string {
  return aim === undefined ? `≥ ${atLeast}` : `≥ ${atLeast}, aim ${aim}`;
}

/** The middle value; of an even count the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2;
}
