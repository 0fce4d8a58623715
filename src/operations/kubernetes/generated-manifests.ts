import { parseAllDocuments } from 'yaml';
import { fill, type HoleValues, type Manifest, type Manifests } from '../../platform/midcoast.ts';
import { Failure } from '../failure.ts';
import type { GeneratedFiles } from '../generated-files.ts';

/**
 * The objects of `generated/<environment>/kubernetes` as they are applied, heading after heading, with their holes
 * filled. Throws `generated_missing` (exit usage) where the file of a heading is not there.
 */
export function readManifests(
  generated: GeneratedFiles,
  headings: readonly string[],
  values: HoleValues,
): Manifests {
  return Object.fromEntries(
    headings.map((heading) => {
      const path = `kubernetes/${heading}.yaml`;
      const bytes = generated.get(path);
      if (bytes === undefined) throw missing(path);
      return [heading, objectsIn(fill(bytes.toString('utf8'), values))];
    }),
  );
}

function objectsIn(text: string): readonly Manifest[] {
  return parseAllDocuments(text, { version: '1.1' }).map((document) => {
    const [fault] = document.errors;
    if (fault !== undefined) throw fault;
    return document.toJS() as Manifest;
  });
}

function missing(path: string): Failure {
  return new Failure({
    code: 'generated_missing',
    exit: 'usage',
    message: `nothing was generated as ${path}`,
    next: 'run ./midcoast synth first',
  });
}
