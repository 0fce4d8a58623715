import {
  BatchGetImageCommand,
  ECRClient,
  RepositoryNotFoundException,
  type ImageIdentifier,
} from '@aws-sdk/client-ecr';
import type { Environment } from '../../environments/environment.ts';
import { names } from '../../platform/midcoast.ts';
import { Failure } from '../failure.ts';
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
  } finally {
    client.destroy();
  }
}

/**
 * Refuses before anything is applied what could not be rolled out after it (`image_missing`, exit usage). Where the
 * registry itself is still to be made, there is nothing to refuse.
 */
export async function refuseAbsentImage(
  cloud: Cloud,
  { platform, commit }: { readonly platform: { readonly environment: Environment }; readonly commit: string },
  digest: string | undefined,
): Promise<void> {
  const image = digest === undefined ? { imageTag: commit } : { imageDigest: digest };
  await findImage(cloud, platform.environment, image).catch((error: unknown) => {
    if (!(error instanceof RepositoryNotFoundException)) throw error;
  });
}

function missing(
  { name, registryAccountId }: Environment,
  { imageDigest, imageTag }: ImageIdentifier,
): Failure {
  return new Failure({
    code: 'image_missing',
    exit: 'usage',
    message: `the registry has no image ${imageDigest ?? `of commit ${imageTag}`}`,
    facts: { repository: names.image, account: registryAccountId },
    next: `./midcoast build --push puts it there; then ./midcoast deploy ${name} goes on`,
  });
}
