import type { Environment } from './environment.ts';
import { production } from './production.ts';

/** The same platform, smaller. Objectives, versions and ranges are production's: what passes here may go there. */
export const staging: Environment = {
  ...production,
  name: 'staging',
  accountId: '444455556666',
  imageReaderAccountIds: [],
  domain: 'staging.midcoast.com',
  alarmEmail: 'platform@midcoast.com',
  monthlyBudgetUsd: 2_000,
  // Raised before production's, so that a rotation is seen to work here.
  passwords: { version: 1, raisedOn: '2026-11-25' },
  network: { ...production.network, natGateways: 'single' },
  cluster: {
    systemNodes: { instanceType: 't3.medium', least: 2, most: 4, diskGiB: 30 },
    nodeCpuLimit: 16,
  },
  application: { leastPods: 3, mostPods: 6, mostWorkers: 3 },
  // Nobody sends requests there by which a new version could be judged.
  strategy: 'rolling',
  database: { ...production.database, mostGiB: 50, readReplicas: 0, backupDays: 7 },
  queue: { instanceType: 'kafka.t3.small', brokers: 3, brokerGiB: 20, mostBrokerGiB: 100 },
  vaultLock: 'governance',
};
