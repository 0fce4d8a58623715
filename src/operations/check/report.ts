import { stateNames, type StateName } from '../../platform/midcoast.ts';
import { formatAmount } from '../figures.ts';
import type { Palette } from '../terminal.ts';
import type { CheckReport } from './check.ts';
import type { RuleResult } from './examination.ts';
import { mostExcuses } from './packs/excuse.ts';
import type { Finding, Scan } from './packs/finding.ts';

/**
 * Whether nothing was found. A pack that this machine cannot have is no fault, unless `strict`: in CI what was not
 * looked at was not proved.
 */
export function isSound({ rules, packs }: CheckReport, strict: boolean): boolean {
  const { unexcused, idle, unread, surplus } = packs.verdict;
  const kept = rules.every(({ breaches }) => breaches.length === 0);
  const clean = unexcused.length + idle.length + unread.length + surplus === 0;
  return kept && clean && !(strict && packs.missing.length > 0);
}

/** States of which no pack looked at a plan: nobody rehearsed what is generated now, or checkov is not there. */
export function statesWithoutPlan({ packs }: CheckReport): readonly StateName[] {
  return stateNames.filter(
    (state) => !packs.scans.some(({ part, subject }) => part === state && subject === 'plan'),
  );
}

/** The table for people: a line a rule and a line a pack, and below what is broken how it is mended. */
export function checkLines(report: CheckReport, colour: Palette): readonly string[] {
  const { environment, resources, objects, rules } = report;
  return [
    `${colour.bold(environment)}  ${formatAmount(resources, 'resource')}, ${formatAmount(objects, 'object')}, ${formatAmount(rules.length, 'rule')}`,
    ...rules.flatMap((rule) => ruleLines(rule, colour)),
    ...packLines(report, colour),
    summary(report, colour),
  ];
}

function summary({ rules, packs }: CheckReport, colour: Palette): string {
  const { unexcused, idle, unread } = packs.verdict;
  const faults = [
    [rules.filter(({ breaches }) => breaches.length > 0).length, 'broken rule'],
    [unexcused.length, 'finding'],
    [idle.length, 'idle excuse'],
    [unread.length, 'address that was not read', 'addresses that were not read'],
  ] as const;
  const told = faults
    .filter(([count]) => count > 0)
    .map(([count, noun, plural]) => formatAmount(count, noun, plural))
    .join(', ');
  if (told !== '') return colour.red(told);
  const looked =
    packs.scans.length === 0
      ? ''
      : `; the packs find nothing beyond ${formatAmount(packs.excuses, 'excuse')}`;
  return colour.green(`every rule is kept${looked}`);
}

/** What `--json` gives: counts in place of the sets. */
export function checkJson({ packs, ...report }: CheckReport): object {
  const { scans, missing, verdict } = packs;
  return {
    ...report,
    packs: {
      scans: scans.map(({ written, read, findings, ...scan }) => ({
        ...scan,
        written: written.length,
        read: read.size,
        findings: findings.length,
      })),
      missing,
      unexcused: verdict.unexcused,
      idleExcuses: verdict.idle.map(({ excuse: { pack, id }, address }) => ({ pack, id, address })),
      unread: verdict.unread.map(({ scan: { pack, part, subject }, address }) => ({
        pack,
        part,
        subject,
        address,
      })),
      excuses: packs.excuses,
    },
  };
}

function ruleLines({ id, says, mend, breaches }: RuleResult, colour: Palette): readonly string[] {
  if (breaches.length === 0) return [`${colour.green('✓')} ${id}`];
  return [
    `${colour.red('✗')} ${id}  ${says}`,
    ...breaches.map(({ where, seen }) => `    ${where}  ${seen}`),
    `    → ${mend}`,
  ];
}

function packLines({ packs }: CheckReport, colour: Palette): readonly string[] {
  const { unexcused, idle, unread, surplus } = packs.verdict;
  const bad = (line: string) => `${colour.red('✗')} ${line}`;
  return [
    ...packs.scans.map((scan) =>
      isWhole(scan) ? `${colour.green('✓')} ${scanLine(scan)}` : bad(scanLine(scan)),
    ),
    ...packs.missing.map(({ pack, reason }) => `${colour.yellow('–')} ${pack} did not look: ${reason}`),
    ...unexcused.map((finding) => bad(findingLine(finding))),
    ...(unexcused.length === 0
      ? []
      : [
          '    → mend it, or excuse it with its reason in check/packs/cloud-excuses.ts or cluster-excuses.ts',
        ]),
    ...idle.map(({ excuse: { pack, id }, address }) =>
      bad(`${pack} ${id}: nothing is wrong any more with ${address}`),
    ),
    ...(idle.length === 0
      ? []
      : ['    → take the address out of check/packs/cloud-excuses.ts or cluster-excuses.ts']),
    ...unread.map(({ scan, address }) =>
      bad(`${scan.pack} did not read ${scan.part}: ${address} (${scan.subject})`),
    ),
    ...(surplus === 0
      ? []
      : [bad(`${surplus} more ids are excused than the ${mostExcuses} that are allowed`)]),
  ];
}

/** Whether everything was read that had to be. */
function isWhole({ written, read }: Scan): boolean {
  return written.every((address) => read.has(address));
}

function scanLine({ pack, part, subject, written, read, findings }: Scan): string {
  const noun = part === 'cluster' ? 'object' : 'resource';
  return `${pack}, ${part} (${subject}): ${read.size} of ${formatAmount(written.length, noun)} read, ${formatAmount(findings.length, 'finding')}`;
}

function findingLine({ pack, id, part, address, title }: Finding): string {
  return `${pack} ${id}  ${part === 'recovery' ? 'recovery: ' : ''}${address}  ${title}`;
}
