import { Failure } from '../failure.ts';
import type { ApiClient } from '../kubernetes/api-client.ts';
import { follow, StillNotSo } from '../kubernetes/following.ts';
import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts';
import { isTrue, type Condition } from '../kubernetes/pod.ts';

type ExternalSecret = KubernetesObject & {
  readonly status?: { readonly conditions?: readonly Condition[] };
};

/** A first store asks AWS within seconds; its controller may have to start. */
const patienceSeconds = 300;

/** Waits until every secret of the namespace was read from AWS. Throws `secrets_absent` (exit outside). */
export async function untilSecretsReady(client: ApiClient, namespace: string): Promise<void> {
  const secrets = await follow<ExternalSecret>(client, {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    namespace,
  });
  const absent = () => secrets.objects().filter(({ status }) => !isTrue(status?.conditions, 'Ready'));
  try {
    await secrets.until('every secret read from AWS', () => absent().length === 0, patienceSeconds);
  } catch (error) {
    if (!(error instanceof StillNotSo)) throw error;
    throw new Failure({
      code: 'secrets_absent',
      exit: 'outside',
      message: `${absent().length} secrets were not read from AWS within ${patienceSeconds} s`,
      facts: {
        namespace,
        secrets: absent()
          .map(({ metadata }) => metadata.name)
          .join(', '),
      },
      next: `see what each says: kubectl -n ${namespace} describe externalsecret`,
      cause: error,
    });
  } finally {
    await secrets.stop();
  }
}
