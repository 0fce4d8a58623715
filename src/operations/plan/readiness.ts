import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Environment } from '../../environments/environment.ts';
import { Failure } from '../failure.ts';
import { readCommit } from '../local/commit.ts';

/** So many changed files are named. */
const shownFiles = 8;

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
    message: `production is deployed from a commit, and ${changed.length === 1 ? 'a file differs' : `${changed.length} files differ`} from it`,
    facts: { commit, files: changed.slice(0, shownFiles).join(' ') },
    next: 'commit the changes, or put the files back',
  });
}

/** Paths that git sees as changed or new; without git nothing proves what is deployed. */
async function readChangedFiles(root: string): Promise<readonly string[]> {
  try {
    const { stdout } = await promisify(execFile)('git', ['-C', root, 'status', '--porcelain']);
    return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.slice(3)]));
  } catch {
    return ['(git cannot tell)'];
  }
}
