import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import { heartbeatAlarm } from './heartbeat-alarm.ts';
import { backupAlarms, replicationAlarms } from './backup-alarms.ts';
import { cacheAlarms } from './cache-alarms.ts';
import type { Watch } from './dashboard.ts';
import { databaseAlarms } from './database-alarms.ts';
import { queueAlarms } from './queue-alarms.ts';
import { serviceAlarms, type WatchedEdge } from './service-alarms.ts';

export type WatchesGiven = {
  readonly environment: Environment;
  readonly edge: WatchedEdge;
  readonly shards: readonly { readonly index: number; readonly identifier: string }[];
  readonly replicas: readonly { readonly name: string; readonly identifier: string }[];
  readonly cacheNodes: readonly string[];
  readonly vault: { readonly name: string };
  /** The buckets of the configuration and the rule that copies from the one to the other. */
  readonly replication: { readonly source: string; readonly destination: string; readonly rule: string };
};

/** Everything that is watched in the platform's region, in the guide's words. */
export function platformWatches(given: WatchesGiven): readonly Watch[] {
  const { environment, replication } = given;
  const instances = [
    ...given.shards.map(({ index, identifier }) => ({
      name: names.database(index),
      identifier,
      role: 'primary' as const,
    })),
    ...given.replicas.map(({ name, identifier }) => ({ name, identifier, role: 'replica' as const })),
  ];
  return [
    {
      title: 'Service health and error rates',
      alarms: [...serviceAlarms(environment, given.edge, names.cluster), heartbeatAlarm],
    },
    { title: 'Resource usage: databases', alarms: databaseAlarms(environment, instances) },
    { title: 'Resource usage: cache', alarms: cacheAlarms(given.cacheNodes) },
    { title: 'Resource usage: queue', alarms: queueAlarms(names.queue, environment.queue.brokers) },
    {
      title: 'Recovery time: backups, copies and restores',
      alarms: [
        ...backupAlarms(environment, given.vault.name),
        ...replicationAlarms(replication.source, replication.destination, replication.rule, environment),
      ],
    },
  ];
}
