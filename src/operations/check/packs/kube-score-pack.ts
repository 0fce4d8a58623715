import { join } from 'node:path';
import type { Finding, Scan } from './finding.ts';
import { addressIn, type ObjectFile } from './object-files.ts';
import { scan, type Scanner } from './scanner.ts';

/** The kinds that kube-score has anything to say of: https://github.com/zegl/kube-score/blob/master/README_CHECKS.md */
const kinds: ReadonlySet<string> = new Set([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'Job',
  'NetworkPolicy',
  'Pod',
  'PodDisruptionBudget',
  'Service',
  'StatefulSet',
]);

/**
 * What it asks of two objects and sees one of: it knows no Rollout, and not the pods that charts bring. Of what is ours
 * the rules `selectors-find-pods` and `autoscalers-find-targets` ask both.
 */
const askedByRules = ['networkpolicy-targets-pod', 'horizontalpodautoscaler-has-target'];

/** Its grades: 1 is critical, 5 a warning, 10 all well. */
const critical = 1;

type Report = readonly {
  readonly file_name: string;
  readonly checks: readonly {
    readonly check: { readonly id: string; readonly name: string };
    readonly grade: number;
    readonly skipped: boolean;
    readonly comments: readonly { readonly summary: string }[] | null;
  }[];
}[];

/** Runs kube-score on the objects that lie in a folder, for a version of Kubernetes such as `1.36`. */
export async function runKubeScore(
  scanner: Scanner,
  folder: string,
  files: readonly ObjectFile[],
  version: string,
): Promise<Scan> {
  const asked = files.filter(({ manifest }) => kinds.has(manifest.kind));
  const options = ['--output-format', 'json', '--kubernetes-version', `v${version}`];
  // Nothing is excused in an object itself: https://github.com/zegl/kube-score#ignoring-a-test
  const strict = ['--disable-ignore-checks-annotations'];
  const without = askedByRules.flatMap((id) => ['--ignore-test', id]);
  const paths = asked.map(({ name }) => join(folder, name));
  return readKubeScore(await scan(scanner, ['score', ...options, ...strict, ...without, ...paths]), asked);
}

/** Reads kube-score’s report: what is critical is a finding. */
export function readKubeScore(report: unknown, files: readonly ObjectFile[]): Scan {
  const objects = report as Report;
  const findings = objects.flatMap(({ file_name: path, checks }) =>
    checks
      .filter(({ grade, skipped }) => !skipped && grade <= critical)
      .map(({ check, comments }): Finding => ({
        pack: 'kube-score',
        id: check.id,
        title: comments?.map(({ summary }) => summary).join('; ') ?? check.name,
        part: 'cluster',
        address: addressIn(files, path),
      })),
  );
  return {
    pack: 'kube-score',
    part: 'cluster',
    subject: 'objects',
    written: files.map(({ address }) => address),
    read: new Set(objects.map(({ file_name: path }) => addressIn(files, path))),
    findings,
  };
}
