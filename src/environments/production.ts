import type { Environment } from './environment.ts';

/** The guide's values are production's. */
export const production: Environment = {
  name: 'production',
  accountId: '111122223333',
  registryAccountId: '111122223333',
  // Staging's.
  imageReaderAccountIds: ['444455556666'],
  region: 'us-east-1',
  recoveryRegion: 'us-west-2',
  owner: 'platform',
  repository: 'midcoast/midcoast',
  domain: 'midcoast.com',
  hostedZone: 'existing',
  alarmEmail: 'oncall@midcoast.com',
  // Above what high use is estimated at (`./midcoast cost`), so that its alarm means more than a good month.
  monthlyBudgetUsd: 5_000,
  objectives: {
    zoneLoss: { rpoMinutes: 0, rtoMinutes: 5 },
    dataLoss: { rpoMinutes: 5, rtoMinutes: 60 },
    regionLoss: { rpoMinutes: 15, rtoMinutes: 120 },
    availabilityPercent: 99.9,
    latencyP99Ms: 250,
  },
  versions: { kubernetes: '1.36', postgres: '18.4', redis: '7.1', kafka: '3.9.x' },
  passwords: { version: 1, raisedOn: '2026-11-25' },
  network: {
    cidr: '10.0.0.0/16',
    zones: { 'use1-az1': 1, 'use1-az2': 2, 'use1-az4': 3 },
    natGateways: 'per-zone',
  },
  recoveryNetwork: {
    cidr: '10.1.0.0/16',
    zones: { 'usw2-az1': 1, 'usw2-az2': 2, 'usw2-az3': 3 },
    natGateways: 'single',
  },
  cluster: {
    systemNodes: { instanceType: 'm6i.large', least: 3, most: 6, diskGiB: 50 },
    nodeCpuLimit: 64,
  },
  application: { leastPods: 3, mostPods: 12, mostWorkers: 6 },
  strategy: 'canary',
  database: {
    instanceClass: 'db.t3.medium',
    allocatedGiB: 20,
    mostGiB: 200,
    multiAz: true,
    readReplicas: 1,
    backupDays: 30,
  },
  cache: { nodeType: 'cache.t3.micro', shards: 3, replicasPerShard: 1 },
  queue: { instanceType: 'kafka.m7g.large', brokers: 3, brokerGiB: 100, mostBrokerGiB: 500 },
  databaseShards: 1,
  deletionProtection: true,
  vaultLock: 'compliance',
};
