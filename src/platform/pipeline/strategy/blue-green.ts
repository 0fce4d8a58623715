import type { IBlueGreenStrategy } from '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1';
import { gracefulStop } from '../../graceful-stop.ts';
import { byObjectives, byPreviewSigns } from './analysis.ts';
import { blueGreenServices } from './versions.ts';

/** For as long the old version stands ready to take everything back: more than twice as long as the new one is judged. */
const undoSeconds = 600;

/**
 * The new version beside the old one, with as many pods. When its own signs are good it gets all requests, without
 * asking anybody: the objectives then judge it, and what fails them is taken back by one write of a selector.
 */
export function blueGreen(): IBlueGreenStrategy {
  return {
    activeService: blueGreenServices.active,
    previewService: blueGreenServices.preview,
    maxUnavailable: 0,
    autoPromotionEnabled: true,
    prePromotionAnalysis: byPreviewSigns,
    postPromotionAnalysis: byObjectives,
    scaleDownDelaySeconds: undoSeconds,
    // Of the versions before, one alone: three side by side would be more than nodes and connections are counted for.
    scaleDownDelayRevisionLimit: 1,
    abortScaleDownDelaySeconds: gracefulStop.terminationGraceSeconds,
  };
}
