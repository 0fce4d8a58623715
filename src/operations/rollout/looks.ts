import type { ApiClient } from '../kubernetes/api-client.ts';
import { rolloutKind, workloadOf } from '../kubernetes/application-objects.ts';
import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts';
import type { Rollout } from './progress.ts';

/** How often a version was looked at by one of the metrics that judge it. */
export type Looked = {
  readonly metric: string;
  readonly looks: number;
  /** Those at which so few had asked that nothing could be said. */
  readonly few: number;
};

type AnalysisRun = KubernetesObject & {
  readonly status?: {
    readonly metricResults?: readonly {
      readonly name: string;
      readonly count?: number;
      readonly inconclusive?: number;
    }[];
  };
};

const revision = 'rollout.argoproj.io/revision';

/** The looks at the version that was rolled out last, over all steps. Empty where it went back to one judged before. */
export async function looksAt(client: ApiClient, namespace: string): Promise<readonly Looked[]> {
  const [rollout, { items }] = await Promise.all([
    client.get<Rollout>(workloadOf(rolloutKind, namespace)),
    client.list<AnalysisRun>({ ...rolloutKind, kind: 'AnalysisRun', namespace }),
  ]);
  const current = rollout?.metadata.annotations?.[revision];
  return summed(items.filter(({ metadata }) => metadata.annotations?.[revision] === current));
}

/** Of some judgements, each metric once, by its name: they are told in the order in which they ended. */
export function summed(runs: readonly AnalysisRun[]): readonly Looked[] {
  const sums = new Map<string, Looked>();
  for (const { name, count = 0, inconclusive = 0 } of runs.flatMap(
    ({ status }) => status?.metricResults ?? [],
  )) {
    const { looks, few } = sums.get(name) ?? { looks: 0, few: 0 };
    sums.set(name, { metric: name, looks: looks + count, few: few + inconclusive });
  }
  return [...sums.values()].toSorted((one, other) => one.metric.localeCompare(other.metric));
}

/** As a person reads it. */
export function describeLooks(looked: readonly Looked[]): string {
  return looked
    .map(
      ({ metric, looks, few }) =>
        `${metric} ${looks}${few === 0 ? '' : `, ${few} of them at too few requests`}`,
    )
    .join('; ');
}
