import { cloudExcuses } from './cloud-excuses.ts';
import { clusterExcuses } from './cluster-excuses.ts';
import type { Excuse } from './excuse.ts';

/** Every excuse there is, table by table. */
export const excuseTables: readonly (readonly Excuse[])[] = [cloudExcuses, clusterExcuses];
