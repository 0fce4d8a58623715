import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Environment } from '../../environments/environment.ts';
import { Failure } from '../failure.ts';
import type { Cloud } from './cloud.ts';

/** Whose credentials are used. */
export type Identity = { readonly account: string; readonly arn: string };

/** Accounts that AWS's own examples name and nobody has; the environments come with them. */
const placeholders: readonly string[] = ['111122223333', '444455556666', '123456789012'];

/**
 * Asks AWS whose credentials these are, unless the environment still names the accounts of an example
 * (`account_placeholder`, exit refused; an emulator plays any), and refuses those of any account but the environment's
 * (`account_differs`, exit refused). Throws `credentials_missing` where there are none, `credentials_refused`
 * where AWS does not take them.
 */
export async function checkAccount(cloud: Cloud, environment: Environment): Promise<Identity> {
  if (!cloud.rehearsed) refusePlaceholders(environment);
  const identity = await readIdentity(cloud, environment.region);
  if (identity.account === environment.accountId) return identity;
  throw new Failure({
    code: 'account_differs',
    exit: 'refused',
    message: `the credentials are of account ${identity.account}, and ${environment.name} is account ${environment.accountId}`,
    facts: { credentials: identity.arn, account: identity.account, expected: environment.accountId },
    next: `use credentials of account ${environment.accountId}, such as by AWS_PROFILE, or mend accountId in src/environments/${environment.name}.ts`,
  });
}

function refusePlaceholders({
  name,
  accountId,
  registryAccountId,
  imageReaderAccountIds,
}: Environment): void {
  const named = Object.entries({ accountId, registryAccountId, imageReaderAccountIds }).filter(([, ids]) =>
    [ids].flat().some((id) => placeholders.includes(id)),
  );
  if (named.length === 0) return;
  throw new Failure({
    code: 'account_placeholder',
    exit: 'refused',
    message: `${name} still names an account of AWS's examples, which is nobody's`,
    facts: Object.fromEntries(named.map(([field, ids]) => [field, [ids].flat().join(' ')])),
    next: `put your own into src/environments/${name}.ts and production.ts, with all that docs/runbooks/deploy.md names before the first deploy`,
  });
}

async function readIdentity(cloud: Cloud, region: string): Promise<Identity> {
  const client = new STSClient(cloud.client(region));
  try {
    const { Account: account = '', Arn: arn = '' } = await client.send(new GetCallerIdentityCommand({}));
    return { account, arn };
  } catch (cause) {
    throw credentialsFailure(cause);
  } finally {
    client.destroy();
  }
}

function credentialsFailure(cause: unknown): Failure {
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
  if (/Credentials|TokenProvider/.test(name) && !/^(Expired|Invalid)/.test(name)) {
    return new Failure({
      code: 'credentials_missing',
      exit: 'missing',
      message: 'there are no AWS credentials',
      facts: { said: message },
      next: 'sign in, such as by `aws sso login`, and name the profile by AWS_PROFILE',
      cause,
    });
  }
  return new Failure({
    code: 'credentials_refused',
    exit: 'outside',
    message: `AWS does not say whose credentials these are: ${name}`,
    facts: { said: message },
    next: 'sign in again if they have expired; otherwise look at the connection to AWS',
    cause,
  });
}
