import { DescribeImagesCommand, ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import type { Environment } from '../../environments/environment.ts';
import { names } from '../../platform/midcoast.ts';
import { reachCloud } from './cloud.ts';
import { checkAccount } from './identity.ts';

/** Where images are pushed to, with who may. */
export type ImageRegistry = {
  /** Of the repository, without a tag. */
  readonly repository: string;
  /** The digest of what a tag names; undefined where nothing bears it. A tag never moves. */
  readonly digestOf: (tag: string) => Promise<string | undefined>;
  /** Who to sign in as, for twelve hours. The password is a secret. */
  readonly signIn: () => Promise<{ readonly user: string; readonly password: string }>;
};

/**
 * The registry of an environment's account, with the person's own credentials. Throws a Failure where they are missing,
 * refused, or of another account.
 */
export async function openImageRegistry(
  environment: Environment,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<ImageRegistry> {
  const cloud = reachCloud(variables);
  const { account } = await checkAccount(cloud, environment);
  const client = new ECRClient(cloud.client(environment.region));
  return {
    repository: `${account}.dkr.ecr.${environment.region}.amazonaws.com/${names.image}`,
    async digestOf(tag) {
      const asked = new DescribeImagesCommand({ repositoryName: names.image, imageIds: [{ imageTag: tag }] });
      const { imageDetails = [] } = await client.send(asked).catch((error: Error) => {
        if (error.name === 'ImageNotFoundException') return { imageDetails: [] };
        throw error;
      });
      return imageDetails[0]?.imageDigest;
    },
    async signIn() {
      const { authorizationData = [] } = await client.send(new GetAuthorizationTokenCommand({}));
      const text = Buffer.from(authorizationData[0]?.authorizationToken ?? '', 'base64').toString();
      const [user = '', password = ''] = text.split(/:(.*)/s);
      return { user, password };
    },
  };
}
