import type { AddOn } from '../../platform/midcoast.ts';

/** What Helm is to install under a name. */
export type Release = Pick<AddOn, 'namespace' | 'values' | 'patienceMinutes' | 'definitionsElsewhere'> & {
  readonly name: string;
  readonly chart: {
    /** As the chart itself says it. */
    readonly name: string;
    readonly version: string;
    /** Where it is, in Helm's words. */
    readonly words: readonly [string, ...string[]];
  };
};

/** An add-on as Helm is told of it; `kubernetes/add-ons/index.yaml` lists the same. */
export function releaseOf({ chart: { repository, chart, version }, ...addOn }: AddOn): Release {
  const place: Release['chart']['words'] = repository.startsWith('oci://')
    ? [`${repository}/${chart}`]
    : [chart, `--repo=${repository}`];
  return { ...addOn, chart: { name: chart, version, words: [...place, `--version=${version}`] } };
}

/**
 * Helm applies on the server, which refuses what would take a field from somebody else: without it, whoever changed one by
 * hand would let every later upgrade fail, and every way back. https://helm.sh/docs/helm/helm_upgrade/
 */
export const overruling = '--force-conflicts';

/** The words by which Helm installs or upgrades a release with the values of a file. */
export function releaseWords(release: Release, values: string): readonly string[] {
  const { name, namespace, chart, patienceMinutes, definitionsElsewhere } = release;
  return [
    'upgrade',
    name,
    ...chart.words,
    '--install',
    `--namespace=${namespace}`,
    `--values=${values}`,
    // Without it, Helm keeps the last values where the new ones are none.
    '--reset-values',
    '--rollback-on-failure',
    overruling,
    '--wait',
    `--timeout=${patienceMinutes}m`,
    ...(definitionsElsewhere === true ? ['--skip-crds'] : []),
  ];
}
