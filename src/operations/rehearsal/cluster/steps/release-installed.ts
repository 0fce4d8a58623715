import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fill } from '../../../../platform/midcoast.ts';
import type { KubernetesObject } from '../../../kubernetes/kubernetes-object.ts';
import { installRelease, type Released } from '../../../rollout/add-on-release.ts';
import { releaseWords } from '../../../rollout/helm-release.ts';
import { helmTool } from '../../../toolbox/helm.ts';
import type { Measure } from '../../report.ts';
import type { ClusterStep, RehearsedCluster } from '../cluster-step.ts';
import { listOf } from '../shipping-measures.ts';
import { tinyNames, writeTinyChart, type TinyChart } from '../tiny-chart.ts';
import { requireTool } from '../../../toolbox/require-tool.ts';

const namespace = 'release-installed';
const patienceSeconds = 60;

type Chart = KubernetesObject & { readonly data?: Readonly<Record<string, string>> };
type Definition = KubernetesObject & {
  readonly spec: {
    readonly versions: readonly {
      readonly schema: {
        readonly openAPIV3Schema: {
          readonly properties: { readonly spec: { readonly properties: Readonly<Record<string, unknown>> } };
        };
      };
    }[];
  };
};

/**
 * A release is installed as deploy does it, left alone where nothing changed, upgraded with its definitions over what
 * somebody changed by hand, and mended where a run that was cut off left it unfinished: in its first revision, and in a
 * later one.
 */
export const releaseInstalled: ClusterStep = {
  name: 'a release installed, upgraded and mended',
  async run(cluster) {
    const { client } = cluster;
    await client.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    try {
      return await released(cluster);
    } finally {
      await client.remove({ apiVersion: 'v1', kind: 'Namespace', name: namespace });
      await client.remove(definition);
    }
  },
};

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  name: tinyNames.definition,
};

const first: TinyChart = { version: '1.0.0', word: 'first' };
const second: TinyChart = { version: '2.0.0', word: 'second' };
const painted: TinyChart = { ...second, colour: 'red' };

async function released(cluster: RehearsedCluster): Promise<readonly Measure[]> {
  const { region } = cluster.environment;
  const said: string[] = [];
  const helm = await helmOf(cluster);
  const run = installer(cluster, helm, (line) => said.push(line));
  await cutOff(cluster, helm, first, 1);
  const came = [await run(first), await run(first)];
  const atFirst = await seen(cluster);
  await changeByHand(cluster);
  came.push(await run(second));
  const atSecond = await seen(cluster);
  await cutOff(cluster, helm, painted, 3);
  await changeByHand(cluster);
  came.push(await run(painted), await run(painted));
  return [
    listOf('came of each run', came, ['installed', 'unchanged', 'upgraded', 'upgraded', 'unchanged']),
    listOf(
      'unfinished releases that were told of',
      said.map((line) => line.split(' ')[2]),
      ['pending-install', 'pending-upgrade'],
    ),
    listOf('there at first', atFirst, ['first', 'none', region, 'first']),
    listOf('there once upgraded', atSecond, ['second', 'none', region, 'second']),
    listOf('there once painted', await seen(cluster), ['second', 'red', region, 'second']),
  ];
}

async function helmOf({ machine, signal, say }: RehearsedCluster): Promise<string> {
  return (await requireTool(helmTool(machine), { say, signal })).path;
}

/** What installs a version of the chart, as deploy installs an add-on. */
function installer(cluster: RehearsedCluster, helm: string, say: (line: string) => void) {
  const { machine, client, address, signal, environment, folder } = cluster;
  const holes = { REGION: environment.region };
  const given = { helm, client, address, holes, variables: machine.environment, signal, say };
  return async (chart: TinyChart): Promise<Released> =>
    installRelease(await writeTinyChart(folder, namespace, chart), given);
}

/** Helm is killed in the midst of this revision, as it is with the machine that it runs on. */
async function cutOff(
  cluster: RehearsedCluster,
  helm: string,
  chart: TinyChart,
  revision: number,
): Promise<void> {
  const { folder, kubeconfig } = cluster;
  const release = await writeTinyChart(folder, namespace, { ...chart, stuck: true });
  const values = join(folder, 'stuck.json');
  await writeFile(values, fill(JSON.stringify(release.values), { REGION: cluster.environment.region }));
  const running = cluster.start({
    name: 'helm',
    program: helm,
    words: releaseWords(release, values),
    variables: { KUBECONFIG: kubeconfig },
  });
  const labels = { owner: 'helm', name: release.name, version: String(revision) };
  const revisions = await cluster.follow<KubernetesObject>({
    apiVersion: 'v1',
    kind: 'Secret',
    namespace,
    labels,
  });
  const claims = await cluster.follow<KubernetesObject>({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    namespace,
  });
  await Promise.race([
    revisions.until(`revision ${revision} begun`, (found) => found.length === 1, patienceSeconds),
    running.broken,
  ]);
  await Promise.race([
    claims.until('a claim waited for', (found) => found.length === 1, patienceSeconds),
    running.broken,
  ]);
  process.kill(running.pid, 'SIGKILL');
  await running.broken.catch(() => {});
}

/** As somebody on call changes what a chart states: the field is theirs then, until somebody takes it. */
async function changeByHand({ client }: RehearsedCluster): Promise<void> {
  const chart = { apiVersion: 'v1', kind: 'ConfigMap', name: tinyNames.configMap, namespace };
  await client.merge(chart, { data: { word: 'by hand' } });
}

/** The ConfigMap's words, and the fields that the definition knows. */
async function seen({ client }: RehearsedCluster): Promise<readonly (string | undefined)[]> {
  const name = tinyNames.configMap;
  const chart = await client.get<Chart>({ apiVersion: 'v1', kind: 'ConfigMap', name, namespace });
  const found = await client.get<Definition>(definition);
  const fields = found?.spec.versions[0]?.schema.openAPIV3Schema.properties.spec.properties ?? {};
  return [chart?.data?.['word'], chart?.data?.['colour'], chart?.data?.['region'], ...Object.keys(fields)];
}
