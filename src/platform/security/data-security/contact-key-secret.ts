import { EphemeralAwsSecretsmanagerRandomPassword } from '@cdktn/provider-aws/lib/ephemeral-aws-secretsmanager-random-password/index.js';
import { SecretsmanagerSecretVersion } from '@cdktn/provider-aws/lib/secretsmanager-secret-version/index.js';
import { SecretsmanagerSecret } from '@cdktn/provider-aws/lib/secretsmanager-secret/index.js';
import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import type { Heading } from '../../state.ts';

export type ContactKeySecretGiven = {
  readonly environment: Environment;
  readonly keys: { readonly secrets: { readonly arn: string } };
};

/**
 * Never raised: another key knows none of the contacts that the old one hashed, so that every duplicate and every
 * suppression would be forgotten.
 */
const keyVersion = 1;

/**
 * The key of the HMAC over contacts: 64 hexadecimal digits, made during the first apply, in no file and no state.
 * A copy in the recovery region, as a database is worth little without it. Returns its ARN.
 */
export function contactKeySecret(heading: Heading, { environment, keys }: ContactKeySecretGiven): string {
  const secret = new SecretsmanagerSecret(heading, 'contact-key', {
    name: names.contactKeySecret(environment),
    description: 'Key of the hashes of contacts',
    kmsKeyId: keys.secrets.arn,
    recoveryWindowInDays: environment.deletionProtection ? 30 : 0,
    replica: [{ region: environment.recoveryRegion, kmsKeyId: names.key('secrets') }],
  });
  const digits = new EphemeralAwsSecretsmanagerRandomPassword(heading, 'contact-key-digits', {
    passwordLength: 64,
    excludeUppercase: true,
    excludePunctuation: true,
    excludeCharacters: 'ghijklmnopqrstuvwxyz',
  });
  new SecretsmanagerSecretVersion(heading, 'contact-key-version', {
    secretId: secret.id,
    secretStringWo: digits.randomPassword,
    secretStringWoVersion: keyVersion,
  });
  return secret.arn;
}
