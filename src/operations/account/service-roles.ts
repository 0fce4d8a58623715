import {
  CreateServiceLinkedRoleCommand,
  EntityAlreadyExistsException,
  GetRoleCommand,
  IAMClient,
  InvalidInputException,
  NoSuchEntityException,
  type IAMClientConfig,
} from '@aws-sdk/client-iam';
import { neededServiceRoles } from '../../platform/midcoast.ts';

/** What those roles are called: the only things beside the buckets of the state that planning makes. */
export const serviceRoleNames: readonly string[] = Object.values(neededServiceRoles).map(({ name }) => name);

/**
 * Makes the roles of AWS services that are needed from the first and the account does not have yet; gives their names.
 * Terraform cannot: it would be refused where an account has one. They stay when an environment is destroyed, since
 * whatever else is in the account may need them.
 */
export async function bootstrapServiceRoles(settings: IAMClientConfig): Promise<readonly string[]> {
  const client = new IAMClient(settings);
  try {
    const made: string[] = [];
    for (const { service, name } of Object.values(neededServiceRoles)) {
      if (await stands(client, name)) continue;
      if (await make(client, service)) made.push(name);
    }
    return made;
  } finally {
    client.destroy();
  }
}

async function stands(client: IAMClient, name: string): Promise<boolean> {
  try {
    await client.send(new GetRoleCommand({ RoleName: name }));
    return true;
  } catch (error) {
    if (error instanceof NoSuchEntityException) return false;
    throw error;
  }
}

/** Whether it was made; not, where somebody else made it in the same moment. */
async function make(client: IAMClient, service: string): Promise<boolean> {
  try {
    await client.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: service }));
    return true;
  } catch (error) {
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html
    if (error instanceof InvalidInputException && error.message.includes('has been taken')) return false;
    // An emulator says so, and by its own spelling of the name, under which it does not find it.
    if (error instanceof EntityAlreadyExistsException) return false;
    throw error;
  }
}
