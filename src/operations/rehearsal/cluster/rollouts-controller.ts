import { findFreePort } from '../../local/free-port.ts';
import type { ControlPlane } from './control-plane.ts';
import { startOutsideProgram, untilReady, type OutsideProgram } from './outside-program.ts';

export type RolloutsGiven = {
  readonly plane: Pick<ControlPlane, 'kubeconfig'>;
  readonly program: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
};

const patienceSeconds = 60;

/** Starts the controller of Argo Rollouts, as the add-on of the cluster; its definitions must be there. */
export async function startRollouts(given: RolloutsGiven): Promise<OutsideProgram> {
  const { plane, signal } = given;
  const [metrics, health] = [await findFreePort(), await findFreePort()];
  const program = startOutsideProgram({
    ...given,
    name: 'argo-rollouts',
    words: [
      `--kubeconfig=${plane.kubeconfig}`,
      // Where its own settings would lie.
      '--namespace=default',
      '--leader-elect=false',
      `--metricsPort=${metrics}`,
      `--healthzPort=${health}`,
      '--istio-api-version=v1',
      '--loglevel=warn',
      '--kloglevel=0',
    ],
  });
  try {
    const isReady = async () => (await fetch(`http://127.0.0.1:${health}/healthz`)).ok;
    await untilReady(program, isReady, { patienceSeconds, signal });
    return program;
  } catch (error) {
    await program.stop();
    throw error;
  }
}
