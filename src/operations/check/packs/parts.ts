import type { Platform } from '../../../platform/midcoast.ts';
import { manifestsOf, objectName } from '../objects/manifest.ts';
import type { Parts } from './verdict.ts';

/** The addresses of everything that is built, part by part. */
export function partsOf(platform: Platform): Parts {
  const { platform: here, recovery } = platform.states;
  return {
    platform: here.resources.map(({ address }) => address),
    recovery: recovery.resources.map(({ address }) => address),
    cluster: manifestsOf(platform).map(objectName),
  };
}
