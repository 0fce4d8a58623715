import { EphemeralAwsSecretsmanagerRandomPassword } from '@cdktn/provider-aws/lib/ephemeral-aws-secretsmanager-random-password/index.js';
import { MskScramSecretAssociation } from '@cdktn/provider-aws/lib/msk-scram-secret-association/index.js';
import { SecretsmanagerSecretPolicy } from '@cdktn/provider-aws/lib/secretsmanager-secret-policy/index.js';
import { SecretsmanagerSecretVersion } from '@cdktn/provider-aws/lib/secretsmanager-secret-version/index.js';
import { SecretsmanagerSecret } from '@cdktn/provider-aws/lib/secretsmanager-secret/index.js';
import { Fn } from 'cdktn';
import type { Environment } from '../../environments/environment.ts';
import { names } from '../names.ts';
import { resourcePolicyOf } from '../policy.ts';
import type { Heading } from '../state.ts';

export type QueueSecretGiven = {
  readonly environment: Environment;
  readonly key: { readonly arn: string };
  readonly clusterArn: string;
};

/**
 * The user and the password of the service at the brokers. The password is made during the apply and stands in
 * no file and no state. MSK takes a new one over within minutes, pods at their restart. A copy in the recovery region
 * serves when this one is lost.
 */
export function queueSecret(heading: Heading, { environment, key, clusterArn }: QueueSecretGiven) {
  const secret = new SecretsmanagerSecret(heading, 'secret', {
    name: names.queueSecret,
    description: 'Sign-in of the service at the brokers',
    kmsKeyId: key.arn,
    recoveryWindowInDays: environment.deletionProtection ? 30 : 0,
    replica: [{ region: environment.recoveryRegion, kmsKeyId: names.key('queue') }],
  });
  const password = new EphemeralAwsSecretsmanagerRandomPassword(heading, 'password', {
    passwordLength: 40,
    excludePunctuation: true,
  });
  const version = new SecretsmanagerSecretVersion(heading, 'secret-version', {
    secretId: secret.id,
    secretStringWo: Fn.jsonencode({ username: names.application, password: password.randomPassword }),
    secretStringWoVersion: environment.passwords.version,
  });
  // https://docs.aws.amazon.com/msk/latest/developerguide/msk-password.html
  const policy = new SecretsmanagerSecretPolicy(heading, 'secret-policy', {
    secretArn: secret.arn,
    policy: resourcePolicyOf([
      {
        // Word for word what MSK itself writes when it takes the secret, so that neither overwrites the other's.
        // Without a condition on our account, which MSK documents for MSK Connect alone.
        Sid: 'AWSKafkaResourcePolicy',
        Effect: 'Allow',
        Principal: { Service: 'kafka.amazonaws.com' },
        Action: 'secretsmanager:getSecretValue',
        Resource: secret.arn,
      },
    ]),
    blockPublicPolicy: true,
  });
  new MskScramSecretAssociation(heading, 'secret-association', {
    clusterArn,
    secretArnList: [secret.arn],
    dependsOn: [version, policy],
  });
  return { arn: secret.arn };
}
