import type { Strategy } from '../../environments/environment.ts';
import { names, type Manifest } from '../../platform/midcoast.ts';
import { Failure } from '../failure.ts';
import type { ApiClient } from '../kubernetes/api-client.ts';
import { applyManifests } from '../kubernetes/apply-manifests.ts';
import { StillNotSo } from '../kubernetes/following.ts';
import { awaitRollout } from './await-rollout.ts';
import { runJob } from './job-run.ts';
import { servingDigest } from './serving-version.ts';

/** What is rolled out, where, and how long each part of it may take. */
export type RolloutWork = {
  readonly client: ApiClient;
  readonly namespace: string;
  readonly strategy: Strategy;
  /** The objects of the application with the image of a digest, in the order in which they are applied. */
  readonly manifests: (digest: string) => readonly Manifest[];
  readonly patience: { readonly migrationSeconds: number; readonly rolloutSeconds: number };
  /** Asks the new version, once it serves, whether it does. Throws a Failure where not. */
  readonly verify?: () => Promise<void>;
  readonly say: (line: string) => void;
};

export type RolledOut = { readonly from: string | undefined; readonly to: string; readonly seconds: number };

/**
 * Ships a version: the migration, which is safe beside the version that serves; everything applied; the strategy's own
 * way followed to its end; the new version asked. What goes wrong after the migration is undone: the version that
 * served before is applied again, and waited for.
 *
 * Throws a Failure: `migration_failed` (nothing was applied), `rollout_undone`, `rollout_held` (it waits with its share
 * of the requests), `rollout_failed` (there is nothing to go back to, or going back failed too).
 */
export async function rollOut(work: RolloutWork, digest: string): Promise<RolledOut> {
  const started = performance.now();
  const { client, namespace, strategy, say } = work;
  const from = await servingDigest(client, namespace, strategy);
  await migrate(work, digest);
  say(`${from === undefined ? 'nothing serves yet' : `${short(from)} serves`}; rolling out ${short(digest)}`);
  const trouble = await ship(work, digest);
  if (trouble === undefined) return { from, to: digest, seconds: (performance.now() - started) / 1000 };
  if (from === undefined || from === digest)
    throw failed(digest, trouble, 'there is no earlier version to go back to');
  say(`${trouble}; going back to ${short(from)}`);
  const again = await ship({ ...work, verify: () => Promise.resolve() }, from);
  if (again !== undefined) throw failed(digest, trouble, `going back to ${short(from)} failed too: ${again}`);
  throw new Failure({
    code: 'rollout_undone',
    exit: 'checkFailed',
    message: `${short(digest)} was taken back: ${trouble}`,
    facts: { digest, serves: from },
    next: 'see docs/runbooks/rollout-stopped.md for what it left to look at, and deploy the next digest',
  });
}

async function migrate(
  { client, namespace, manifests, patience }: RolloutWork,
  digest: string,
): Promise<void> {
  const all = manifests(digest);
  const name = names.workload('migrate');
  // The job’s own account, secrets and way through the network come first; they are the old version’s as well.
  const end = await runJob({
    client,
    namespace,
    manifests: all,
    name,
    patienceSeconds: patience.migrationSeconds,
  });
  if (end.succeeded) return;
  throw new Failure({
    code: 'migration_failed',
    exit: 'checkFailed',
    message: `the migration of ${short(digest)} failed, and nothing was rolled out`,
    facts: { job: `${namespace}/${end.name}`, said: end.said },
    next: `read its log: kubectl -n ${namespace} logs job/${end.name}`,
  });
}

/** Applies a version and follows it to its end. Gives what went wrong as a sentence, or undefined. */
async function ship(work: RolloutWork, digest: string): Promise<string | undefined> {
  const { client, manifests, patience, verify, say } = work;
  const { refusals, warnings } = await applyManifests(client, manifests(digest));
  warnings.forEach(say);
  if (refusals.length > 0) return refusals.join('; ');
  try {
    const end = await awaitRollout({ ...work, patienceSeconds: patience.rolloutSeconds });
    if (end.stage === 'failed') return end.said;
    if (end.stage === 'held') throw held(digest, end.said);
    await verify?.();
    return undefined;
  } catch (error) {
    if (error instanceof StillNotSo) return error.message;
    if (error instanceof Failure && error.code !== 'rollout_held') return error.message;
    throw error;
  }
}

function held(digest: string, said: string): Failure {
  return new Failure({
    code: 'rollout_held',
    exit: 'checkFailed',
    message: `${short(digest)} waits with its share of the requests: too little was heard of it to judge it`,
    facts: { digest, said },
    next: 'see docs/runbooks/rollout-stopped.md: let it look again, or deploy the digest that ran before',
  });
}

function failed(digest: string, trouble: string, why: string): Failure {
  return new Failure({
    code: 'rollout_failed',
    exit: 'outside',
    message: `${short(digest)} does not serve: ${trouble}; ${why}`,
    facts: { digest },
    next: 'see docs/runbooks/rollout-stopped.md',
  });
}

function short(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}
