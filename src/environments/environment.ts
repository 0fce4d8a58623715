/**
 * One environment: what differs between two of them, and nothing else. Whatever can be computed from these
 * values is computed where it is needed and never repeated here.
 */
export type Environment = {
  readonly name: EnvironmentName;
  /** Twelve digits. One AWS account per environment; `deploy` refuses the credentials of any other. */
  readonly accountId: string;
  /** The account that holds the images: production's. What was tested is what is promoted, by digest. */
  readonly registryAccountId: string;
  /** Other accounts that may pull the images that this one holds. */
  readonly imageReaderAccountIds: readonly string[];
  readonly region: Region;
  readonly recoveryRegion: Region;
  /** Who answers for it; a tag on everything. */
  readonly owner: string;
  /** `owner/name` on GitHub: the one repository whose workflow may deploy. */
  readonly repository: string;
  readonly domain: string;
  /** `existing`: the zone of the domain is there already; `create`: it is made, and its servers are printed. */
  readonly hostedZone: 'existing' | 'create';
  readonly alarmEmail: string;
  readonly monthlyBudgetUsd: number;
  readonly objectives: Objectives;
  readonly versions: Versions;
  readonly passwords: Passwords;
  readonly network: Network;
  /** The network of the recovery region; the two ranges never overlap, so that they can be joined. */
  readonly recoveryNetwork: Network;
  readonly cluster: Cluster;
  readonly application: Application;
  /** How a new version takes the place of the old one. */
  readonly strategy: Strategy;
  readonly database: Database;
  readonly cache: Cache;
  readonly queue: Queue;
  /** Equal databases, each with accounts of its own: its index is in every name that it has. */
  readonly databaseShards: number;
  /** Whether AWS itself refuses to delete what holds data. */
  readonly deletionProtection: boolean;
  /** `compliance`: after three days nobody can lift the lock of the vault, AWS included; `governance`: who may, can. */
  readonly vaultLock: 'compliance' | 'governance';
};

export const environmentNames = ['production', 'staging'] as const;
export type EnvironmentName = (typeof environmentNames)[number];

/**
 * `rolling`: pod by pod. `canary`: a growing share of the requests, judged at each step by the objectives.
 * `blue-green`: all requests at once, after the new version has stood beside the old one.
 */
export const strategies = ['rolling', 'blue-green', 'canary'] as const;
export type Strategy = (typeof strategies)[number];

/** Regions for which we have prices and ids of zones. */
export const regions = ['us-east-1', 'us-west-2'] as const;
export type Region = (typeof regions)[number];

/** What may be lost and how long it may take, by the kind of loss. */
export type Objectives = {
  /** Minutes of accepted leads that may be lost, and until it serves again. */
  readonly zoneLoss: RecoveryObjective;
  readonly dataLoss: RecoveryObjective;
  readonly regionLoss: RecoveryObjective;
  /** Percent of requests a month that are answered without a fault of ours. */
  readonly availabilityPercent: number;
  /** Milliseconds within which 99 of 100 leads are answered. */
  readonly latencyP99Ms: number;
};

export type RecoveryObjective = { readonly rpoMinutes: number; readonly rtoMinutes: number };

/** As AWS names them; `supportedVersions` says until when each is supported. */
export type Versions = {
  readonly kubernetes: string;
  readonly postgres: string;
  readonly redis: string;
  readonly kafka: string;
};

/** Of databases and brokers; nothing else has any. The key of the hashes of contacts is none: it never changes. */
export type Passwords = {
  /** Raised by one, the next deploy makes new ones and gives them to whom they open. */
  readonly version: number;
  /** The day of the last raise, as in `2026-12-01`: `check` fails when it is too long ago. */
  readonly raisedOn: string;
};

export type Network = {
  readonly cidr: string;
  /**
   * Zones by id (names differ from account to account) and the number that each holds for good: it decides the
   * ranges of the zone's subnets, so that a zone that comes or goes moves no other.
   */
  readonly zones: Readonly<Record<string, number>>;
  readonly natGateways: 'per-zone' | 'single';
};

export type Cluster = {
  /** The managed nodes of the system itself; all other nodes are Karpenter's. */
  readonly systemNodes: {
    readonly instanceType: string;
    readonly least: number;
    readonly most: number;
    readonly diskGiB: number;
  };
  /** Processors that Karpenter may hold at once. */
  readonly nodeCpuLimit: number;
};

export type Application = {
  /** Pods of `midcoast-app`. */
  readonly leastPods: number;
  readonly mostPods: number;
  /** Readers of Kafka, of which none is built yet: subnets, partitions and connections keep room for them. */
  readonly mostWorkers: number;
};

export type Database = {
  readonly instanceClass: string;
  readonly allocatedGiB: number;
  /** Storage grows by itself up to this. */
  readonly mostGiB: number;
  readonly multiAz: boolean;
  readonly readReplicas: number;
  readonly backupDays: number;
};

export type Cache = {
  readonly nodeType: string;
  readonly shards: number;
  readonly replicasPerShard: number;
};

export type Queue = {
  readonly instanceType: string;
  readonly brokers: number;
  readonly brokerGiB: number;
  readonly mostBrokerGiB: number;
};
