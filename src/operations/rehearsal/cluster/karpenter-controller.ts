import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { findFreePort } from '../../local/free-port.ts';
import { bringGoModules } from '../../toolbox/go-modules.ts';
import { karpenterKwokTool } from '../../toolbox/karpenter-kwok.ts';
import type { RehearsedCluster } from './cluster-step.ts';
import type { Definition } from './definitions.ts';
import { establish } from './established.ts';
import { nodePoolOverride } from './node-pool-override.ts';
import { untilReady, type OutsideProgram } from './outside-program.ts';
import { instanceOffers } from './simulated-instances.ts';
import { requireTool } from '../../toolbox/require-tool.ts';

const patienceSeconds = 60;

/** Its definition is in the module of the core itself. */
const place = {
  pins: 'src/operations/rehearsal/control-plane/karpenter',
  module: 'sigs.k8s.io/karpenter',
  file: 'kwok/apis/crds/karpenter.kwok.sh_kwoknodeclasses.yaml',
} as const;

/** Starts Karpenter's core over simulated machines in these zones, for the time of the step. */
export async function startKarpenter(
  cluster: RehearsedCluster,
  zones: readonly string[],
): Promise<OutsideProgram> {
  const { client, machine, signal, say, folder, kubeconfig } = cluster;
  const bring = { say, signal };
  const found = await requireTool(karpenterKwokTool(machine), bring);
  const folders = await bringGoModules(place.pins, [place.module], machine, bring);
  const definition = await readFile(join(folders[place.module] ?? '', place.file), 'utf8');
  await establish(client, [parse(definition) as Definition]);
  const { group, kind, name } = nodePoolOverride.nodeClassRef;
  await client.apply({ apiVersion: `${group}/v1alpha1`, kind, metadata: { name } });
  const offers = join(folder, 'instances.json');
  await writeFile(offers, JSON.stringify(instanceOffers(zones)));
  const [metrics, health] = [await findFreePort(), await findFreePort()];
  const program = cluster.start({
    name: 'karpenter',
    program: found.path,
    words: [
      `--metrics-port=${metrics}`,
      `--health-probe-port=${health}`,
      `--instance-types-file-path=${offers}`,
      '--disable-leader-election=true',
      '--disable-cluster-state-observability=true',
      '--log-level=error',
    ],
    variables: { KUBECONFIG: kubeconfig },
  });
  const isReady = async () => (await fetch(`http://127.0.0.1:${health}/readyz`)).ok;
  await untilReady(program, isReady, { patienceSeconds, signal });
  return program;
}
