/** What a gate needs to know to run. */
export type Workplace = {
  /** The repository's folder. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
};

export type GateResult = {
  readonly passed: boolean;
  /** One phrase, such as `331 modules`. */
  readonly detail: string;
  /** What to show when it failed. */
  readonly output: string;
};

/** A check of the code that runs nothing of it. */
export type Gate = {
  readonly name: string;
  /** What it refuses, as one phrase. */
  readonly summary: string;
  readonly run: (workplace: Workplace) => Promise<GateResult>;
};
