import { formatDuration } from '../figures.ts';
import type { Palette } from '../terminal.ts';
import type { Measure, RehearsalReport, Wait } from './report.ts';

/** So many faults are shown; the report holds them all. */
const shownFaults = 40;

/** The report for people: what was done, what was proved, what failed. */
export function reportLines(report: RehearsalReport, colour: Palette): readonly string[] {
  const more = report.faults.length - shownFaults;
  return [
    `${report.environment}  ${colour.dim(report.digest.slice(0, 12))}  ${formatDuration(report.seconds)}`,
    ...summaries[report.part](report).map((line) => `  ${line}`),
    ...report.faults.slice(0, shownFaults).map((fault) => `  ${colour.red('✗')} ${fault}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
    report.passed ? colour.green('passed') : colour.red('not passed'),
  ];
}

const summaries: Readonly<Record<RehearsalReport['part'], (report: RehearsalReport) => readonly string[]>> = {
  aws: ({ planned, applied, secondPlan, facts, drift, left, ledger }) => [
    `planned ${planned}, applied ${applied}; the second plan changes ${secondPlan.length}`,
    `${held(facts)} of ${facts.length} facts read back as declared; ${drift.filter(({ seen }) => seen).length} of ${drift.length} changes from outside seen; ${left.length} left`,
    `${ledger.length} rows of what the emulators answer otherwise than AWS`,
  ],
  cluster: ({ planned, applied, secondPlan, facts, left, ledger, steps }) => [
    `${applied} of ${planned} objects applied; again, and ${secondPlan.length} changed; ${left.length} left`,
    `${held(facts)} of ${facts.length} facts hold; ${measuresIn(steps).filter(({ holds }) => holds).length} of ${measuresIn(steps).length} limits held while they were watched`,
    ...steps.flatMap(({ name, seconds, limits }) => {
      const measures = limits.filter(isMeasure);
      if (measures.length === 0) return [];
      const seen = measures.map(({ what, seen: worst }) => `${what} ${worst}`).join('; ');
      return [`${name}, ${formatDuration(seconds)}: ${seen}`];
    }),
    `${ledger.length} rows of what this cluster cannot prove`,
  ],
};

function held(facts: RehearsalReport['facts']): number {
  return facts.filter(({ holds }) => holds).length;
}

function measuresIn(steps: RehearsalReport['steps']): readonly Measure[] {
  return steps.flatMap(({ limits }) => limits.filter(isMeasure));
}

function isMeasure(limit: Wait | Measure): limit is Measure {
  return 'holds' in limit;
}
