import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Manifest } from '../../../platform/midcoast.ts';
import { Failure } from '../../failure.ts';
import { readMakersFiles } from '../../rehearsal/cluster/definitions.ts';
import { kubernetesSchemasTool } from '../../toolbox/kubernetes-schemas.ts';
import type { Definition } from './definition-schema.ts';
import type { PackWork } from './pack-work.ts';
import { schemaFiles } from './schema-files.ts';
import { requireTool } from '../../toolbox/require-tool.ts';

/**
 * Writes the schemas of the kinds that are built into a folder, for each version of Kubernetes: its own kinds’ as its
 * makers publish them, everything else’s from the definitions of theirs. Gives the reason where they cannot be had.
 */
export async function bringSchemas(
  folder: string,
  manifests: readonly Manifest[],
  versions: readonly string[],
  work: PackWork,
): Promise<string | undefined> {
  try {
    const kubernetes = await requireTool(kubernetesSchemasTool(work.machine), work);
    const makers = await readMakersFiles(work.machine, work);
    // As rehearsals read them, whole.
    const definitions = makers.definitions as readonly object[] as readonly Definition[];
    const files = await schemaFiles(manifests, versions, { kubernetes: kubernetes.path, definitions });
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return `${error.message}; ${error.next}`;
  }
}
