import type { Classification, Classifications } from './classification.ts';
import { backupPricing } from './backup-pricing.ts';
import { computePricing } from './compute-pricing.ts';
import { freeTypes, unpricedTypes } from './free-types.ts';
import { networkPricing } from './network-pricing.ts';
import { storePricing } from './store-pricing.ts';
import { watchingPricing } from './watching-pricing.ts';

const classifications: Classifications = {
  ...freeTypes,
  ...unpricedTypes,
  ...networkPricing,
  ...computePricing,
  ...storePricing,
  ...backupPricing,
  ...watchingPricing,
};

/** How a type costs; undefined where nobody has said. */
export function classificationOf(type: string): Classification | undefined {
  return classifications[type];
}
