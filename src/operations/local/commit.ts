import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The commit that is checked out in this folder, or `unknown` where git cannot tell. */
export async function readCommit(root: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('git', ['-C', root, 'rev-parse', 'HEAD']);
    return stdout.trim() || 'unknown';
  } catch {
    return 'unknown';
  }
}

/** Paths that git sees as changed or new; without git nothing proves what this is, and that is said as one of them. */
export async function readChangedFiles(root: string): Promise<readonly string[]> {
  try {
    const { stdout } = await promisify(execFile)('git', ['-C', root, 'status', '--porcelain']);
    return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.slice(3)]));
  } catch {
    return ['(git cannot tell)'];
  }
}
