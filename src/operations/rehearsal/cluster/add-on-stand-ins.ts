import { setTimeout as wait } from 'node:timers/promises';
import { names } from '../../../platform/midcoast.ts';
import { ApiRefusal } from '../../kubernetes/api-refusal.ts';
import { rolloutKind } from '../../kubernetes/application-objects.ts';
import type { Kind, KubernetesObject } from '../../kubernetes/kubernetes-object.ts';
import { isTrue, type Condition } from '../../kubernetes/pod.ts';
import type { EmptyCluster } from './cluster-step.ts';
import { startRollouts } from './rollouts-controller.ts';
import type { Picture } from './scripted-traffic.ts';
import { startSecretsOperator } from './secrets-operator.ts';
import { watchShipping, type ShippingWatch } from './shipping-watch.ts';

/** What runs in the place of add-ons whose pods only say that they run. */
export type AddOnStandIns = {
  readonly watch: ShippingWatch;
  /** Rejects once one of them has ended by itself. */
  readonly broken: Promise<never>;
  readonly stop: () => Promise<void>;
};

/** So long an add-on's turn may take to come while others are installed, in seconds. */
const patienceSeconds = 300;

type DefinitionSeen = KubernetesObject & { readonly status?: { readonly conditions?: readonly Condition[] } };

/**
 * Starts the operator of secrets and the controller of Rollouts, each as soon as its add-on has brought its kinds, and
 * follows what is shipped.
 */
export async function standForAddOns(
  cluster: EmptyCluster,
  see: (picture: Picture) => void,
): Promise<AddOnStandIns> {
  const { machine, signal, folder, brought } = cluster;
  const definitions = await cluster.follow<DefinitionSeen>({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
  });
  const untilThere = (wanted: readonly string[]) =>
    definitions.until(
      `the kinds ${wanted.join(', ')}`,
      (seen) => {
        const there = seen.filter(({ status }) => isTrue(status?.conditions, 'Established'));
        return wanted.every((name) => there.some(({ metadata }) => metadata.name === name));
      },
      patienceSeconds,
    );
  await untilThere(['externalsecrets.external-secrets.io']);
  await untilServed(cluster, { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' });
  const operator = await startSecretsOperator(cluster, names.namespace);
  await untilThere([
    'virtualservices.networking.istio.io',
    'rollouts.argoproj.io',
    'analysisruns.argoproj.io',
  ]);
  for (const kind of ['Rollout', 'AnalysisRun']) await untilServed(cluster, { ...rolloutKind, kind });
  const controller = await startRollouts({
    plane: cluster,
    program: brought.rollouts,
    folder,
    environment: machine.environment,
    signal,
  });
  return {
    watch: await watchShipping(cluster, names.namespace, see),
    broken: controller.broken,
    async stop() {
      await controller.stop();
      await operator.stop();
    },
  };
}

const askAgainMs = 100;

/** So the server answers for a moment about a kind that it has just established: no such path, not ready yet. */
const notYet: ReadonlySet<number> = new Set([404, 429]);

async function untilServed({ client, signal }: EmptyCluster, kind: Kind): Promise<void> {
  for (;;) {
    try {
      await client.list(kind);
      return;
    } catch (error) {
      const isPassing =
        error instanceof RangeError || (error instanceof ApiRefusal && notYet.has(error.status));
      if (!isPassing) throw error;
      await wait(askAgainMs, undefined, { signal });
    }
  }
}
