import { environmentNames, type Environment, type EnvironmentName } from './environment.ts';
import { faultsBetween, faultsOf } from './limits.ts';
import { production } from './production.ts';
import { staging } from './staging.ts';
import { UnfitEnvironments } from './unfit-environments.ts';

/**
 * The environments, each held to its limits.
 *
 * @throws {UnfitEnvironments} At import, with every fault of every environment.
 */
export const environments: Readonly<Record<EnvironmentName, Environment>> = { production, staging };

const faults = [
  ...environmentNames.flatMap((name) => faultsOf(environments[name])),
  ...faultsBetween(Object.values(environments)),
];
if (faults.length > 0) throw new UnfitEnvironments(faults);

/** The environment of a name that somebody typed; undefined where there is none. */
export function environmentNamed(name: string): Environment | undefined {
  return environmentNames.some((known) => known === name) ? environments[name as EnvironmentName] : undefined;
}
