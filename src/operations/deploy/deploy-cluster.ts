import { names, type HoleValues, type Manifest, type Manifests } from '../../platform/midcoast.ts';
import type { Cloud } from '../account/cloud.ts';
import { clusterAddress } from '../account/cluster-address.ts';
import { findImage } from '../account/image.ts';
import { targetGroupArn } from '../account/target-group.ts';
import { Failure } from '../failure.ts';
import { readGenerated, type GeneratedFiles } from '../generated-files.ts';
import { apiClient, type ApiClient } from '../kubernetes/api-client.ts';
import type { ApiAddress } from '../kubernetes/api-connection.ts';
import { ApiRefusal } from '../kubernetes/api-refusal.ts';
import { applyManifests } from '../kubernetes/apply-manifests.ts';
import { readManifests } from '../kubernetes/generated-manifests.ts';
import type { Planned } from '../plan/plan.ts';
import { installRelease, type Released } from '../rollout/add-on-release.ts';
import { clusterOrder, namespacesOf, type ClusterOrder } from '../rollout/cluster-order.ts';
import { releaseOf } from '../rollout/helm-release.ts';
import { rollOut, type RolledOut } from '../rollout/roll-out.ts';
import { refused } from '../rollout/rollout-failures.ts';
import { untilSecretsReady } from '../rollout/secrets-ready.ts';
import type { Terminal } from '../terminal.ts';
import { helmTool } from '../toolbox/helm.ts';
import type { Machine } from '../toolbox/program.ts';
import { deployPatience } from './deploy-patience.ts';
import { smokeTest } from './smoke-test.ts';
import { requireTool } from '../toolbox/require-tool.ts';

export type ClusterWork = {
  readonly machine: Machine;
  readonly planned: Pick<Planned, 'platform' | 'commit'>;
  readonly cloud: Cloud;
  /** Of the image; that of the commit when absent. */
  readonly digest: string | undefined;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
};

type ClusterDeployed = RolledOut & {
  /** What came of each add-on. */
  readonly addOns: Readonly<Record<string, Released>>;
};

/**
 * Brings the cluster to what the code says, once the cloud is: what everything stands on, the add-ons in their order,
 * what the application needs, and then its version by the environment's strategy, with a look through the front door.
 * Goes on after an interruption: each part does nothing where nothing is to be done.
 */
export async function deployCluster(work: ClusterWork): Promise<ClusterDeployed> {
  const { machine, planned, cloud, terminal, signal } = work;
  const { platform } = planned;
  const { environment } = platform;
  const { digest, commit } = await imageOf(work);
  const address = await clusterAddress(cloud, environment);
  const holes = {
    REGION: environment.region,
    ACCOUNT_ID: environment.accountId,
    TARGET_GROUP_ARN: await targetGroupArn(cloud, environment.region),
  };
  const generated = await readGenerated(machine.root, environment.name);
  const client = apiClient(address, signal);
  try {
    await reach(client, address);
    const objects = objectsOf(generated, Object.keys(platform.manifests), holes);
    const order = clusterOrder(platform);
    const given = { client, address, holes, order, objects: objects(digest) };
    const addOns = await installAddOns(work, given);
    await prepare(work, given);
    const shipped = await rollOut(
      {
        client,
        namespace: names.namespace,
        strategy: environment.strategy,
        manifests: (of) => pick(objects(of), order.rolledOut),
        patience: deployPatience,
        verify: (asked) =>
          smokeTest({
            url: `https://${names.host(environment)}`,
            ...(asked === digest && commit !== undefined && { commit }),
            patienceMs: deployPatience.smokeSeconds * 1000,
            signal,
          }),
        say: (line) => terminal.say(line),
      },
      digest,
    );
    return { ...shipped, addOns };
  } finally {
    await client.close();
  }
}

/** Which image is shipped, and which commit will answer for it: known only of the one that was built of this commit. */
async function imageOf({
  planned,
  cloud,
  digest: given,
}: ClusterWork): Promise<{ readonly digest: string; readonly commit?: string }> {
  const { platform, commit } = planned;
  const { environment } = platform;
  if (given === undefined)
    return { digest: await findImage(cloud, environment, { imageTag: commit }), commit };
  const digest = await findImage(cloud, environment, { imageDigest: given });
  const own = await findImage(cloud, environment, { imageTag: commit }).catch(() => undefined);
  return own === digest ? { digest, commit } : { digest };
}

/** The private API is reached from inside the network alone. */
async function reach(client: ApiClient, { url }: ApiAddress): Promise<void> {
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

function objectsOf(generated: GeneratedFiles, headings: readonly string[], holes: HoleValues) {
  const read = readManifests(generated, headings);
  return (digest: string) => read({ ...holes, IMAGE_DIGEST: digest });
}

type ClusterGiven = {
  readonly client: ApiClient;
  readonly address: ApiAddress;
  readonly holes: HoleValues;
  readonly order: ClusterOrder;
  readonly objects: Manifests;
};

async function installAddOns(
  { machine, planned, terminal, signal }: ClusterWork,
  { objects, order, ...given }: ClusterGiven,
): Promise<Readonly<Record<string, Released>>> {
  const { platform } = planned;
  const { client } = given;
  const say = (line: string) => terminal.say(line);
  const helm = await requireTool(helmTool(machine), { say, signal });
  const release = { ...given, helm: helm.path, variables: machine.environment, signal, say };
  await apply(client, [...namespacesOf(objects), ...pick(objects, order.first)], say);
  const done: Record<string, Released> = {};
  const progress = terminal.progress('add-ons', platform.addOns.length);
  try {
    for (const [place, addOn] of platform.addOns.entries()) {
      progress.update(place, addOn.name);
      const came = await installRelease(releaseOf(addOn), release);
      if (came !== 'unchanged') say(`${addOn.name} ${addOn.chart.version}: ${came}`);
      done[addOn.name] = came;
      await apply(client, pick(objects, addOn.opens ?? []), say);
    }
  } finally {
    const unchanged = Object.values(done).filter((came) => came === 'unchanged').length;
    progress.finish(`add-ons: ${unchanged} of ${platform.addOns.length} are as they should be already`);
  }
  return done;
}

/**
 * What the application's version stands on, and what its migration needs; jobs with their schedules come with the
 * version itself.
 */
async function prepare({ terminal }: ClusterWork, { client, objects, order }: ClusterGiven): Promise<void> {
  const [first = ''] = order.rolledOut;
  const needed = pick(objects, [first]).filter(({ kind }) => kind !== 'CronJob');
  await apply(client, [...pick(objects, order.prepared), ...needed], (line) => terminal.say(line));
  await untilSecretsReady(client, names.namespace);
}

async function apply(
  client: ApiClient,
  manifests: readonly Manifest[],
  say: (line: string) => void,
): Promise<void> {
  const { applied, refusals, warnings } = await applyManifests(client, manifests, { force: true });
  warnings.forEach(say);
  if (refusals.length > 0) throw refused(manifests.length, applied, refusals);
}

function pick(objects: Manifests, headings: readonly string[]): readonly Manifest[] {
  return headings.flatMap((heading) => objects[heading] ?? []);
}
