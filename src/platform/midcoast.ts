import type { Environment } from '../environments/environment.ts';
import { account } from './account/account.ts';
import { logPrefixes } from './account/log-bucket.ts';
import { serviceRoles } from './account/service-roles.ts';
import { documentsOf, resourcesOf, type Documents, type Resource } from './document.ts';
import { edge } from './edge/edge.ts';
import { cache } from './infrastructure/cache.ts';
import { cluster } from './infrastructure/cluster/cluster.ts';
import { database } from './infrastructure/database.ts';
import { networkEndpoints } from './infrastructure/network/endpoints.ts';
import { network } from './infrastructure/network/network.ts';
import { queue } from './infrastructure/queue.ts';
import { names } from './names.ts';
import { registry } from './pipeline/registry.ts';
import { runner } from './pipeline/runner.ts';
import { applicationScaling } from './scaling/application-scaling.ts';
import { cacheScaling } from './scaling/cache-scaling.ts';
import { databaseScaling } from './scaling/database-scaling.ts';
import { access } from './security/access.ts';
import { contactKeySecret } from './security/data-security/contact-key-secret.ts';
import { dataSecurity } from './security/data-security/data-security.ts';
import { bindRoles, existingBoundaryArn } from './security/identity/boundary.ts';
import { identity } from './security/identity/identity.ts';
import { gatewayPort } from './security/network-security/group-rules.ts';
import { networkSecurity } from './security/network-security/network-security.ts';
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
  const { boundaryArn } = compute(platform, environment, ground);
  door(platform, environment, ground);
  bindRoles(platform, boundaryArn);
  bindRoles(recovery, existingBoundaryArn(environment));
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
  const headings = {
    account: state.heading('account'),
    dataSecurity: state.heading('data-security'),
    network: state.heading('network'),
  };
  const place = { environment, region, clusterName: names.cluster };
  const keys = dataSecurity(headings.dataSecurity, {
    ...place,
    serviceRoles: serviceRoles(headings.account),
  });
  contactKeySecret(headings.dataSecurity, { environment, keys });
  const { logs } = account(headings.account, { ...place, keys });
  const given = { ...place, keys, name: names.vpc, network: environment.network };
  const net = network(headings.network, given);
  const security = networkSecurity(state.heading('network-security'), { ...place, keys, network: net });
  networkEndpoints(headings.network, { ...place, network: net, groups: security.groups });
  return { keys, logs, network: net, ...security };
}

/** The one way in from the internet. */
function door(state: State, environment: Environment, { logs, ...ground }: Foundation) {
  return edge(state.heading('edge'), {
    ...ground,
    environment,
    gatewayPort,
    logs: { ...logs, prefix: logPrefixes.edge },
  });
}

/** Who may do what, where the application runs, and how it gets there. */
function compute(state: State, environment: Environment, { keys, network: net, groups }: Foundation) {
  const { roles, pods, boundaryArn } = identity(state.heading('identity'), { environment, keys });
  const { privateSubnetIds } = net;
  const place = { environment, keys, groups, privateSubnetIds };
  const kubernetes = cluster(state.heading('cluster'), { ...place, roles, pods });
  access(state.heading('access'), { ...place, role: roles.access });
  runner(state.heading('runner'), { environment, keys, groups, network: net, role: roles.runner });
  const images = registry(state.heading('registry'), { environment, keys });
  applicationScaling(state.heading('application-scaling'), { nodesRole: roles['karpenter-nodes'] });
  return { roles, boundaryArn, cluster: kubernetes, images };
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
