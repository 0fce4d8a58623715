import type { Manifest } from '../../../platform/midcoast.ts';

type Target = { readonly kind: string; readonly name: string };

/** What a horizontal or a vertical autoscaler scales; undefined for whatever is none. */
export function scaledBy(manifest: Manifest): Target | undefined {
  const spec = 'spec' in manifest ? (manifest.spec as { scaleTargetRef?: Target; targetRef?: Target }) : {};
  return spec.scaleTargetRef ?? spec.targetRef;
}
