/** What a key is for: the service that uses it for us, and who else may. */
export type KeyUse = {
  readonly description: string;
  /** Services through which the account may use it, as in `kms:ViaService`. */
  readonly services: readonly string[];
  /** Services that use it by themselves for what they deliver to our topics. */
  readonly deliverers?: readonly string[];
  /** Roles of ours that use it directly, by purpose. Their own policies have to allow it too. */
  readonly roles?: readonly string[];
};

/** A key a purpose: whoever may read the backups can by that not read the secrets. */
export const keyUses = {
  application: {
    description: 'Application encryption key',
    services: ['ec2'],
    roles: ['cluster', 'runner'],
  },
  database: { description: 'Databases, their replicas and their snapshots', services: ['rds'] },
  cache: { description: 'Cache nodes and their snapshots', services: ['elasticache'] },
  queue: {
    description: 'Volumes of the brokers, and the secrets of their users',
    services: ['kafka', 'secretsmanager'],
  },
  secrets: { description: 'Secrets and parameters', services: ['secretsmanager', 'ssm'] },
  logs: {
    description: 'Logs, alarms and notices',
    services: ['sns'],
    deliverers: ['cloudwatch', 'events.rds', 'backup'],
  },
  images: { description: 'Images in the registry', services: ['ecr'] },
  // A copy of a database or a volume in a vault is encrypted by the service that it is of.
  backup: {
    description: 'Recovery points in the vault, and the configuration beside it',
    services: ['backup', 'rds', 'ec2', 's3'],
    roles: ['backup', 'configuration-replication'],
  },
  audit: { description: 'The trail of what was done in the account', services: ['s3'] },
} as const satisfies Record<string, KeyUse>;

export type KeyPurpose = keyof typeof keyUses;
