import { SecretsmanagerSecretVersion } from '@cdktn/provider-aws/lib/secretsmanager-secret-version/index.js';
import { SecretsmanagerSecret } from '@cdktn/provider-aws/lib/secretsmanager-secret/index.js';
import { Fn } from 'cdktn';
import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import type { Heading } from '../../state.ts';

export type ConnectionsSecretGiven = {
  readonly environment: Environment;
  readonly keys: { readonly secrets: { readonly arn: string } };
  /** Endpoints and user names. No password is among them: this stands in Terraform's state. */
  readonly connections: object;
};

/**
 * What the cluster has to know and only Terraform knows, after apply: where everything is and as whom it is
 * reached. A secret and not a manifest, so that manifests are the same before and after. Returns its ARN.
 */
export function connectionsSecret(heading: Heading, given: ConnectionsSecretGiven): string {
  const { environment, keys, connections } = given;
  const secret = new SecretsmanagerSecret(heading, 'secret', {
    name: names.connectionsSecret(environment),
    description: 'Endpoints and user names, written by Terraform',
    kmsKeyId: keys.secrets.arn,
    // Terraform writes it again at any time.
    recoveryWindowInDays: 0,
  });
  new SecretsmanagerSecretVersion(heading, 'version', {
    secretId: secret.id,
    secretString: Fn.jsonencode(connections),
  });
  return secret.arn;
}
