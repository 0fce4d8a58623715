import type { Strategy } from '../../environments/environment.ts';
import { names, type Manifest } from '../../platform/midcoast.ts';
import { Failure } from '../failure.ts';
import type { ApiClient } from '../kubernetes/api-client.ts';
import { applyManifests } from '../kubernetes/apply-manifests.ts';
import { StillNotSo } from '../kubernetes/following.ts';
import { awaitRollout } from './await-rollout.ts';
import { runJob } from './job-run.ts';
import { describeLooks, looksAt, type Looked } from './looks.ts';
import { askNewest, type OwnAnswers, type OwnRequests } from './own-requests.ts';
import { readRelease, writeRelease, type Release } from './release-record.ts';
import { failed, notMigrated, refused, short, undone } from './rollout-failures.ts';
import { servingDigest } from './serving-version.ts';
import { giveCount, readWorkload, refuseHeld, takePods, type Workload } from './workload.ts';

/** What is rolled out, where, and how long each part of it may take. */
export type RolloutWork = {
  readonly client: ApiClient;
  readonly namespace: string;
  readonly strategy: Strategy;
  /** The objects of the application with the image of a digest, in the order in which they are applied. */
  readonly manifests: (digest: string) => readonly Manifest[];
  readonly patience: { readonly migrationSeconds: number; readonly rolloutSeconds: number };
  /** Asks the version, once it serves, whether it does. Throws a Failure where not. */
  readonly verify?: (digest: string) => Promise<void>;
  /** Sent to the new version while it is judged; without them, one that nobody asks is taken back. */
  readonly own?: OwnRequests;
  readonly say: (line: string) => void;
};

export type RolledOut = {
  readonly from: string | undefined;
  readonly to: string;
  readonly seconds: number;
  /** Addresses of the version's objects that were not there, or not so. */
  readonly changed: readonly string[];
  /** By what it was judged; undefined where it was rolled without. */
  readonly judged: Judgement | undefined;
};

/** How often the new version was looked at, and what came of the deploy's own requests to it. */
type Judgement = { readonly looks: readonly Looked[]; readonly own: OwnAnswers | undefined };

/** Whoever changed an object by hand is overruled: what is shipped is what was reviewed. */
const force = true;

/**
 * Ships a version: everything tried without doing it; the migration, which is safe beside the version that serves;
 * everything applied; the strategy's own way followed to its end; the new version asked. What goes wrong after the
 * migration is undone: what was shipped before is applied again as it was, waited for, and asked.
 *
 * Throws a Failure: `strategy_held`, `manifests_refused` or `migration_failed` (nothing was applied), `rollout_undone`,
 * `rollout_failed` (there is nothing to go back to, or going back failed too).
 */
export async function rollOut(work: RolloutWork, digest: string): Promise<RolledOut> {
  const started = performance.now();
  const { client, namespace, strategy, say } = work;
  const workload = await readWorkload(client, namespace);
  refuseHeld(strategy, workload, namespace);
  const release = { digest, manifests: work.manifests(digest) };
  const earlier = await earlierRelease(work, workload, digest);
  const from = earlier?.digest;
  await tryOut(client, release.manifests);
  await migrate(work, release);
  say(`${from === undefined ? 'nothing serves yet' : `${short(from)} serves`}; rolling out ${short(digest)}`);
  const { trouble, changed, judged } = await ship(work, release);
  if (trouble === undefined) {
    await writeRelease(client, namespace, release);
    return { from, to: digest, seconds: (performance.now() - started) / 1000, changed, judged };
  }
  if (earlier === undefined) throw failed(digest, trouble, 'there is no earlier version to go back to');
  say(`${trouble}; going back to ${short(earlier.digest)}`);
  const { trouble: again } = await ship(work, earlier);
  if (again !== undefined) {
    throw failed(digest, trouble, `going back to ${short(earlier.digest)} failed too: ${again}`);
  }
  throw undone(digest, trouble, earlier.digest);
}

/** What was shipped last; before there was a record of it, what serves, with the objects as they are now. */
async function earlierRelease(
  { client, namespace, manifests }: RolloutWork,
  workload: Workload,
  digest: string,
): Promise<Release | undefined> {
  const recorded = await readRelease(client, namespace);
  if (recorded !== undefined) return recorded;
  const serving = await servingDigest(client, namespace, workload);
  return serving === undefined || serving === digest
    ? undefined
    : { digest: serving, manifests: manifests(serving) };
}

/** Refused before anything is done: what the API server would refuse of it. */
async function tryOut(client: ApiClient, manifests: readonly Manifest[]): Promise<void> {
  const { applied, refusals } = await applyManifests(client, manifests, { dryRun: true, force });
  if (refusals.length > 0) throw refused(manifests.length, applied, refusals);
}

async function migrate(
  { client, namespace, patience }: RolloutWork,
  { digest, manifests }: Release,
): Promise<void> {
  const name = names.workload('migrate');
  try {
    const patienceSeconds = patience.migrationSeconds;
    const end = await runJob({ client, namespace, manifests, name, patienceSeconds });
    if (!end.succeeded) throw notMigrated(digest, namespace, end);
  } catch (error) {
    if (!(error instanceof StillNotSo)) throw error;
    throw notMigrated(digest, namespace, { name, said: error.message });
  }
}

type Followed = {
  /** What went wrong, as a sentence. */
  readonly trouble: string | undefined;
  readonly judged: Judgement | undefined;
};
type Shipped = Followed & Pick<RolledOut, 'changed'>;

/** Applies a version, follows it to its end and asks it. */
async function ship(work: RolloutWork, { digest, manifests }: Release): Promise<Shipped> {
  const { client, namespace, strategy, say } = work;
  const before = await readWorkload(client, namespace);
  const { refusals, warnings, changed } = await applyManifests(client, manifests, { force });
  warnings.forEach(say);
  if (refusals.length > 0) return { trouble: refusals.join('; '), judged: undefined, changed };
  if (strategy !== 'rolling') await giveCount(client, namespace, before);
  return { ...(await followed(work, digest)), changed };
}

/** Follows a version that was applied to its end, asks it meanwhile, and looks at it once it serves. */
async function followed(work: RolloutWork, digest: string): Promise<Followed> {
  const { client, namespace, strategy, patience, verify } = work;
  const isJudged = strategy !== 'rolling';
  const own = isJudged && work.own ? askNewest(work.own) : undefined;
  const end = await awaitRollout({ ...work, patienceSeconds: patience.rolloutSeconds }).catch(
    async (error: unknown) => {
      await own?.stop();
      throw error;
    },
  );
  const answers = await own?.stop();
  const judged = isJudged ? { looks: await looksAt(client, namespace), own: answers } : undefined;
  if (judged) describe(judged).forEach(work.say);
  if (end.stage === 'failed') return { trouble: end.said, judged };
  if (isJudged) await takePods(client, namespace);
  const trouble = await verify?.(digest).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof Failure) return error.message;
      throw error;
    },
  );
  return { trouble, judged };
}

/** Nothing of a version that was not looked at: the first one, or one that was judged in its time. */
function describe({ looks, own }: Judgement): readonly string[] {
  if (looks.length === 0) return [];
  const { asked, failed: unanswered, said } = own ?? { asked: 0, failed: 0 };
  const why = said === undefined ? '' : ` (${said})`;
  return [
    `looks at it: ${describeLooks(looks)}`,
    ...(asked === 0 ? [] : [`asked by this deploy: ${asked} times, ${unanswered} of them in vain${why}`]),
  ];
}
