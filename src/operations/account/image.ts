import {
  BatchGetImageCommand,
  ECRClient,
  RepositoryNotFoundException,
  type ImageIdentifier,
} from '@aws-sdk/client-ecr';
import type { Environment } from '../../environments/environment.ts';
import { names } from '../../platform/midcoast.ts';
import { Failure } from '../failure.ts';
import type { Plan } from '../terraform/plan-file.ts';
import type { Cloud } from './cloud.ts';

/**
 * The digest of an image in the registry, which lies in production’s account: by the digest itself, or by the tag of
 * its commit. Throws `image_missing` (exit usage) where it is not there.
 */
export async function findImage(
  cloud: Cloud,
  environment: Environment,
  image: ImageIdentifier,
): Promise<string> {
  const client = new ECRClient(cloud.client(environment.region));
  try {
    // A right to pull is enough for it, and that is all another account has.
    const { images = [] } = await client.send(
      new BatchGetImageCommand({
        registryId: environment.registryAccountId,
        repositoryName: names.image,
        imageIds: [image],
      }),
    );
    const digest = images[0]?.imageId?.imageDigest;
    if (digest !== undefined) return digest;
    throw missing(environment, image);
  } catch (error) {
    throw error instanceof RepositoryNotFoundException ? missing(environment, image, error) : error;
  } finally {
    client.destroy();
  }
}

/** What is planned, as far as it says which image is wanted and whether its registry is still to be made. */
type PlannedImage = {
  readonly platform: { readonly environment: Environment };
  readonly commit: string;
  readonly states: readonly { readonly state: string; readonly plan: Pick<Plan, 'changes'> }[];
};

/**
 * Refuses before anything is applied what could not be rolled out after it (`image_missing`, exit usage). Where the
 * registry itself is made by this very deploy, there is nothing to refuse.
 */
export async function refuseAbsentImage(
  cloud: Cloud,
  { platform, commit, states }: PlannedImage,
  digest: string | undefined,
): Promise<void> {
  const isMade = states
    .filter(({ state }) => state === 'platform')
    .some(({ plan }) =>
      plan.changes.some(({ type, action }) => type === 'aws_ecr_repository' && action === 'create'),
    );
  if (isMade) return;
  const image = digest === undefined ? { imageTag: commit } : { imageDigest: digest };
  await findImage(cloud, platform.environment, image);
}

function missing(
  { name, registryAccountId }: Environment,
  { imageDigest, imageTag }: ImageIdentifier,
  cause?: unknown,
): Failure {
  return new Failure({
    code: 'image_missing',
    exit: 'usage',
    message: `the registry has no image ${imageDigest ?? `of commit ${imageTag}`}`,
    facts: { repository: names.image, account: registryAccountId },
    next: `./midcoast build --push puts it there; then ./midcoast deploy ${name} goes on`,
    ...(cause !== undefined && { cause }),
  });
}
