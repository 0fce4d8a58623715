import { parseAllDocuments } from 'yaml';
import type { Environment } from '../../../environments/environment.ts';
import { fill, midcoast, type Manifest, type Manifests } from '../../../platform/midcoast.ts';
import { Failure } from '../../failure.ts';
import type { GeneratedFiles } from '../../generated-files.ts';

/** What is applied to the cluster, heading after heading, with the image of this digest. */
export type FilledManifests = (digest: string) => Manifests;

/**
 * The files of `generated/<environment>/kubernetes` as they would be applied: their holes are filled with values that
 * stand for those of the cloud. Throws `generated_missing` (exit usage) where one is not there.
 */
export function generatedManifests(generated: GeneratedFiles, environment: Environment): FilledManifests {
  const headings = Object.keys(midcoast(environment).manifests);
  const texts = headings.map((heading) => {
    const bytes = generated.get(`kubernetes/${heading}.yaml`);
    if (bytes === undefined) throw missing(environment, heading);
    return [heading, bytes.toString('utf8')] as const;
  });
  return (digest) =>
    Object.fromEntries(
      texts.map(([heading, text]) => [heading, objectsIn(filled(text, environment, digest))]),
    );
}

/** What would be generated for an environment, such as one with another strategy. */
export function builtManifests(environment: Environment): FilledManifests {
  const texts = Object.entries(midcoast(environment).manifests).map(
    ([heading, manifests]) => [heading, JSON.stringify(manifests)] as const,
  );
  return (digest) =>
    Object.fromEntries(
      texts.map(([heading, text]) => [
        heading,
        JSON.parse(filled(text, environment, digest)) as readonly Manifest[],
      ]),
    );
}

/** What is known only once the cloud is there; the digest aside, which each rollout has its own of. */
export function standIns({ region, accountId }: Environment) {
  return {
    REGION: region,
    ACCOUNT_ID: accountId,
    TARGET_GROUP_ARN: `arn:aws:elasticloadbalancing:${region}:${accountId}:targetgroup/rehearsal/0123456789abcdef`,
  } as const;
}

function filled(text: string, environment: Environment, digest: string): string {
  return fill(text, { ...standIns(environment), IMAGE_DIGEST: digest });
}

function objectsIn(text: string): readonly Manifest[] {
  return parseAllDocuments(text, { version: '1.1' }).map((document) => {
    const [fault] = document.errors;
    if (fault !== undefined) throw fault;
    return document.toJS() as Manifest;
  });
}

function missing({ name }: Environment, heading: string): Failure {
  return new Failure({
    code: 'generated_missing',
    exit: 'usage',
    message: `there is no generated/${name}/kubernetes/${heading}.yaml`,
    next: `run ./midcoast synth ${name} first`,
  });
}
