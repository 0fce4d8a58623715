import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { Environment } from '../../../environments/environment.ts';
import { processes, type Process, type ProcessName } from '../../../service/contract.ts';
import { names } from '../../names.ts';
import { databaseAuthorities } from '../../database-trust.ts';
import { labelsOf } from '../../labels.ts';
import type { Manifest } from '../../manifest.ts';
import { podOf, type Resources } from './pod.ts';

/** The processes that end when their work is done. */
type JobName = {
  [Name in ProcessName]: (typeof processes)[Name]['kind'] extends 'job' ? Name : never;
}[ProcessName];

type JobTimes = {
  /** In UTC, as cron writes it. Absent: whoever deploys or recovers starts the job from its template. */
  readonly schedule?: string;
  /** Seconds after which a run is given up. */
  readonly mostSeconds: number;
};

/** A job that the contract adds does not compile until it stands here. */
const times: Readonly<Record<JobName, JobTimes>> = {
  migrate: { mostSeconds: 30 * 60 },
  // A day is the longest that a partition may be late; at an hour when few send leads.
  maintain: { schedule: '17 8 * * *', mostSeconds: 60 * 60 },
  restore: { mostSeconds: 60 * 60 },
  bootstrap: { mostSeconds: 5 * 60 },
};

const resources: Resources = { cpu: '100m', mostCpu: '1', memory: '256Mi' };

/** Whoever looks at the cluster reads the logs of its pods: a secret does not stay there for longer than it is needed. */
const secretStaysSeconds = 15 * 60;

/** No 31st of February comes; a suspended job does not look at its schedule, but has to have one. */
const never = '0 0 31 2 *';

/**
 * The jobs, and what all processes trust. Each is a CronJob, since a Job cannot be given another image once it
 * exists: those on demand are suspended templates, and a rollout starts `migrate` before it as
 * `kubectl create job --from=cronjob/midcoast-migrate`. All may be applied again at any time.
 */
export function jobs(environment: Environment): readonly Manifest[] {
  const all = Object.keys(times) as JobName[];
  return [databaseAuthorities(environment), ...all.map((process) => job(environment, process))];
}

function job(environment: Environment, process: JobName): ICronJob {
  const { schedule, mostSeconds } = times[process];
  const { tellsSecret }: Process = processes[process];
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: {
      name: names.workload(process),
      namespace: names.namespace,
      labels: labelsOf(process),
    },
    spec: {
      schedule: schedule ?? never,
      timeZone: 'Etc/UTC',
      suspend: schedule === undefined,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 60 * 60,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        metadata: { labels: labelsOf(process) },
        spec: {
          backoffLimit: 3,
          activeDeadlineSeconds: mostSeconds,
          ...(tellsSecret && { ttlSecondsAfterFinished: secretStaysSeconds }),
          podFailurePolicy: failurePolicy(process),
          template: podTemplate(environment, process),
        },
      },
    },
  };
}

function podTemplate(environment: Environment, process: JobName) {
  const { tellsSecret }: Process = processes[process];
  return {
    metadata: {
      labels: {
        ...labelsOf(process),
        // It talks to the databases alone, and those are not in the mesh.
        'sidecar.istio.io/inject': 'false',
      },
      annotations: {
        // What it has begun it ends, before its node is taken away.
        'karpenter.sh/do-not-disrupt': 'true',
        // What is left out of the logs by name is left out by this as well: `kubernetes/add-ons/pod-logs.ts`.
        ...(tellsSecret && { 'fluentbit.io/exclude': 'true' }),
      },
    },
    spec: { ...podOf({ environment, process, resources }), restartPolicy: 'Never' as const },
  };
}

/** Exit code of a process whose environment is not complete: another try would end the same. */
const wrongEnvironment = 2;

/** A pod whose node went away was not the job's fault, and does not count as a try. */
function failurePolicy(process: JobName) {
  return {
    rules: [
      {
        action: 'FailJob' as const,
        onExitCodes: {
          containerName: names.workload(process),
          operator: 'In' as const,
          values: [wrongEnvironment],
        },
      },
      {
        action: 'Ignore' as const,
        onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }],
      },
    ],
  };
}
