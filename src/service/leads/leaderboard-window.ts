/** Windows of a leaderboard: the running hour, day or month of UTC, or everything. */
export const leaderboardWindows = ['hour', 'day', 'month', 'all'] as const;
export type LeaderboardWindow = (typeof leaderboardWindows)[number];

/** `accepted`: leads accepted. `quality`: points of accepted leads ÷ leads received, 0 to 100, one decimal. */
export const leaderboardMeasures = ['accepted', 'quality'] as const;
export type LeaderboardMeasure = (typeof leaderboardMeasures)[number];

/** What a source gave in a window. */
export type SourceTally = {
  readonly sourceId: string;
  readonly accepted: number;
  readonly received: number;
  readonly points: number;
};

/** When a window began; null where it has no beginning. */
export function beginningOf(window: LeaderboardWindow, now: Date): Date | null {
  const [year, month, day, hour] = [
    now.getUTCFullYear(),
    now.getUTCMonth(),
    now.getUTCDate(),
    now.getUTCHours(),
  ];
  switch (window) {
    case 'hour':
      return new Date(Date.UTC(year, month, day, hour));
    case 'day':
      return new Date(Date.UTC(year, month, day));
    case 'month':
      return new Date(Date.UTC(year, month));
    case 'all':
      return null;
  }
}

/** By what a source is ranked. */
export function measured(by: LeaderboardMeasure, tally: SourceTally): number {
  return by === 'accepted' ? tally.accepted : qualityOf(tally);
}

export function qualityOf({ received, points }: SourceTally): number {
  return received === 0 ? 0 : Math.round((points / received) * 10) / 10;
}
