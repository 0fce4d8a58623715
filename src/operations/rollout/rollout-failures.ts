import { Failure } from '../failure.ts';

const runbook = 'docs/runbooks/rollout-stopped.md';

/** `manifests_refused` (exit outside): so many objects, of which so many were taken, or would have been. */
export function refused(objects: number, taken: number, refusals: readonly string[]): Failure {
  return new Failure({
    code: 'manifests_refused',
    exit: 'outside',
    message: `the cluster takes ${taken} of ${objects} objects`,
    facts: { said: refusals.join('; ').slice(0, 2000) },
    next: 'mend what is said of each, and rehearse it: ./midcoast rehearse --only cluster',
  });
}

/** `migration_failed` (exit checkFailed): nothing was rolled out. */
export function notMigrated(
  digest: string,
  namespace: string,
  { name, said }: { readonly name: string; readonly said: string },
): Failure {
  return new Failure({
    code: 'migration_failed',
    exit: 'checkFailed',
    message: `the migration of ${short(digest)} failed, and nothing was rolled out`,
    facts: { job: `${namespace}/${name}`, said },
    next: `read what it said and how its pod is: kubectl -n ${namespace} logs job/${name}; kubectl -n ${namespace} get events`,
  });
}

/** `rollout_undone` (exit checkFailed): what served before serves again. */
export function undone(digest: string, trouble: string, serves: string): Failure {
  return new Failure({
    code: 'rollout_undone',
    exit: 'checkFailed',
    message: `${short(digest)} was taken back: ${trouble}`,
    facts: { digest, serves },
    next: `see ${runbook} for what it left to look at, and deploy the next digest`,
  });
}

/** `rollout_failed` (exit outside): it does not serve, and there is no way back to what did. */
export function failed(digest: string, trouble: string, why: string): Failure {
  return new Failure({
    code: 'rollout_failed',
    exit: 'outside',
    message: `${short(digest)} does not serve: ${trouble}; ${why}`,
    facts: { digest },
    next: `see ${runbook}`,
  });
}

/** A digest that can still be told from others at a glance. */
export function short(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}
