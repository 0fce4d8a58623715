import { glob } from 'node:fs/promises';
import { matchesGlob } from 'node:path';
import { Failure } from '../failure.ts';

/** Tests of parts stand beside their file; those of the whole system in `tests`. */
const patterns = ['src/**/*.test.ts', 'tests/**/*.test.ts'] as const;

/**
 * The test files whose path, from the repository's folder, holds one of the words or matches one as a glob; all
 * of them without words. Throws a Failure of exit `usage` for a word that meets no file.
 */
export async function findTestFiles(root: string, words: readonly string[]): Promise<readonly string[]> {
  const files = (await Array.fromAsync(glob([...patterns], { cwd: root }))).toSorted();
  for (const word of words) {
    if (files.some((file) => meets(file, word))) continue;
    throw new Failure({
      code: 'no_such_test',
      exit: 'usage',
      message: `no test file has ${JSON.stringify(word)} in its path`,
      facts: { files: files.length },
      next: 'give a part of a path, such as leads or leads/scoring, or a glob',
    });
  }
  return words.length === 0 ? files : files.filter((file) => words.some((word) => meets(file, word)));
}

function meets(file: string, word: string): boolean {
  const wanted = word.replace(/^\.\//, '');
  return file.includes(wanted) || matchesGlob(file, wanted);
}
