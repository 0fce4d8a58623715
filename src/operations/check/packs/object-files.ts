import { fill, type Manifest, type Platform, yamlOf } from '../../../platform/midcoast.ts';
import { manifestsOf, objectName } from '../objects/manifest.ts';

/** One object in a file of its own, so that what a pack says of a file is said of the object. */
export type ObjectFile = {
  /** Without a folder. */
  readonly name: string;
  /** `Deployment midcoast/midcoast-app` */
  readonly address: string;
  readonly manifest: Manifest;
  readonly text: string;
};

/**
 * Every object as it will be applied: packs read an image's registry and digest, so what is left open is filled with
 * values of the right form. The addresses are those of the model, one for one.
 */
export function objectFiles(platform: Platform): readonly ObjectFile[] {
  const { region, accountId } = platform.environment;
  const values = {
    REGION: region,
    ACCOUNT_ID: accountId,
    IMAGE_DIGEST: `sha256:${'0'.repeat(64)}`,
    TARGET_GROUP_ARN: `arn:aws:elasticloadbalancing:${region}:${accountId}:targetgroup/midcoast/0123456789abcdef`,
  };
  return manifestsOf(platform).map((manifest) => {
    const address = objectName(manifest);
    return {
      name: `${address.replaceAll(/[^\w-]/g, '.')}.yaml`,
      address,
      manifest,
      text: fill(yamlOf([manifest]), values),
    };
  });
}

/** The object that a file holds, however a pack writes its path; the path itself where it is none of ours. */
export function addressIn(files: readonly ObjectFile[], path: string): string {
  const name = path.split('/').at(-1);
  return files.find((file) => file.name === name)?.address ?? path;
}
