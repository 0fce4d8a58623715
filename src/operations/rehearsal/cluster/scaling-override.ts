import type { Manifest } from '../../../platform/midcoast.ts';
import type { KubernetesObject } from '../../kubernetes/kubernetes-object.ts';

/** A HorizontalPodAutoscaler, as far as a rehearsal reads it. */
export type Autoscaler = KubernetesObject & {
  readonly spec: {
    readonly scaleTargetRef: { readonly apiVersion: string; readonly kind: string; readonly name: string };
    readonly minReplicas: number;
    readonly maxReplicas: number;
    readonly metrics: readonly {
      readonly containerResource?: {
        readonly container: string;
        readonly target: { readonly averageUtilization: number };
      };
      readonly pods?: {
        readonly metric: { readonly name: string };
        readonly target: { readonly averageValue: string };
      };
    }[];
    readonly behavior: { readonly scaleUp: ScalingRules; readonly scaleDown: ScalingRules };
  };
};

export type ScalingRules = {
  readonly stabilizationWindowSeconds: number;
  readonly policies: readonly ScalingPolicy[];
};

export type ScalingPolicy = {
  readonly type: 'Pods' | 'Percent';
  readonly value: number;
  readonly periodSeconds: number;
};

/**
 * The one thing in which a rehearsed autoscaler differs from what is generated, and the report shows it word for word:
 * its clock. Periods and windows take a twentieth of their time; targets, least, most and how many pods may come and go
 * in a period are as they are.
 */
export const scalingOverride = {
  kind: 'HorizontalPodAutoscaler',
  timesFaster: 20,
  seconds: ['stabilizationWindowSeconds', 'periodSeconds'],
} as const;

/** The autoscaler with a faster clock. Throws a RangeError for a manifest of another kind. */
export function withFasterScaling(manifest: Manifest): Autoscaler {
  const { kind, timesFaster } = scalingOverride;
  if (manifest.kind !== kind) throw new RangeError(`${manifest.kind} is no ${kind}`);
  const seconds: readonly string[] = scalingOverride.seconds;
  const text = JSON.stringify(manifest, (key, value: unknown) =>
    seconds.includes(key) && typeof value === 'number' ? Math.ceil(value / timesFaster) : value,
  );
  return JSON.parse(text) as Autoscaler;
}
