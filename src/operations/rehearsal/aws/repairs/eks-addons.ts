import { withBody, type AwsCall } from '../aws-call.ts';
import type { Ask, Repair } from '../repair-proxy.ts';
import { readJson } from './answers.ts';

const service = 'eks';
/** AWS's own add-ons run there. */
const namespace = 'kube-system';

type Wanted = { readonly serviceAccount?: string; readonly roleArn?: string };

/**
 * An add-on that is given a pod identity makes an association of its own and names it by ARN; the emulator gives
 * back what it was given. Here the association is made first, and goes with the add-on.
 */
export function eksAddonRepairs(): readonly Repair[] {
  return [
    {
      service,
      operation: /^POST \/clusters\/[^/]+\/addons$/,
      async answer(call, ask) {
        const { podIdentityAssociations: wanted, ...sent } = readJson(call);
        if (!Array.isArray(wanted) || wanted.length === 0) return ask(call);
        const arns: unknown[] = [];
        for (const each of wanted as readonly Wanted[]) arns.push(await associate(call, each, ask));
        return ask(withBody(call, JSON.stringify({ ...sent, podIdentityAssociations: arns })));
      },
    },
    {
      service,
      operation: /^DELETE \/clusters\/[^/]+\/addons\/[^/]+$/,
      async answer(call, ask) {
        const { addon } = readJson(await ask({ ...call, method: 'GET' })) as { addon?: Addon };
        for (const arn of addon?.podIdentityAssociations ?? []) {
          const path = `${associationsOf(call)}/${arn.split('/').at(-1) ?? ''}`;
          await ask({ ...call, path });
        }
        return ask(call);
      },
    },
  ];
}

type Addon = { readonly podIdentityAssociations?: readonly string[] };

async function associate(call: AwsCall, { serviceAccount, roleArn }: Wanted, ask: Ask): Promise<unknown> {
  const body = JSON.stringify({ namespace, serviceAccount, roleArn });
  const answer = await ask({ ...withBody(call, body), path: associationsOf(call) });
  const { association } = readJson(answer) as { association?: { readonly associationArn?: string } };
  return association?.associationArn;
}

function associationsOf({ path }: AwsCall): string {
  return path.replace(/\/addons.*$/, '/pod-identity-associations');
}
