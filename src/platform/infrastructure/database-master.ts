import { EphemeralAwsSecretsmanagerSecretVersion } from '@cdktn/provider-aws/lib/ephemeral-aws-secretsmanager-secret-version/index.js';
import { Fn } from 'cdktn';
import { generatedSecret, type SecretPlace } from '../generated-secret.ts';
import { names } from '../names.ts';
import type { Heading } from '../state.ts';

export type DatabaseMaster = {
  readonly username: string;
  /** For a write-only argument alone: it stands in no file and no state. */
  readonly password: string;
  /** That of the environment: where it is another, the apply gives the password to the database. */
  readonly passwordVersion: number;
  readonly secretArn: string;
};

const username = 'midcoast_admin';

/**
 * The master user of a database, in a secret of ours. RDS could keep the password itself, but then refuses to make a
 * read replica: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html, "Limitations".
 * The database is given what the secret holds, also when an apply was cut off between the two.
 */
export function databaseMaster(heading: Heading, place: SecretPlace, index: number): DatabaseMaster {
  const id = `master-${index}`;
  const passwordVersion = place.environment.passwords.version;
  const secret = generatedSecret(heading, place, {
    id,
    name: names.databaseMasterSecret(place.environment, index),
    description: `Sign-in of the master user at ${names.database(index)}`,
    // Letters and digits: RDS refuses some signs.
    characters: { passwordLength: 40, excludePunctuation: true },
    written: (password) => Fn.jsonencode({ username, password }),
    version: passwordVersion,
  });
  const kept = new EphemeralAwsSecretsmanagerSecretVersion(heading, `${id}-kept`, {
    secretId: secret.id,
    dependsOn: [secret.version],
  });
  const password = Fn.lookup(Fn.jsondecode(kept.secretString), 'password', '') as string;
  return { username, password, passwordVersion, secretArn: secret.arn };
}
