/** What a rehearsal found: the contract of `--json` and of the file that CI keeps. */
export type RehearsalReport = {
  readonly environment: string;
  readonly part: 'aws' | 'cluster';
  /** SHA-256 over what was generated for the environment. */
  readonly digest: string;
  readonly passed: boolean;
  /** Each a sentence: what kept it from passing. */
  readonly faults: readonly string[];
  readonly seconds: number;
  readonly tools: readonly { readonly name: string; readonly version: string }[];
  /** Things to make, and things made. */
  readonly planned: number;
  readonly applied: number;
  /** What Terraform would still change after having applied; nothing. */
  readonly secondPlan: readonly Difference[];
  /** What was changed behind Terraform's back, and whether Terraform saw it. */
  readonly drift: readonly Drift[];
  /** What was asked of the emulators after apply, and held against the environment. */
  readonly facts: readonly ReportedFact[];
  /** What was still there after destroy. */
  readonly left: readonly Leftover[];
  readonly ledger: readonly LedgerEntry[];
  readonly steps: readonly Step[];
  /** The one file that was added to each state, word for word. */
  readonly additions: Readonly<Record<string, object>>;
};

export type Difference = {
  readonly state: string;
  readonly address: string;
  readonly action: string;
  readonly attributes: readonly string[];
};

export type Drift = {
  readonly address: string;
  readonly attribute: string;
  /** What was done through the API. */
  readonly change: string;
  readonly seen: boolean;
};

export type ReportedFact = {
  readonly name: string;
  readonly expected: unknown;
  readonly seen: unknown;
  readonly holds: boolean;
};

export type Leftover = { readonly type: string; readonly id: string; readonly region: string };

export type LedgerEntry = {
  readonly resource: string;
  readonly attribute: string;
  readonly fault: string;
  readonly provedBy: string;
  readonly unproved: string;
  /** What the emulator itself answered to the probe in this rehearsal. */
  readonly recorded: string;
  /** Whether the fault is still there: a row without one has to go. */
  readonly stands: boolean;
};

export type Step = {
  readonly name: string;
  readonly seconds: number;
  /** What took longest in it, or what was watched during it. */
  readonly limits: readonly (Wait | Measure)[];
};

/** Something that took long: mostly a wait of the provider by its own clock. */
export type Wait = { readonly address: string; readonly seconds: number };

/** A limit that was watched at every change. */
export type Measure = {
  /** Such as "pods of midcoast-app that are not available". */
  readonly what: string;
  /** Such as "at most 0". */
  readonly allowed: string;
  /** The worst of it. */
  readonly seen: string;
  readonly holds: boolean;
};
