import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The repository's folder. */
export const root = dirname(import.meta.dirname);

const page = await readFile(join(root, 'GUIDE.md'), 'utf8');
/** GUIDE.md in its three parts: the guide's own outline, its words, and what is built instead. */
export const [guide = '', words = '', deviations = ''] = page.split(
  /^## (?:The guide’s own words|Deviations from the guide)$/m,
);

/** Rows of a table of the page, without its head. */
export function rowsOf(table: string): readonly (readonly string[])[] {
  return table
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .slice(1)
    .filter(([first]) => !/^-+$/.test(first ?? ''));
}
