import type { Environment } from './environment.ts';
import { databaseInstances } from './instances.ts';

/** Who may hold how many connections to one database, at the highest scale. */
export type ConnectionBudget = {
  /** `max_connections` of the parameter group. */
  readonly most: number;
  /** Connections that the pool of one process of `app` may hold, beside the one that listens. */
  readonly appPool: number;
  readonly workerPool: number;
  readonly relayPool: number;
  readonly jobPool: number;
  /** What each may hold altogether. */
  readonly shares: Readonly<Record<'app' | 'worker' | 'relay' | 'jobs' | 'headroom', number>>;
};

/** A working connection takes about 10 MiB. Half of the memory is theirs; `shared_buffers` and files share the rest. */
const connectionsPerGiB = 50;

/** PostgreSQL's own three, RDS's two, the exporter, and people at two in the morning. */
const headroom = 15;

/** What a process takes unasked: enough for all that it does at once. */
const widestAppPool = 12;
/** Below this a pod waits for connections while its processor idles. */
export const narrowestAppPool = 4;
/** Room for who will read Kafka and who will write to it; neither is built yet. */
const workerPool = 3;
const relayPool = 2;
const relays = 2;
const jobPool = 2;
/** `migrate` and `maintain` may meet. */
const jobs = 2;

/** A process listens for wakes on a connection of its own. */
const listening = 1;

/**
 * Divides the connections that the instance can bear among those who need them, with blue and green standing
 * side by side: twice the pods of `app`; workers roll one by one. What is left for the pods decides the width of
 * their pool; `limits-work.ts` refuses an environment in which that is less than `narrowestAppPool`.
 */
export function connectionBudget({ database, application }: Environment): ConnectionBudget {
  const most = Math.floor((databaseInstances[database.instanceClass]?.memoryGiB ?? 0) * connectionsPerGiB);
  const pods = 2 * application.mostPods;
  const others = {
    worker: (application.mostWorkers + 1) * (workerPool + listening),
    relay: relays * (relayPool + listening),
    jobs: jobs * jobPool,
    headroom,
  };
  const left = most - Object.values(others).reduce((sum, share) => sum + share, 0);
  const appPool = Math.min(widestAppPool, Math.floor(left / pods) - listening);
  return {
    most,
    appPool,
    workerPool,
    relayPool,
    jobPool,
    shares: { app: pods * (appPool + listening), ...others },
  };
}
