import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The pages that say what to do, by name without ending. `root` is the repository’s folder. */
export async function runbookNames(root: string): Promise<readonly string[]> {
  const files = await readdir(join(root, 'docs', 'runbooks'));
  return files.filter((file) => file.endsWith('.md')).map((file) => file.slice(0, -'.md'.length));
}
