import { connectionBudget } from '../../../environments/connection-budget.ts';
import type { Environment } from '../../../environments/environment.ts';
import type { Alarm, Metric } from './alarm.ts';

const gibibyte = 1024 ** 3;

/** An instance that is watched, primary or replica: its name as text and as Terraform knows it. */
export type WatchedInstance = {
  readonly name: string;
  readonly identifier: string;
  readonly role: 'primary' | 'replica';
};

/** The alarms of each instance. */
export function databaseAlarms(
  environment: Environment,
  instances: readonly WatchedInstance[],
): readonly Alarm[] {
  return instances.flatMap((instance) => [
    ...everyInstance(environment, instance),
    ...(instance.role === 'primary' ? primary(instance) : replica(instance)),
  ]);
}

const metric = ({ identifier }: WatchedInstance, name: string, statistic = 'Average'): Metric => ({
  namespace: 'AWS/RDS',
  name,
  statistic,
  dimensions: { DBInstanceIdentifier: identifier },
});

function everyInstance(environment: Environment, instance: WatchedInstance): readonly Alarm[] {
  const { name } = instance;
  const most = connectionBudget(environment).most;
  return [
    {
      name: `${name}-connections`,
      says: `${name} is nearly out of its ${most} connections, or does not answer at all`,
      severity: 'page',
      measure: metric(instance, 'DatabaseConnections', 'Maximum'),
      when: 'above',
      threshold: Math.floor(most * 0.9),
      minutes: 5,
      silence: 'fault',
    },
    {
      name: `${name}-storage`,
      says: `${name} has little room left and has not grown: look whether mostGiB is reached`,
      severity: 'page',
      measure: metric(instance, 'FreeStorageSpace', 'Minimum'),
      when: 'below',
      // RDS grows by itself from a tenth on, which is 2 GiB of the smallest.
      threshold: 1.5 * gibibyte,
      minutes: 15,
    },
    {
      name: `${name}-processor`,
      says: `${name} works at its limit: look at its slowest statements`,
      severity: 'mail',
      measure: metric(instance, 'CPUUtilization'),
      when: 'above',
      threshold: 80,
      minutes: 15,
    },
    {
      name: `${name}-memory`,
      says: `${name} has less than 256 MiB of memory to give: look at its connections`,
      severity: 'mail',
      measure: metric(instance, 'FreeableMemory', 'Minimum'),
      when: 'below',
      threshold: gibibyte / 4,
      minutes: 15,
    },
    ...(/^db\.t\d/.test(environment.database.instanceClass) ? [credits(instance)] : []),
  ];
}

/** A burstable instance works on when they are spent, and AWS charges for it. */
const credits = (instance: WatchedInstance): Alarm => ({
  name: `${instance.name}-credits`,
  says: `${instance.name} has spent its processor credits: it is too small for what is asked of it`,
  severity: 'mail',
  measure: metric(instance, 'CPUCreditBalance', 'Minimum'),
  when: 'below',
  threshold: 50,
  minutes: 30,
  periodMinutes: 5,
});

const primary = (instance: WatchedInstance): readonly Alarm[] => [
  {
    name: `${instance.name}-commit-latency`,
    says: `${instance.name} takes more than 20 ms to write: every lead waits for it`,
    severity: 'mail',
    measure: metric(instance, 'WriteLatency'),
    when: 'above',
    threshold: 0.02,
    minutes: 15,
  },
  {
    name: `${instance.name}-transaction-ids`,
    says: `${instance.name} has used half of the transaction ids before a freeze: vacuum is held back`,
    severity: 'page',
    measure: metric(instance, 'MaximumUsedTransactionIDs', 'Maximum'),
    when: 'above',
    threshold: 1_000_000_000,
    minutes: 15,
  },
];

const replica = (instance: WatchedInstance): readonly Alarm[] => [
  {
    name: `${instance.name}-lag`,
    says: `${instance.name} is more than a minute behind: reads wait, or go to the primary`,
    severity: 'mail',
    measure: metric(instance, 'ReplicaLag', 'Maximum'),
    when: 'above',
    threshold: 60,
    minutes: 5,
    silence: 'fault',
  },
];
