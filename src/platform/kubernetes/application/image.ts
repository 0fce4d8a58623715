import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import { hole } from '../../holes.ts';

/**
 * The image of every process, by digest: what was tested is what runs. From the registry of the region that the
 * cluster runs in, since each region has a copy.
 */
export function imageOf({ registryAccountId }: Environment): string {
  const registry = `${registryAccountId}.dkr.ecr.${hole('REGION')}.amazonaws.com`;
  return `${registry}/${names.image}@${hole('IMAGE_DIGEST')}`;
}
