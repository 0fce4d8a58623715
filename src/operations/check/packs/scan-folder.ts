import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readingPolicy } from './checkov-pack.ts';
import { readingRego, type TrivyInput } from './trivy-pack.ts';

/** Where the policies that count lie, below the folder that is scanned; each pack gets its own. */
export const policyFolders = { checkov: 'checkov', trivy: 'rego' } as const;

/** Writes what packs look at, by path, and beside it the policies that count what they read. */
export async function layOut(
  folder: string,
  files: ReadonlyMap<string, string>,
  input: TrivyInput,
): Promise<void> {
  const policies = [
    [`${policyFolders.checkov}/reading.json`, JSON.stringify(readingPolicy)],
    // In the place of any configuration that lies about; what is excused is told apart here.
    [`${policyFolders.checkov}/config.yaml`, 'quiet: false\n'],
    [`${policyFolders.trivy}/reading.rego`, readingRego(input)],
  ] as const;
  for (const [path, text] of [...files, ...policies]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
