const extent = process.env['MIDCOAST_TEST_EXTENT'];
const isQuick = extent === 'quick' || extent === undefined;

/** The environments that are rehearsed, each with why it is not in this run, or `false`. */
export const rehearsedEnvironments = [
  { environment: 'production', skip: isQuick && 'only with CI=true or --all: it takes minutes' },
  { environment: 'staging', skip: extent !== 'all' && 'only with --all: production is rehearsed in CI' },
] as const;

/** A rehearsal waits for programs to be built where none were kept. */
export const rehearsalTimeoutMs = (extent === 'all' ? 120 : 40) * 60 * 1_000;
