import { EphemeralAwsSecretsmanagerRandomPassword } from '@cdktn/provider-aws/lib/ephemeral-aws-secretsmanager-random-password/index.js';
import { EphemeralAwsSecretsmanagerSecretVersion } from '@cdktn/provider-aws/lib/ephemeral-aws-secretsmanager-secret-version/index.js';
import { SecretsmanagerSecretVersion } from '@cdktn/provider-aws/lib/secretsmanager-secret-version/index.js';
import { SecretsmanagerSecret } from '@cdktn/provider-aws/lib/secretsmanager-secret/index.js';
import { Fn } from 'cdktn';
import type { Environment } from '../../environments/environment.ts';
import { names } from '../names.ts';
import type { Heading } from '../state.ts';

export type DatabaseMasterGiven = {
  readonly environment: Environment;
  readonly keys: Readonly<Record<'secrets', { readonly arn: string }>>;
};

export type DatabaseMaster = {
  readonly username: string;
  /** For a write-only argument alone: it stands in no file and no state. */
  readonly password: string;
  /** Raised by one, the next apply makes another and gives it to the database. */
  readonly passwordVersion: number;
  readonly secretArn: string;
};

const username = 'midcoast_admin';
const passwordVersion = 1;

/**
 * The master user of a database, in a secret of ours. RDS could keep the password itself, but then refuses to make a
 * read replica: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html, "Limitations".
 * The database is given what the secret holds, also when an apply was cut off between the two.
 */
export function databaseMaster(
  heading: Heading,
  { environment, keys }: DatabaseMasterGiven,
  index: number,
): DatabaseMaster {
  const id = `master-${index}`;
  const secret = new SecretsmanagerSecret(heading, id, {
    name: names.databaseMasterSecret(environment, index),
    description: `Sign-in of the master user at ${names.database(index)}`,
    kmsKeyId: keys.secrets.arn,
    recoveryWindowInDays: environment.deletionProtection ? 30 : 0,
    replica: [{ region: environment.recoveryRegion, kmsKeyId: names.key('secrets') }],
  });
  const made = new EphemeralAwsSecretsmanagerRandomPassword(heading, `${id}-characters`, {
    passwordLength: 40,
    excludePunctuation: true,
  });
  const version = new SecretsmanagerSecretVersion(heading, `${id}-version`, {
    secretId: secret.id,
    secretStringWo: Fn.jsonencode({ username, password: made.randomPassword }),
    secretStringWoVersion: passwordVersion,
  });
  const kept = new EphemeralAwsSecretsmanagerSecretVersion(heading, `${id}-kept`, {
    secretId: secret.id,
    dependsOn: [version],
  });
  const password = Fn.lookup(Fn.jsondecode(kept.secretString), 'password', '') as string;
  return { username, password, passwordVersion, secretArn: secret.arn };
}
