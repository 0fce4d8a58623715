import type { EnvironmentName } from '../../environments/environment.ts';
import { formatAmount } from '../figures.ts';
import type { Palette } from '../terminal.ts';
import type { RuleResult } from './examination.ts';

/** What `check` found in one environment. */
export type CheckReport = {
  readonly environment: EnvironmentName;
  /** Resources of both states together. */
  readonly resources: number;
  readonly rules: readonly RuleResult[];
};

/** Whether nothing was found. */
export function isSound({ rules }: CheckReport): boolean {
  return rules.every(({ breaches }) => breaches.length === 0);
}

/** The table for people: a line a rule, and below a broken one what was seen and how to mend it. */
export function checkLines(report: CheckReport, colour: Palette): readonly string[] {
  const { environment, resources, rules } = report;
  const broken = rules.filter(({ breaches }) => breaches.length > 0);
  return [
    `${colour.bold(environment)}  ${formatAmount(resources, 'resource')}, ${formatAmount(rules.length, 'rule')}`,
    ...rules.flatMap((rule) => ruleLines(rule, colour)),
    broken.length === 0
      ? colour.green('every rule is kept')
      : colour.red(`${formatAmount(broken.length, 'rule')} broken`),
  ];
}

function ruleLines({ id, says, mend, breaches }: RuleResult, colour: Palette): readonly string[] {
  if (breaches.length === 0) return [`${colour.green('✓')} ${id}`];
  return [
    `${colour.red('✗')} ${id}  ${says}`,
    ...breaches.map(({ where, seen }) => `    ${where}  ${seen}`),
    `    → ${mend}`,
  ];
}
