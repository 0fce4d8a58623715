import { Failure } from '../failure.ts';
import { formatAmount } from '../figures.ts';
import { readChangedFiles, readCommit } from '../local/commit.ts';

/** What an image is made from. */
export type Source = {
  readonly commit: string;
  /** Paths that are not as committed. */
  readonly changed: readonly string[];
};

export async function readSource(root: string): Promise<Source> {
  const [commit, changed] = await Promise.all([readCommit(root), readChangedFiles(root)]);
  return { commit, changed };
}

/** What the service says of itself, and the image's tag: an image of changed files is of no commit. */
export function revisionOf({ commit, changed }: Source): string {
  return changed.length === 0 ? commit : `${commit}-dirty`;
}

/** Throws a Failure of exit `refused` where an image could not be made again from what is committed. */
export function refuseUncommitted({ commit, changed }: Source): void {
  if (changed.length === 0) return;
  throw new Failure({
    code: 'tree_not_clean',
    exit: 'refused',
    message: `an image that is pushed bears its commit, and ${formatAmount(changed.length, 'file differs', 'files differ')} from it`,
    facts: { commit, first: changed[0] ?? '' },
    next: 'commit them, or put them aside; ./midcoast build without --push builds them as they are',
  });
}
