import type { AddOn } from '../../platform/midcoast.ts';

/** How long each part of a deploy to the cluster may take at most, beside the add-ons' own patience. */
export const deployPatience = {
  /** A long migration. */
  migrationSeconds: 35 * 60,
  /** A canary with three looks of some minutes at each weight. */
  rolloutSeconds: 45 * 60,
  /** Names of a first deploy reach resolvers by and by. */
  smokeSeconds: 5 * 60,
} as const;

/**
 * Minutes after which even the worst deploy to the cluster is over: every add-on freed of what an earlier run left,
 * upgraded and put back, each with all of its patience, and a version that is taken back at the very end.
 */
export function longestClusterMinutes(addOns: readonly Pick<AddOn, 'patienceMinutes'>[]): number {
  const { migrationSeconds, rolloutSeconds, smokeSeconds } = deployPatience;
  const waits = 3;
  const released = addOns.reduce((sum, { patienceMinutes }) => sum + waits * patienceMinutes, 0);
  return released + (migrationSeconds + 2 * (rolloutSeconds + smokeSeconds)) / 60;
}
