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
import { subnetRanges } from './infrastructure/network/subnet-ranges.ts';
import { queue } from './infrastructure/queue.ts';
import type { AddOn } from './kubernetes/add-ons/add-on.ts';
import { addOns } from './kubernetes/add-ons/add-ons.ts';
import { charts } from './kubernetes/add-ons/chart-versions.ts';
import { podLogGroup } from './kubernetes/add-ons/pod-logs.ts';
import { application } from './kubernetes/application/application.ts';
import { jobs } from './kubernetes/application/jobs.ts';
import type { Manifests } from './manifest.ts';
import { mesh } from './kubernetes/mesh/mesh.ts';
import { monitoring } from './kubernetes/monitoring/monitoring.ts';
import { names } from './names.ts';
import { registry } from './pipeline/registry.ts';
import { runner } from './pipeline/runner.ts';
import { strategy } from './pipeline/strategy/strategy.ts';
import { backendsOf, newestOf } from './pipeline/strategy/versions.ts';
import { recoveryRegion } from './recovery-region.ts';
import { backup } from './recovery/backup.ts';
import { configurationBucket } from './recovery/configuration-bucket.ts';
import { configurationReplication, replicationRule } from './recovery/configuration-replication.ts';
import { databaseReplication } from './recovery/database-replication.ts';
import { recoveryMonitoring } from './recovery/recovery-monitoring/recovery-monitoring.ts';
import { platformWatches } from './recovery/recovery-monitoring/watches.ts';
import { applicationScaling } from './scaling/application-scaling.ts';
import { cacheScaling } from './scaling/cache-scaling.ts';
import { databaseScaling } from './scaling/database-scaling.ts';
import { nodeScaling } from './scaling/node-scaling.ts';
import { podScaling, requestRate } from './scaling/pod-scaling.ts';
import { access } from './security/access.ts';
import { clusterIdentity } from './security/cluster-identity/cluster-identity.ts';
import { connectionsSecret } from './security/data-security/connections-secret.ts';
import { contactKeySecret } from './security/data-security/contact-key-secret.ts';
import { dataSecurity } from './security/data-security/data-security.ts';
import { bindRoles } from './security/identity/boundary.ts';
import { databaseRoleSecrets } from './security/data-security/database-role-secrets.ts';
import { identity } from './security/identity/identity.ts';
import { gatewayPort } from './security/network-security/group-rules.ts';
import { networkSecurity } from './security/network-security/network-security.ts';
import { State, stateNames, type StateName } from './state.ts';

export { names } from './names.ts';
export { providerVersions, stateNames, terraformVersions, type StateName } from './state.ts';
export { neededServiceRoles } from './account/service-roles.ts';
export { isDeployer } from './deployers.ts';
export type { Documents, Resource } from './document.ts';
export { givenByImage } from './kubernetes/application/pod-variables.ts';
export { deployMinutes } from './deploy-limit.ts';
export { fill, hole, holes, holesIn, type HoleValues } from './holes.ts';
export { newestHeader } from './kubernetes/mesh/mesh-routes.ts';
export { unexportedIn } from './kubernetes/monitoring/exported-series.ts';
export { yamlOf, type Manifest, type Manifests } from './manifest.ts';
export { actions } from './pipeline/actions.ts';
export { workflowText, type Workflow } from './pipeline/workflow.ts';
export type { AddOn } from './kubernetes/add-ons/add-on.ts';
export { withHeldFields, type Live } from './pipeline/strategy/held-fields.ts';

/** What is built of one environment: what is written, and what checks, cost and diagram read. */
export type Platform = {
  readonly environment: Environment;
  readonly states: Readonly<Record<StateName, PlatformState>>;
  /** What is applied to the cluster, heading after heading. */
  readonly manifests: Manifests;
  /** Releases of Helm, in the order in which they are installed; the objects of heading `add-ons` come before them. */
  readonly addOns: readonly AddOn[];
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
  const kept = stores(platform, environment, ground);
  const { boundaryArn, pods } = compute(platform, environment, ground);
  const way = door(platform, environment, ground);
  recoverable(platform, environment, { ...ground, ...kept, edge: way });
  connections(platform, environment, { ...ground, ...kept, edge: way });
  bindRoles(platform, boundaryArn);
  recoveryRegion(recovery, environment);
  const states = { platform, recovery };
  return {
    environment,
    states: Object.fromEntries(stateNames.map((name) => [name, written(states[name])])) as Platform['states'],
    ...workload(environment, pods),
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
    serviceRoles: serviceRoles(environment.accountId),
  });
  contactKeySecret(headings.dataSecurity, { environment, keys });
  databaseRoleSecrets(headings.dataSecurity, { environment, keys });
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
  podLogGroup(state.heading('add-ons'), { keys });
  applicationScaling(state.heading('application-scaling'), { nodesRole: roles['karpenter-nodes'] });
  return { roles, pods, boundaryArn, cluster: kubernetes, images };
}

/** What runs in the cluster. Who is who comes first; jobs come before what they prepare. */
function workload(
  environment: Environment,
  pods: ReturnType<typeof compute>['pods'],
): Pick<Platform, 'manifests' | 'addOns'> {
  const ranges = subnetRanges(environment.network);
  const network = {
    privateCidrs: ranges.map(({ privateCidr }) => privateCidr),
    publicCidrs: ranges.map(({ publicCidr }) => publicCidr),
  };
  const meshed = mesh({
    environment,
    gatewayPort,
    istioVersion: charts.istiod.version,
    backends: backendsOf(environment.strategy),
    newest: newestOf(environment.strategy),
  });
  const monitored = monitoring({ environment });
  const shipped = strategy({ environment, ...meshed, ...monitored });
  const added = addOns({
    environment,
    network,
    meshConfig: meshed.meshConfig,
    monitoringValues: monitored.values,
    podMetric: requestRate,
  });
  const manifests = {
    'cluster-identity': clusterIdentity({ environment, pods, gatewayPort, network }),
    'add-ons': added.manifests,
    'node-scaling': nodeScaling(environment),
    jobs: jobs(environment),
    application: application(environment),
    // What routes lead to comes before them.
    ...(shipped.manifests.length > 0 && { strategy: shipped.manifests }),
    mesh: meshed.manifests,
    monitoring: monitored.manifests,
    'pod-scaling': podScaling({ environment, target: shipped.target }),
  };
  return { manifests, addOns: added.addOns };
}

/** What holds data. */
function stores(state: State, environment: Environment, { keys, network: net, groups }: Foundation) {
  const place = { environment, keys, groups, subnetIds: net.privateSubnetIds };
  const databases = database(state.heading('database'), place);
  const replicas = databaseScaling(state.heading('database-scaling'), { environment, ...databases });
  const scaling = cacheScaling(environment);
  const redis = cache(state.heading('cache'), { ...place, scaling });
  const kafka = queue(state.heading('queue'), place);
  return { databases, replicas, cache: redis, queue: kafka, cacheNodes: scaling.nodeIds };
}

type Kept = Foundation & ReturnType<typeof stores> & { readonly edge: ReturnType<typeof door> };

/** Where everything is and as whom it is reached: what the cluster learns only after an apply. */
function connections(state: State, environment: Environment, kept: Kept): void {
  const { keys, databases, replicas, cache: redis, queue: kafka } = kept;
  connectionsSecret(state.heading('connections'), {
    environment,
    keys,
    connections: {
      databases: databases.shards.map(({ index, host, port, masterSecretArn }) => ({
        host,
        port,
        masterSecretArn,
        replicaHosts: replicas.filter(({ shard }) => shard === index).map((replica) => replica.host),
      })),
      cache: { host: redis.host, port: redis.port, user: redis.user },
      queue: { brokers: kafka.scramBrokers, iamBrokers: kafka.iamBrokers, user: names.application },
    },
  });
}

/** What is copied, where to, and who is told when something is wrong. */
function recoverable(state: State, environment: Environment, kept: Kept): void {
  const { keys, databases, groups } = kept;
  const { region, recoveryRegion: destination } = environment;
  const place = { environment, region, keys };
  const heading = state.heading('configuration');
  const logs = { logs: kept.logs, logPrefix: logPrefixes.buckets };
  const bucket = configurationBucket(heading, { ...place, ...logs });
  configurationReplication(heading, { environment, keys, bucket });
  const landing = { subnetGroup: databases.subnetGroup, groupId: groups.database.id };
  const { vault } = backup(state.heading('backup'), {
    ...place,
    shards: databases.shards,
    configuration: bucket,
    landing,
  });
  databaseReplication(state.heading('database-replication'), { environment, shards: databases.shards });
  const watches = platformWatches({
    ...kept,
    environment,
    shards: databases.shards,
    vault,
    replication: {
      source: bucket.name,
      destination: names.configurationBucket(environment, destination),
      rule: replicationRule,
    },
  });
  recoveryMonitoring(state.heading('recovery-monitoring'), { ...place, vault, watches });
}

function written(state: State): PlatformState {
  return {
    name: state.stateName,
    region: state.region,
    documents: documentsOf(state),
    resources: resourcesOf(state),
  };
}
