import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../../../platform/midcoast.ts';
import { definedSchemas, type Definition } from './definition-schema.ts';
import { schemaName, type JsonSchema } from './json-schema.ts';

export type SchemaSources = {
  /** The folder of Kubernetes’ own schemas, a folder a version in it. */
  readonly kubernetes: string;
  /** What the makers of everything else say of their kinds. */
  readonly definitions: readonly Definition[];
};

/**
 * The schemas of the kinds that are built, for kubeconform: by path, a folder a version and a file a kind. A kind for
 * which no source has one has no file, and kubeconform then cannot read its objects.
 */
export async function schemaFiles(
  manifests: readonly Manifest[],
  versions: readonly string[],
  { kubernetes, definitions }: SchemaSources,
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(manifests.map(schemaName));
  const defined = [...definedSchemas(definitions)].filter(([name]) => wanted.has(name));
  const files = new Map<string, string>();
  for (const version of versions) {
    const folder = join(kubernetes, `v${version}.0-local-strict`);
    const own = [...wanted].filter((name) => !defined.some(([other]) => other === name));
    for (const [name, schema] of [...defined, ...(await ownSchemas(folder, own))]) {
      files.set(`v${version}.0/${name}`, JSON.stringify(schema));
    }
  }
  return files;
}

async function ownSchemas(
  folder: string,
  names: readonly string[],
): Promise<readonly (readonly [string, JsonSchema])[]> {
  const { $defs: parts = {} } = JSON.parse(
    await readFile(join(folder, '_definitions.json'), 'utf8'),
  ) as JsonSchema;
  const read = names.map(async (name) => {
    const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    return text === undefined ? [] : [[name, whole(text, parts)] as const];
  });
  return (await Promise.all(read)).flat();
}

const reference = /"(?:\/api\/_definitions\.json)?#\/\$defs\/([^"]+)"/g;

/** A schema with all that it refers to: kubeconform would look for the rest in the internet. */
function whole(text: string, parts: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const needed = new Map<string, JsonSchema>();
  const local = (part: string): string => {
    for (const [, name = ''] of part.matchAll(reference)) {
      if (needed.has(name)) continue;
      needed.set(name, {});
      needed.set(name, anonymous(JSON.parse(local(JSON.stringify(parts[name] ?? {}))) as JsonSchema));
    }
    return part.replaceAll(reference, '"#/$$defs/$1"');
  };
  const schema = JSON.parse(local(text)) as JsonSchema;
  return { ...anonymous(schema), $defs: Object.fromEntries(needed) };
}

/** With an address of its own a schema’s references would lead away from the file. */
function anonymous({ $id: _, ...schema }: JsonSchema): JsonSchema {
  return schema;
}
