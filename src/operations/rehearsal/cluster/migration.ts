import { names, type Manifest } from '../../../platform/midcoast.ts';
import type { ApiClient } from '../../kubernetes/api-client.ts';
import { follow } from '../../kubernetes/following.ts';
import type { KubernetesObject } from '../../kubernetes/kubernetes-object.ts';
import { isTrue, type Condition } from '../../kubernetes/pod.ts';
import type { ReportedFact } from '../report.ts';
import type { Stand } from './stand.ts';

type CronJob = Manifest & {
  readonly spec: { readonly jobTemplate: { readonly metadata?: object; readonly spec: object } };
};
type Job = KubernetesObject & {
  readonly status?: { readonly conditions?: readonly Condition[]; readonly succeeded?: number };
};

const patienceSeconds = 60;

/** Makes a job of the migration's template, as before every rollout, and waits until it is done. */
export async function migrate(client: ApiClient, stand: Stand): Promise<ReportedFact> {
  const name = `${names.workload('migrate')}-rehearsal`;
  const { namespace } = stand;
  const { jobTemplate } = (stand.manifest('CronJob', names.workload('migrate')) as CronJob).spec;
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { ...jobTemplate.metadata, name, namespace },
    spec: jobTemplate.spec,
  };
  const { warnings } = await client.create(job);
  const jobs = await follow<Job>(client, { apiVersion: 'batch/v1', kind: 'Job', namespace });
  const find = () => jobs.objects().find(({ metadata }) => metadata.name === name);
  try {
    await jobs.until(
      `the job ${name} done`,
      () => ['Complete', 'Failed'].some((type) => isTrue(find()?.status?.conditions, type)),
      patienceSeconds,
    );
  } finally {
    await jobs.stop();
  }
  const seen = { succeeded: find()?.status?.succeeded ?? 0, warnings: warnings.length };
  const expected = { succeeded: 1, warnings: 0 };
  await client.remove({ apiVersion: 'batch/v1', kind: 'Job', namespace, name });
  const holds = JSON.stringify(seen) === JSON.stringify(expected);
  return { name: 'the migration’s job is made of its template and ends well', expected, seen, holds };
}
