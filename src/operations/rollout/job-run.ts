import type { Manifest } from '../../platform/midcoast.ts';
import type { ApiClient } from '../kubernetes/api-client.ts';
import { follow } from '../kubernetes/following.ts';
import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts';
import { isTrue, type Condition } from '../kubernetes/pod.ts';

type CronJob = Manifest & {
  readonly spec: { readonly jobTemplate: { readonly metadata?: object; readonly spec: object } };
};

type Job = KubernetesObject & {
  readonly status?: { readonly conditions?: readonly Condition[]; readonly succeeded?: number };
};

/** How a job ended. */
export type JobEnd = {
  readonly name: string;
  readonly succeeded: boolean;
  /** What Kubernetes says of a job that failed. */
  readonly said: string;
  /** What the API server warned of when the job was made. */
  readonly warnings: readonly string[];
};

/** The objects of one rollout, among them a CronJob of each job. */
export type JobGiven = {
  readonly client: ApiClient;
  readonly namespace: string;
  readonly manifests: readonly Manifest[];
  /** Of the CronJob whose template is run. */
  readonly name: string;
  readonly patienceSeconds: number;
};

/** A job that is done is of no more use after a day; its log is elsewhere. */
const keptSeconds = 24 * 60 * 60;

/**
 * Runs a job once, of its template, and waits for its end. A job that failed is an answer; one that does not end within
 * the patience is thrown as StillNotSo.
 */
export async function runJob({
  client,
  namespace,
  manifests,
  name,
  patienceSeconds,
}: JobGiven): Promise<JobEnd> {
  const template = manifests.find(({ kind, metadata }) => kind === 'CronJob' && metadata?.name === name);
  if (template === undefined) throw new RangeError(`there is no CronJob ${name} among the manifests`);
  const { metadata, spec } = (template as CronJob).spec.jobTemplate;
  const made = await client.create<Job>({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { ...metadata, generateName: `${name}-`, namespace },
    spec: { ...spec, ttlSecondsAfterFinished: keptSeconds },
  } as Manifest);
  const jobName = made.body.metadata.name;
  const jobs = await follow<Job>(client, { apiVersion: 'batch/v1', kind: 'Job', namespace });
  const conditions = () =>
    jobs.objects().find((job) => job.metadata.name === jobName)?.status?.conditions ?? [];
  try {
    await jobs.until(
      `the job ${jobName} ended`,
      () => ['Complete', 'Failed'].some((type) => isTrue(conditions(), type)),
      patienceSeconds,
    );
    const failure = conditions().find(({ type }) => type === 'Failed');
    return {
      name: jobName,
      succeeded: isTrue(conditions(), 'Complete'),
      said: [failure?.reason, failure?.message].filter(Boolean).join(': '),
      warnings: made.warnings,
    };
  } finally {
    await jobs.stop();
  }
}
