import { formatAmount, formatDuration } from '../figures.ts';
import type { StepResult } from './step.ts';
import type { TestFailure, TestFileResult } from './test-file.ts';

/** Files named behind the step, when they took longer than this. */
const slowSeconds = 10;
const slowestShown = 3;

/**
 * The counts of a run, with what is to be read of it. With `refuseSkips` a skipped test is a failed one: a part
 * that cannot be had must not go unseen.
 */
export function summariseTests(results: readonly TestFileResult[], refuseSkips: boolean): StepResult {
  const judged = refuseSkips ? results.map(refuse) : results;
  const sum = (pick: (result: TestFileResult) => number) =>
    judged.reduce((total, each) => total + pick(each), 0);
  const passed = sum((result) => result.passed);
  const failed = sum(({ failures }) => failures.length);
  const skipped = sum((result) => result.skipped.length);
  const slow = judged
    .filter(({ seconds }) => seconds >= slowSeconds)
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, slowestShown)
    .map(({ file, seconds }) => `${file} ${formatDuration(seconds)}`);
  const counts = [`${passed} passed`, ...(failed > 0 ? [`${failed} failed`] : [])];
  if (skipped > 0) counts.push(`${skipped} skipped`);
  const detail = [`${formatAmount(judged.length, 'file')}: ${counts.join(', ')}`];
  if (slow.length > 0) detail.push(`slowest ${slow.join(', ')}`);
  return { passed, failed, skipped, detail: detail.join('; '), output: describeFailures(judged) };
}

function refuse(result: TestFileResult): TestFileResult {
  // A reason that begins with «only» says what the test waits for to be asked: nothing is missing there.
  const missing = result.skipped.filter(({ reason }) => !reason.startsWith('only '));
  const refused = missing.map(({ name, reason }): TestFailure => {
    const why = reason === '' ? '' : ` (${reason})`;
    return { name, error: `skipped${why}: with CI set, what cannot be had is a failure` };
  });
  const wanted = result.skipped.filter(({ reason }) => reason.startsWith('only '));
  return { ...result, skipped: wanted, failures: [...result.failures, ...refused] };
}

function describeFailures(results: readonly TestFileResult[]): string {
  return results
    .filter(({ failures }) => failures.length > 0)
    .map(({ file, failures, output }) => {
      const told = failures.map(({ name, error }) => `${name === '' ? 'the file' : name}\n${indent(error)}`);
      const wrote = output.trim() === '' ? [] : [`it wrote:\n${indent(output.trim())}`];
      return `${file}\n${indent([...told, ...wrote].join('\n'))}`;
    })
    .join('\n\n');
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
