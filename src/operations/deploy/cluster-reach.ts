import { Failure } from '../failure.ts';
import type { ApiClient } from '../kubernetes/api-client.ts';
import type { ApiAddress } from '../kubernetes/api-connection.ts';
import { ApiRefusal } from '../kubernetes/api-refusal.ts';

/**
 * Asks the cluster whether it answers: the private API is reached from inside the network alone. Throws
 * `cluster_unreachable` (exit outside) or `cluster_refuses` (exit refused).
 */
export async function reachCluster(client: ApiClient, { url }: ApiAddress): Promise<void> {
  try {
    await client.read('/readyz');
  } catch (cause) {
    if (cause instanceof ApiRefusal) throw stranger(url, cause);
    throw new Failure({
      code: 'cluster_unreachable',
      exit: 'outside',
      message: `the API of the cluster does not answer at ${url}`,
      facts: { said: (cause as Error).message },
      next: 'the cloud is deployed; the cluster is deployed from inside its network, by the workflow’s job on its own runner',
      cause,
    });
  }
}

function stranger(url: string, { message }: ApiRefusal): Failure {
  return new Failure({
    code: 'cluster_refuses',
    exit: 'refused',
    message: `the API of the cluster does not let these credentials in at ${url}`,
    facts: { said: message },
    next: 'deploy as the role midcoast-deploy or midcoast-administrator',
  });
}
