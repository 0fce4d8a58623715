import { Failure } from '../failure.ts';
import { findProgram, isAtLeast, type Machine } from './program.ts';
import type { Found, Tool } from './tool.ts';

/** The first with a lock file in S3 itself and with write-only arguments. */
const least = [1, 11] as const;

const byHand = `install Terraform ${least.join('.')} or newer (https://developer.hashicorp.com/terraform/install), so that it is on PATH`;

/** Terraform, which comes from no package registry. One that is too old counts as not found. */
export function terraformTool(machine: Machine): Tool {
  return {
    name: 'Terraform',
    neededFor: 'plan, deploy, destroy and ./midcoast rehearse --only aws',
    async find() {
      const found = await findProgram(['terraform'], machine);
      return found !== undefined && isAtLeast(found.version, least) ? found : undefined;
    },
    byHand,
  };
}

/** Where Terraform is; throws a Failure of exit `missing` when it is not there, or too old. */
export async function requireTerraform(machine: Machine): Promise<Found> {
  const any = await findProgram(['terraform'], machine);
  if (any !== undefined && isAtLeast(any.version, least)) return any;
  throw new Failure({
    code: 'terraform_missing',
    exit: 'missing',
    message:
      any === undefined
        ? 'there is no Terraform on PATH'
        : `Terraform ${any.version} is older than ${least.join('.')}`,
    facts: any === undefined ? {} : { terraform: any.path },
    next: byHand,
  });
}
