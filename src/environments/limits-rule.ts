import type { Environment } from './environment.ts';

/** What must be true of one value of an environment. */
export type Rule = {
  /** Where the value stands, such as `queue.brokers`. */
  readonly path: string;
  /** Must not throw, whatever the value is. */
  readonly holds: (environment: Environment) => boolean;
  /** What would be taken, as a list or in words. */
  readonly allowed: string | ((environment: Environment) => string);
};

/** A whole number within limits, both included. */
export function within(
  path: string,
  least: number,
  most: number,
  value: (environment: Environment) => number,
): Rule {
  return {
    path,
    holds: (environment) => {
      const given = value(environment);
      return Number.isInteger(given) && given >= least && given <= most;
    },
    allowed: `a whole number from ${least} to ${most}`,
  };
}

/** One of a list. */
export function oneOf(
  path: string,
  allowed: readonly string[],
  value: (environment: Environment) => string,
): Rule {
  return { path, holds: (environment) => allowed.includes(value(environment)), allowed: allowed.join(', ') };
}

/** A text of a certain form, which `words` describes. */
export function matching(
  path: string,
  form: RegExp,
  words: string,
  value: (environment: Environment) => string,
): Rule {
  return { path, holds: (environment) => form.test(value(environment)), allowed: words };
}
