import { excuseTables } from './excuse-tables.ts';
import type { PackName } from './finding.ts';

/**
 * What trivy finds where it cannot read. In `*.tf.json` it reads no nested block: it takes `logging_info` of the
 * brokers for missing, for one. `check` shows it the same resources in HCL. And it knows no registry whose region is
 * still open (KSV-0125); `check` shows it the objects with their holes filled. There none of these is found.
 */
const blindSpots: readonly string[] = [
  'KSV-0125',
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
  return ['framework:', '  - terraform_json', '  - kubernetes', 'skip-check:', ...ids, ''].join('\n');
}

function trivyFile(): string {
  return [
    ...idsOf('trivy').flatMap(({ id, reasons }) => [...reasons.map((reason) => `# ${reason}`), id]),
    '# trivy reads no nested block of *.tf.json and no image whose registry is open; ./midcoast check shows it HCL, and objects with their holes filled',
    ...blindSpots,
    '',
  ].join('\n');
}

function idsOf(pack: PackName): readonly { readonly id: string; readonly reasons: readonly string[] }[] {
  const byId = Map.groupBy(
    excuseTables.flat().filter((excuse) => excuse.pack === pack),
    ({ id }) => id,
  );
  return [...byId]
    .map(([id, rows]) => ({
      id,
      reasons: rows.map(({ addresses, reason }) => `${addresses.join(', ')}: ${reason}`),
    }))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
}
