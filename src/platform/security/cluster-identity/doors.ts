import type { ProcessName } from '../../../service/contract.ts';

/**
 * Where pods leave the cluster for a store: the port, and the security group that it belongs to. Each is a rule of
 * the groups' graph; a test holds the two together.
 */
export const doors = {
  database: { group: 'database', port: 5432 },
  cache: { group: 'cache', port: 6379 },
  /** Kafka as a user with a password. */
  events: { group: 'queue', port: 9096 },
  /** Kafka as a role, to make topics and access lists. */
  topics: { group: 'queue', port: 9098 },
} as const satisfies Record<string, { readonly group: string; readonly port: number }>;

/** Which doors a process may use. One that the contract adds does not compile until it stands here. */
export const reached: Readonly<Record<ProcessName, readonly (keyof typeof doors)[]>> = {
  app: ['database', 'cache', 'events'],
  migrate: ['database', 'topics'],
  maintain: ['database'],
  restore: ['database'],
  bootstrap: ['database'],
};
