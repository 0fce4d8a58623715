/**
 * How much a run of the tests proves: `quick` in at most four minutes, `ci` the slow proofs in short form, `all`
 * in full. A test that repeats something (runs, kills) reads from the environment how often.
 */
export type Extent = 'quick' | 'ci' | 'all';

/** Variables that the tests are given. */
export const testVariables = {
  extent: 'MIDCOAST_TEST_EXTENT',
  /** The superuser's address of the one PostgreSQL of the run. */
  databaseUrl: 'MIDCOAST_TEST_DATABASE_URL',
  /** Executables; absent where the program is not on this machine. */
  chromium: 'MIDCOAST_CHROMIUM',
  schemathesis: 'MIDCOAST_SCHEMATHESIS',
  /** The folder of promtool and amtool. */
  prometheus: 'MIDCOAST_PROMETHEUS',
} as const;

/** After this many seconds a single test counts as failed: it hangs. One that takes longer says so itself. */
export const testTimeoutSeconds: Readonly<Record<Extent, number>> = { quick: 240, ci: 900, all: 7_200 };

/** The extent that flags and environment ask for; `--all` says more than CI. */
export function chooseExtent(all: boolean, inCi: boolean): Extent {
  if (all) return 'all';
  return inCi ? 'ci' : 'quick';
}

/** Whether this is a machine of a pipeline, by the variable CI that all of them set. */
export function isCi(environment: Readonly<Record<string, string | undefined>>): boolean {
  return !['', '0', 'false'].includes(environment['CI'] ?? '');
}
