import { formatDuration } from '../figures.ts';
import type { Palette } from '../terminal.ts';
import type { RehearsalReport } from './report.ts';

/** So many faults are shown; the report holds them all. */
const shownFaults = 40;

/** The report for people: what was done, what was proved, what failed. */
export function reportLines(report: RehearsalReport, colour: Palette): readonly string[] {
  const { faults, facts, drift, ledger, left, secondPlan } = report;
  const held = facts.filter(({ holds }) => holds).length;
  const seen = drift.filter((one) => one.seen).length;
  const more = faults.length - shownFaults;
  return [
    `${report.environment}  ${colour.dim(report.digest.slice(0, 12))}  ${formatDuration(report.seconds)}`,
    `  planned ${report.planned}, applied ${report.applied}; the second plan changes ${secondPlan.length}`,
    `  ${held} of ${facts.length} facts read back as declared; ${seen} of ${drift.length} changes from outside seen; ${left.length} left`,
    `  ${ledger.length} rows of what the emulators answer otherwise than AWS`,
    ...faults.slice(0, shownFaults).map((fault) => `  ${colour.red('✗')} ${fault}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
    report.passed ? colour.green('passed') : colour.red('not passed'),
  ];
}
