import type { Environment } from '../environments/environment.ts';
import { documentsOf, resourcesOf, type Documents, type Resource } from './document.ts';
import { cache } from './infrastructure/cache.ts';
import { database } from './infrastructure/database.ts';
import { network } from './infrastructure/network/network.ts';
import { queue } from './infrastructure/queue.ts';
import { names } from './names.ts';
import { cacheScaling } from './scaling/cache-scaling.ts';
import { databaseScaling } from './scaling/database-scaling.ts';
import { dataSecurity } from './security/data-security/data-security.ts';
import { networkSecurity } from './security/network-security/network-security.ts';
import { serviceRoles } from './service-roles.ts';
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
  const ground = foundation(platform, environment);
  stores(platform, environment, ground);
  const states = { platform, recovery };
  return {
    environment,
    states: Object.fromEntries(stateNames.map((name) => [name, written(states[name])])) as Platform['states'],
  };
}

type Foundation = ReturnType<typeof foundation>;

/** What everything else stands on: keys, the network, and who may talk to whom in it. */
function foundation(state: State, environment: Environment) {
  const { region } = state;
  const account = state.heading('account');
  const place = { environment, region, clusterName: names.cluster };
  const keys = dataSecurity(state.heading('data-security'), {
    ...place,
    serviceRoles: serviceRoles(account),
  });
  const net = network(state.heading('network'), {
    ...place,
    name: names.vpc,
    network: environment.network,
    keys,
  });
  const { groups, firewallArn } = networkSecurity(state.heading('network-security'), {
    ...place,
    network: net,
    keys,
  });
  return { keys, network: net, groups, firewallArn };
}

/** What holds data. */
function stores(state: State, environment: Environment, { keys, network: net, groups }: Foundation) {
  const place = { environment, keys, groups, subnetIds: net.privateSubnetIds };
  const databases = database(state.heading('database'), place);
  const replicas = databaseScaling(state.heading('database-scaling'), { environment, ...databases });
  const scaling = cacheScaling(environment);
  const redis = cache(state.heading('cache'), { ...place, scaling });
  const kafka = queue(state.heading('queue'), place);
  return { databases, replicas, cache: redis, queue: kafka };
}

function written(state: State): PlatformState {
  return {
    name: state.stateName,
    region: state.region,
    documents: documentsOf(state),
    resources: resourcesOf(state),
  };
}
