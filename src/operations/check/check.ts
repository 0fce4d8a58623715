import type { Environment } from '../../environments/environment.ts';
import { midcoast } from '../../platform/midcoast.ts';
import { declared } from '../declaration.ts';
import { examine } from './examination.ts';
import type { CheckReport } from './report.ts';
import type { Circumstances } from './rule.ts';

/** Builds the platform of an environment and holds it to every rule. */
export function check(environment: Environment, circumstances: Circumstances): CheckReport {
  const platform = midcoast(environment);
  return {
    environment: environment.name,
    resources: declared(platform).length,
    rules: examine(platform, circumstances),
  };
}
