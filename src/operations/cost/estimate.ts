import type { Environment } from '../../environments/environment.ts';
import { midcoast } from '../../platform/midcoast.ts';
import { costOf, type Cost } from './cost.ts';

/** Builds the platform of an environment and says what it costs. */
export function estimate(environment: Environment): Cost {
  return costOf(midcoast(environment));
}
