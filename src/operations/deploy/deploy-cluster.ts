import { names, type HoleValues } from '../../platform/midcoast.ts';
import type { Cloud } from '../account/cloud.ts';
import { clusterAddress } from '../account/cluster-address.ts';
import { findImage } from '../account/image.ts';
import { targetGroupArn } from '../account/target-group.ts';
import { readGenerated } from '../generated-files.ts';
import { readManifests } from '../kubernetes/generated-manifests.ts';
import type { Planned } from '../plan/plan.ts';
import { releaseOf } from '../rollout/helm-release.ts';
import type { Terminal } from '../terminal.ts';
import { cleanEnvironment } from '../toolbox/clean-environment.ts';
import { helmTool } from '../toolbox/helm.ts';
import type { Machine } from '../toolbox/program.ts';
import { requireTool } from '../toolbox/require-tool.ts';
import { bringCluster, type ClusterBrought } from './cluster-deploy.ts';
import { deployPatience } from './deploy-patience.ts';

export type ClusterWork = {
  readonly machine: Machine;
  readonly planned: Pick<Planned, 'platform' | 'commit'>;
  readonly cloud: Cloud;
  /** Of the image; that of the commit when absent. */
  readonly digest: string | undefined;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
};

/** Sixty in the two minutes of a look: enough that one which fails is not most of them, and nothing to whoever serves. */
const ownEveryMs = 2_000;

/** Asks AWS which image is shipped, where the cluster is and what the holes are filled with; then does all the rest. */
export async function deployCluster(work: ClusterWork): Promise<ClusterBrought> {
  const { machine, planned, cloud, terminal, signal } = work;
  const { platform } = planned;
  const { environment } = platform;
  const { digest, commit } = await imageOf(work);
  const address = await clusterAddress(cloud, environment);
  const holes: HoleValues = {
    REGION: environment.region,
    ACCOUNT_ID: environment.accountId,
    TARGET_GROUP_ARN: await targetGroupArn(cloud, environment.region),
  };
  const generated = await readGenerated(machine.root, environment.name);
  const objects = readManifests(generated, Object.keys(platform.manifests));
  const helm = await requireTool(helmTool(machine), { say: (line) => terminal.say(line), signal });
  return bringCluster({
    platform,
    address,
    holes,
    objects: (of) => objects({ ...holes, IMAGE_DIGEST: of }),
    releases: platform.addOns.map((addOn) => ({ ...releaseOf(addOn), opens: addOn.opens ?? [] })),
    helm: helm.path,
    // Helm reaches the cluster by a token of its own.
    variables: cleanEnvironment(machine.environment),
    digest,
    commit,
    frontDoor: `https://${names.host(environment)}`,
    ownEveryMs,
    patience: deployPatience,
    terminal,
    signal,
  });
}

/** Which image is shipped, and which commit will answer for it: known only of the one that was built of this commit. */
async function imageOf({
  planned,
  cloud,
  digest: given,
}: ClusterWork): Promise<{ readonly digest: string; readonly commit: string | undefined }> {
  const { platform, commit } = planned;
  const { environment } = platform;
  if (given === undefined)
    return { digest: await findImage(cloud, environment, { imageTag: commit }), commit };
  const digest = await findImage(cloud, environment, { imageDigest: given });
  const own = await findImage(cloud, environment, { imageTag: commit }).catch(() => undefined);
  return { digest, commit: own === digest ? commit : undefined };
}
