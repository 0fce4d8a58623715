import { parseAllDocuments } from 'yaml';
import { fill, type HoleValues, type Manifest, type Manifests } from '../../platform/midcoast.ts';
import { Failure } from '../failure.ts';
import type { GeneratedFiles } from '../generated-files.ts';

/**
 * The objects of `generated/<environment>/kubernetes` as they are applied, heading after heading, once their holes are
 * filled. Throws `generated_missing` (exit usage) where the file of a heading is not there.
 */
export function readManifests(
  generated: GeneratedFiles,
  headings: readonly string[],
): (values: HoleValues) => Manifests {
  const texts = headings.map((heading) => {
    const path = `kubernetes/${heading}.yaml`;
    const bytes = generated.get(path);
    if (bytes === undefined) throw missing(path);
    return [heading, bytes.toString('utf8')] as const;
  });
  return (values) =>
    Object.fromEntries(texts.map(([heading, text]) => [heading, objectsIn(fill(text, values))]));
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
