import type { Environment } from '../../environments/environment.ts';
import type { Terminal } from '../terminal.ts';
import { reachCloud, type Cloud } from './cloud.ts';
import { checkAccount, type Identity } from './identity.ts';
import { bootstrapServiceRoles } from './service-roles.ts';
import { bootstrapStateBucket } from './state-bucket.ts';

/** The account of an environment, ready for Terraform. */
export type Account = { readonly cloud: Cloud; readonly identity: Identity };

type AccountGiven = {
  readonly environment: Environment;
  /** The process environment. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
};

/**
 * Sees that the credentials are those of the environment's account, that each region has its bucket of the state, and
 * that the roles of AWS services are there which must be before ours.
 */
export async function openAccount({ environment, variables, terminal }: AccountGiven): Promise<Account> {
  const cloud = reachCloud(variables);
  const identity = await checkAccount(cloud, environment);
  for (const region of [environment.region, environment.recoveryRegion]) {
    const { bucket, done } = await bootstrapStateBucket(cloud, environment, region);
    if (done.length > 0) terminal.say(`bucket ${bucket} of the state: ${done.join(', ')}`);
  }
  const roles = await bootstrapServiceRoles(cloud.client(environment.region));
  if (roles.length > 0) terminal.say(`roles of AWS services: ${roles.join(', ')} made`);
  return { cloud, identity };
}
