import type { Environment } from '../../environments/environment.ts';
import { Failure } from '../failure.ts';
import { formatAmount } from '../figures.ts';
import { readChangedFiles, readCommit } from '../local/commit.ts';
import { synth } from '../synth.ts';

/** So many changed files are named. */
const shownFiles = 8;

/**
 * Refuses files that are not what the code says now (`generated_stale`, exit refused): what is planned must be what
 * was read and reviewed.
 */
export async function checkFresh(root: string, environment: Environment): Promise<void> {
  const { differing } = await synth(root, environment, false);
  if (differing.length === 0) return;
  const named = differing.slice(0, shownFiles).map(({ path, how }) => `${path} (${how})`);
  throw new Failure({
    code: 'generated_stale',
    exit: 'refused',
    message: `generated/${environment.name} is not what the code says now: ${formatAmount(differing.length, 'file differs', 'files differ')}`,
    facts: { files: named.join(', ') },
    next: `run ./midcoast synth ${environment.name}, look at what changed, and commit it`,
  });
}

/**
 * The commit that is deployed, as everything will be tagged with it. Production is deployed from a commit alone
 * (`tree_not_clean`, exit refused); elsewhere the commit bears `-dirty` when files differ from it.
 */
export async function checkCommit(root: string, { name }: Environment): Promise<string> {
  const [commit, changed] = await Promise.all([readCommit(root), readChangedFiles(root)]);
  if (changed.length === 0) return commit;
  if (name !== 'production') return `${commit}-dirty`;
  throw new Failure({
    code: 'tree_not_clean',
    exit: 'refused',
    message: `production is deployed from a commit, and ${formatAmount(changed.length, 'file differs', 'files differ')} from it`,
    facts: { commit, files: changed.slice(0, shownFiles).join(' ') },
    next: 'commit the changes, or put the files back',
  });
}
