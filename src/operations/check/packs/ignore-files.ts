import { excuses } from './excuses.ts';
import type { PackName } from './finding.ts';

/**
 * What trivy finds in `*.tf.json` because it reads no nested block there: it takes `logging_info` of the brokers for
 * missing, for one. `check` shows it the same resources in HCL, where none of these is found.
 */
const blindSpots: readonly string[] = [
  'AWS-0030',
  'AWS-0033',
  'AWS-0039',
  'AWS-0040',
  'AWS-0073',
  'AWS-0074',
  'AWS-0090',
  'AWS-0130',
  'AWS-0132',
  'AWS-0179',
];

/** For `generated/<environment>/`, so that `checkov -d` and `trivy config` of that folder are green by themselves. */
export function ignoreFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['.checkov.yaml', checkovFile()],
    ['.trivyignore', trivyFile()],
  ]);
}

function checkovFile(): string {
  const ids = idsOf('checkov').flatMap(({ id, reasons }) => [
    ...reasons.map((reason) => `  # ${reason}`),
    `  - ${id}`,
  ]);
  return ['framework:', '  - terraform_json', 'skip-check:', ...ids, ''].join('\n');
}

function trivyFile(): string {
  return [
    ...idsOf('trivy').flatMap(({ id, reasons }) => [...reasons.map((reason) => `# ${reason}`), id]),
    '# trivy reads no nested block of *.tf.json; ./midcoast check shows it the same resources in HCL',
    ...blindSpots,
    '',
  ].join('\n');
}

function idsOf(pack: PackName): readonly { readonly id: string; readonly reasons: readonly string[] }[] {
  const byId = Map.groupBy(
    excuses.filter((excuse) => excuse.pack === pack),
    ({ id }) => id,
  );
  return [...byId]
    .map(([id, rows]) => ({
      id,
      reasons: rows.map(({ addresses, reason }) => `${addresses.join(', ')}: ${reason}`),
    }))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
}
