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
