import type { Environment } from '../../../environments/environment.ts';

/** Where an environment works. Services that know no region answer as us-east-1. */
export function regionsOf({ region, recoveryRegion }: Environment): readonly string[] {
  return [...new Set(['us-east-1', region, recoveryRegion])];
}
