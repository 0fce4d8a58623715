import { setTimeout as wait } from 'node:timers/promises';
import { ApiRefusal } from '../../kubernetes/api-refusal.ts';
import type { KubernetesObject } from '../../kubernetes/kubernetes-object.ts';
import type { RehearsedCluster } from './cluster-step.ts';
import { standInSecrets } from './stand-in-secrets.ts';

type ExternalSecret = KubernetesObject & { readonly spec: object };

const kind = { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' } as const;

/** So long it takes to ask AWS: a deploy that did not wait would long have begun its migration. */
const askingMs = 6_000;

/** What stands for the operator of External Secrets. */
export type SecretsOperator = {
  /** Ends what it is about to do; rejects with what kept it from doing so. */
  readonly stop: () => Promise<void>;
};

/**
 * Makes the Secret of every ExternalSecret of a namespace, with the same keys and no secrets in it, and says then that
 * it is ready. The kind must be there.
 */
export async function startSecretsOperator(
  { client, follow }: Pick<RehearsedCluster, 'client' | 'follow'>,
  namespace: string,
): Promise<SecretsOperator> {
  const seen = new Set<string>();
  const ending = new AbortController();
  const works: Promise<void>[] = [];
  async function make(external: ExternalSecret): Promise<void> {
    await wait(askingMs, undefined, { signal: ending.signal });
    for (const secret of standInSecrets([external])) {
      await client.create(secret).catch((error: unknown) => {
        if (!(error instanceof ApiRefusal) || error.status !== 409) throw error;
      });
    }
    const { name } = external.metadata;
    await client.merge({ ...kind, namespace, name }, { status: { conditions: [ready()] } }, 'status');
  }
  await follow<ExternalSecret>({ ...kind, namespace }, (objects) => {
    for (const external of objects.filter(({ metadata }) => !seen.has(metadata.name))) {
      seen.add(external.metadata.name);
      const work = make(external);
      work.catch(() => {});
      works.push(work);
    }
  });
  return {
    async stop() {
      ending.abort();
      for (const work of works) {
        await work.catch((error: unknown) => {
          if ((error as Error).name !== 'AbortError') throw error;
        });
      }
    },
  };
}

function ready() {
  return {
    type: 'Ready',
    status: 'True',
    reason: 'SecretSynced',
    message: 'of the rehearsal',
    lastTransitionTime: new Date().toISOString(),
  };
}
