import type { Environment } from '../../../environments/environment.ts';
import { fill, midcoast, type Manifest, type Manifests } from '../../../platform/midcoast.ts';
import type { GeneratedFiles } from '../../generated-files.ts';
import { readManifests } from '../../kubernetes/generated-manifests.ts';

/** What is applied to the cluster, heading after heading, with the image of this digest. */
export type FilledManifests = (digest: string) => Manifests;

/**
 * The files of `generated/<environment>/kubernetes` as they would be applied: their holes are filled with values that
 * stand for those of the cloud. Throws `generated_missing` (exit usage) where one is not there.
 */
export function generatedManifests(generated: GeneratedFiles, environment: Environment): FilledManifests {
  const read = readManifests(generated, Object.keys(midcoast(environment).manifests));
  return (digest) => read({ ...standIns(environment), IMAGE_DIGEST: digest });
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
