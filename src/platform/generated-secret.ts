import {
  EphemeralAwsSecretsmanagerRandomPassword,
  type EphemeralAwsSecretsmanagerRandomPasswordConfig,
} from '@cdktn/provider-aws/lib/ephemeral-aws-secretsmanager-random-password/index.js';
import { SecretsmanagerSecretVersion } from '@cdktn/provider-aws/lib/secretsmanager-secret-version/index.js';
import { SecretsmanagerSecret } from '@cdktn/provider-aws/lib/secretsmanager-secret/index.js';
import type { Environment } from '../environments/environment.ts';
import { names } from './names.ts';
import type { Heading } from './state.ts';

export type SecretPlace = {
  readonly environment: Environment;
  readonly keys: { readonly secrets: { readonly arn: string } };
};

export type GeneratedSecret = {
  /** What its resources are called. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly characters: Omit<EphemeralAwsSecretsmanagerRandomPasswordConfig, 'id'>;
  /** What is kept of the characters; they themselves where absent. */
  readonly written?: (characters: string) => string;
  /** Raised by one, the next apply makes another. */
  readonly version: number;
};

export type KeptSecret = {
  readonly arn: string;
  readonly id: string;
  /** Whoever reads the secret during the same apply waits for this. */
  readonly version: SecretsmanagerSecretVersion;
};

/**
 * A secret that AWS makes up during an apply: it stands in no file and no state. A copy in the recovery region
 * serves when this one is lost. Costs 0.80 USD a month with the copy.
 */
export function generatedSecret(
  heading: Heading,
  { environment, keys }: SecretPlace,
  { id, name, description, characters, written = (made) => made, version }: GeneratedSecret,
): KeptSecret {
  const secret = new SecretsmanagerSecret(heading, id, {
    name,
    description,
    kmsKeyId: keys.secrets.arn,
    recoveryWindowInDays: environment.deletionProtection ? 30 : 0,
    replica: [{ region: environment.recoveryRegion, kmsKeyId: names.key('secrets') }],
  });
  const made = new EphemeralAwsSecretsmanagerRandomPassword(heading, `${id}-characters`, characters);
  const kept = new SecretsmanagerSecretVersion(heading, `${id}-version`, {
    secretId: secret.id,
    secretStringWo: written(made.randomPassword),
    secretStringWoVersion: version,
  });
  return { arn: secret.arn, id: secret.id, version: kept };
}
