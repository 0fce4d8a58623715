import type { Environment, Region } from '../../../environments/environment.ts';

/** Where an environment works. Services that know no region answer as us-east-1. */
export function regionsOf({ region, recoveryRegion }: Environment): readonly Region[] {
  return [...new Set<Region>(['us-east-1', region, recoveryRegion])];
}
