import { formatDuration } from '../figures.ts';
import type { Terminal } from '../terminal.ts';
import type { Measure, Step, Wait } from './report.ts';

/** Takes the time of the steps of a rehearsal, and tells the person of each. */
export type Stopwatch = {
  readonly steps: readonly Step[];
  /** Runs a step; `limits` says what took time in it, or what was watched. A step that fails is kept too. */
  step<T>(name: string, run: () => Promise<T>, limits?: (result: T) => Step['limits']): Promise<T>;
};

/** So many are named of what took longest. */
const namedLimits = 5;
/** Less than this is no wait worth a name, in seconds. */
const leastLimit = 5;

/** Starts with no step taken. */
export function startStopwatch(terminal: Terminal): Stopwatch {
  const steps: Step[] = [];
  return {
    steps,
    async step(name, run, limits = () => []) {
      const started = performance.now();
      const settle = terminal.wait(name);
      const seconds = () => Math.round((performance.now() - started) / 100) / 10;
      try {
        const result = await run();
        settle();
        steps.push({ name, seconds: seconds(), limits: worthNaming(limits(result)) });
        terminal.say(
          `${terminal.colour.green('✓')} ${name}  ${terminal.colour.dim(formatDuration(seconds()))}`,
        );
        return result;
      } catch (error) {
        settle();
        steps.push({ name, seconds: seconds(), limits: [] });
        terminal.say(
          `${terminal.colour.red('✗')} ${name}  ${terminal.colour.dim(formatDuration(seconds()))}`,
        );
        throw error;
      }
    },
  };
}

/** All that was watched, and the longest waits. */
function worthNaming(limits: Step['limits']): Step['limits'] {
  const isWait = (limit: Wait | Measure): limit is Wait => 'address' in limit;
  const longest = limits
    .filter(isWait)
    .filter(({ seconds }) => seconds >= leastLimit)
    .toSorted((one, other) => other.seconds - one.seconds)
    .slice(0, namedLimits);
  return [...limits.filter((limit) => !isWait(limit)), ...longest];
}
