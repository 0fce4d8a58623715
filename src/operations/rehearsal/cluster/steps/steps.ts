import type { ClusterStep } from '../cluster-step.ts';
import { blueGreen } from './blue-green.ts';
import { canaryHardlyAsked, canaryUnasked } from './canary-hardly-asked.ts';
import { canaryTakenBack } from './canary-taken-back.ts';
import { canary } from './canary.ts';
import { deployed } from './deployed.ts';
import { nodesScaled } from './nodes-scaled.ts';
import { podsScaled } from './pods-scaled.ts';
import { releaseInstalled } from './release-installed.ts';
import { rolling } from './rolling.ts';
import { wrongImage } from './wrong-image.ts';
import { zoneDrained } from './zone-drained.ts';

/** What is done to the cluster. Those of a group run side by side; groups run one after another. */
export const stepGroups: readonly (readonly ClusterStep[])[] = [
  [
    rolling,
    wrongImage,
    canary,
    canaryTakenBack,
    canaryHardlyAsked,
    canaryUnasked,
    blueGreen,
    podsScaled,
    nodesScaled,
    releaseInstalled,
    deployed,
  ],
  [zoneDrained],
];
