import {
  names,
  type HoleValues,
  type Manifest,
  type Manifests,
  type Platform,
} from '../../platform/midcoast.ts';
import { apiClient } from '../kubernetes/api-client.ts';
import type { ApiAddress } from '../kubernetes/api-connection.ts';
import type { Released } from '../rollout/add-on-release.ts';
import { clusterOrder, type ClusterOrder } from '../rollout/cluster-order.ts';
import { rollOut, type RolledOut } from '../rollout/roll-out.ts';
import { untilSecretsReady } from '../rollout/secrets-ready.ts';
import type { Terminal } from '../terminal.ts';
import { installAddOns, type AddOnRelease } from './add-ons-installed.ts';
import { reachCluster } from './cluster-reach.ts';
import { openGround, type Ground } from './ground.ts';
import { openLeftBehind } from './left-behind.ts';
import { smokeTest } from './smoke-test.ts';

/** All that a deploy to a cluster needs to know, wherever the cluster is. */
export type ClusterDeploy = {
  readonly platform: Pick<Platform, 'environment' | 'manifests' | 'addOns'>;
  readonly address: ApiAddress;
  /** For the values of add-ons. */
  readonly holes: HoleValues;
  /** What was generated, its holes filled, with the image of a digest. */
  readonly objects: (digest: string) => Manifests;
  /** In the order in which they are installed. */
  readonly releases: readonly AddOnRelease[];
  /** The executable of Helm, and the process environment that it is given of: a proxy may stand in it. */
  readonly helm: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Of the image that is shipped. */
  readonly digest: string;
  /** That must answer for it; undefined where it is not known of the image. */
  readonly commit: string | undefined;
  /** Where the version is asked, such as `https://api.midcoast.com`. */
  readonly frontDoor: string;
  /** Between two requests of the deploy's own to a version that is judged; it asks none where this is absent. */
  readonly ownEveryMs?: number;
  readonly patience: {
    readonly migrationSeconds: number;
    readonly rolloutSeconds: number;
    readonly smokeSeconds: number;
  };
  readonly terminal: Pick<Terminal, 'say' | 'progress'>;
  readonly signal: AbortSignal;
};

/** What came of each part: nothing changed where nothing was to be done. */
export type ClusterBrought = RolledOut & {
  readonly addOns: Readonly<Record<string, Released>>;
  /** Addresses of objects that the version no longer has, and that were removed once it served. */
  readonly removed: readonly string[];
};

/**
 * Brings the cluster to what the code says, once the cloud is: what everything stands on, the add-ons in their order,
 * what the application needs, and then its version by the environment's strategy, with a look through the front door.
 * What earlier versions left is removed once it serves.
 * Goes on after an interruption: each part does nothing where nothing is to be done.
 *
 * Throws a Failure: `cluster_unreachable`, `cluster_refuses`, `manifests_refused`, `add_on_failed`, `secrets_absent`, and
 * those of `rollOut`.
 */
export async function bringCluster(deploy: ClusterDeploy): Promise<ClusterBrought> {
  const { platform, address, objects, digest, terminal, signal } = deploy;
  const { strategy } = platform.environment;
  const client = apiClient(address, signal);
  try {
    await reachCluster(client, address);
    const order = clusterOrder(platform);
    const say = (line: string) => terminal.say(line);
    const version = objects(digest);
    const ground = openGround({ client, objects: version, say });
    const left = openLeftBehind(client, version, say);
    await ground.lay(order.first);
    await left.begin();
    const addOns = await installAddOns({ ...deploy, client }, ground);
    await ground.prepare(order);
    await untilSecretsReady(client, names.namespace);
    const shipped = await rollOut(
      {
        client,
        namespace: names.namespace,
        strategy,
        manifests: (of) => manifestsIn(of === digest ? version : objects(of), order),
        patience: deploy.patience,
        verify: (asked) => verify(deploy, asked),
        ...ownRequests(deploy),
        say,
      },
      digest,
    );
    return told(shipped, { ground, addOns, removed: await left.remove(), say });
  } finally {
    await client.close();
  }
}

function manifestsIn(objects: Manifests, { rolledOut }: ClusterOrder): readonly Manifest[] {
  return rolledOut.flatMap((heading) => objects[heading] ?? []);
}

function ownRequests({ frontDoor, ownEveryMs }: ClusterDeploy) {
  return ownEveryMs === undefined ? {} : { own: { url: frontDoor, everyMs: ownEveryMs } };
}

function verify(
  { frontDoor, commit, patience, signal, digest }: ClusterDeploy,
  asked: string,
): Promise<void> {
  return smokeTest({
    url: frontDoor,
    ...(asked === digest && commit !== undefined && { commit }),
    patienceMs: patience.smokeSeconds * 1000,
    signal,
  });
}

function told(
  shipped: RolledOut,
  given: {
    readonly ground: Ground;
    readonly addOns: ClusterBrought['addOns'];
    readonly removed: ClusterBrought['removed'];
    readonly say: (line: string) => void;
  },
): ClusterBrought {
  const { ground, addOns, removed, say } = given;
  const changed = [...ground.changed(), ...shipped.changed];
  say(`objects that were not there, or not so: ${changed.length === 0 ? 'none' : changed.length}`);
  return { ...shipped, changed, addOns, removed };
}
