/** Who is measured. */
export const contenderNames = ['pgbench', 'naive', 'noDatabase', 'single', 'bulk'] as const;

export type ContenderName = (typeof contenderNames)[number];

/** How a contender is driven. */
export type Shape = { readonly connections: number; readonly seconds: number };

/**
 * Seconds that a client of the database runs before its rate counts: each of its connections must first
 * learn some forty tables and indexes and plan the statement, which takes about 30 ms of a processor. A
 * server has done so long before, in its pool.
 */
export function warmingSeconds({ connections }: Shape): number {
  return 2 + Math.ceil(connections / 32);
}

/** What a contender did. */
export type Measured = {
  /** Leads that were answered 2xx, or transactions that were committed: all of them. */
  readonly answered: number;
  /** Leads a second; what came while warming up is left out. */
  readonly perSecond: number;
  /** Milliseconds, where it was measured. */
  readonly p50?: number;
  readonly p99?: number;
};

/** One who writes leads, as the rounds know it. */
export type Contender = {
  readonly name: ContenderName;
  readonly title: string;
  /** Whether its leads end in the database, and are counted there. */
  readonly writes: boolean;
  /** Whether it is tried at several numbers of connections; if not, it has one of its own. */
  readonly manyConnections: boolean;
  readonly run: (shape: Shape) => Promise<Measured>;
};
