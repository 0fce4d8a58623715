import type { Environment } from '../environments/environment.ts';
import { documentsOf, resourcesOf, type Documents, type Resource } from './document.ts';
import { State, stateNames, type StateName } from './state.ts';

export { names } from './names.ts';
export { providerVersions, stateNames, terraformVersions, type StateName } from './state.ts';
export type { Documents, Resource } from './document.ts';

/** What is built of one environment: what is written, and what checks, cost and diagram read. */
export type Platform = {
  readonly environment: Environment;
  readonly states: Readonly<Record<StateName, PlatformState>>;
};

export type PlatformState = {
  readonly name: StateName;
  readonly region: string;
  readonly documents: Documents;
  readonly resources: readonly Resource[];
};

/** Builds every heading of the guide, in order of need, and hands each what it needs of the others. */
export function midcoast(environment: Environment): Platform {
  const platform = new State(environment, 'platform', environment.region);
  const recovery = new State(environment, 'recovery', environment.recoveryRegion);
  const states = { platform, recovery };
  return {
    environment,
    states: Object.fromEntries(stateNames.map((name) => [name, written(states[name])])) as Platform['states'],
  };
}

function written(state: State): PlatformState {
  return {
    name: state.stateName,
    region: state.region,
    documents: documentsOf(state),
    resources: resourcesOf(state),
  };
}
