import { names, type Platform, type StateName } from '../../platform/midcoast.ts';
import { declared, numberAt, references, textAt, textsAt, type Declared } from '../declaration.ts';
import { formatAmount } from '../figures.ts';

/** What is drawn of an environment: the guide’s opening tree, with the names and sizes that were built. */
export type Picture = {
  readonly title: string;
  readonly region: string;
  /** Before the network: names, certificate, firewall. */
  readonly edge: Part | undefined;
  readonly balancer: Part | undefined;
  readonly network: NetworkPicture | undefined;
  readonly cluster: Part | undefined;
  readonly stores: readonly Store[];
  readonly recovery: { readonly region: string; readonly parts: readonly Part[] } | undefined;
};

export type Part = { readonly title: string; readonly lines: readonly string[] };
/** `port` is the one by which the pods reach it. */
export type Store = Part & { readonly port: number | undefined };

export type NetworkPicture = {
  readonly name: string;
  readonly cidr: string;
  readonly zones: readonly ZonePicture[];
};

export type ZonePicture = {
  readonly id: string;
  readonly publicCidr: string | undefined;
  readonly privateCidr: string | undefined;
  readonly hasNat: boolean;
};

/** Reads the picture from the platform as it is built; a heading that is missing is left out. */
export function pictureOf(platform: Platform): Picture {
  const { environment } = platform;
  return {
    title: `Midcoast ${environment.name}`,
    region: environment.region,
    edge: edgeOf(platform),
    balancer: first(platform, 'aws_lb', ({ attributes }) => ({
      title: 'Load balancer',
      lines: [
        `${textAt(attributes, 'name')} in ${formatAmount(textsAt(attributes, 'subnets').length, 'zone')}`,
      ],
    })),
    network: networkOf(platform, 'platform'),
    cluster: first(platform, 'aws_eks_cluster', (cluster) => clusterOf(platform, cluster)),
    stores: [databasesOf(platform), cacheOf(platform), queueOf(platform)].filter(
      (store) => store !== undefined,
    ),
    recovery: recoveryOf(platform),
  };
}

function first<Result>(
  platform: Platform,
  type: string,
  make: (resource: Declared) => Result,
): Result | undefined {
  const found = declared(platform, type).find(({ state }) => state === 'platform');
  return found === undefined ? undefined : make(found);
}

function edgeOf(platform: Platform): Part | undefined {
  const firewall = first(
    platform,
    'aws_wafv2_web_acl',
    ({ attributes }) => `WAF ${textAt(attributes, 'name')}`,
  );
  const host = declared(platform, 'aws_route53_record')
    .map(({ attributes }) => textAt(attributes, 'name'))
    .find((name) => !name.includes('${'));
  const lines = [host === undefined ? [] : `Route 53 ${host}`, firewall ?? []].flat();
  return lines.length === 0 ? undefined : { title: 'Edge', lines };
}

function networkOf(platform: Platform, state: StateName): NetworkPicture | undefined {
  const own = declared(platform).filter((resource) => resource.state === state);
  const vpc = own.find(({ type }) => type === 'aws_vpc');
  if (vpc === undefined) return undefined;
  const subnets = own.filter(({ type }) => type === 'aws_subnet');
  const natted = new Set(
    own
      .filter(({ type }) => type === 'aws_nat_gateway')
      .flatMap(({ attributes }) => references(attributes['subnet_id'])),
  );
  const zones = Map.groupBy(subnets, ({ attributes }) => textAt(attributes, 'availability_zone_id'));
  return {
    name: textAt(vpc.attributes, 'tags.Name'),
    cidr: textAt(vpc.attributes, 'cidr_block'),
    zones: [...zones].map(([id, inside]) => ({
      id,
      publicCidr: cidrOf(inside, 'public'),
      privateCidr: cidrOf(inside, 'private'),
      hasNat: inside.some(({ address }) => natted.has(address)),
    })),
  };
}

function cidrOf(subnets: readonly Declared[], kind: 'public' | 'private'): string | undefined {
  const found = subnets.find(({ address }) => address.includes(`_${kind}_`));
  return found === undefined ? undefined : textAt(found.attributes, 'cidr_block');
}

function clusterOf(platform: Platform, { attributes }: Declared): Part {
  const { environment } = platform;
  const groups = declared(platform, 'aws_eks_node_group').map((group) => {
    const least = numberAt(group.attributes, 'scaling_config.min_size') ?? 0;
    const most = numberAt(group.attributes, 'scaling_config.max_size') ?? least;
    return `${least}–${most} system nodes ${textsAt(group.attributes, 'instance_types').join(', ')}`;
  });
  const { leastPods, mostPods } = environment.application;
  return {
    title: `EKS ${textAt(attributes, 'version')}`,
    lines: [
      textAt(attributes, 'name'),
      ...groups,
      `Karpenter up to ${environment.cluster.nodeCpuLimit} processors`,
      `${names.application} ${leastPods}–${mostPods} pods`,
    ],
  };
}

function databasesOf(platform: Platform): Store | undefined {
  const all = declared(platform, 'aws_db_instance').filter(({ state }) => state === 'platform');
  const primaries = all.filter(({ attributes }) => attributes['replicate_source_db'] === undefined);
  const [one] = primaries;
  if (one === undefined) return undefined;
  const replicas = all.length - primaries.length;
  const place = one.attributes['multi_az'] === true ? 'Multi-AZ' : 'one zone';
  return {
    title: `RDS PostgreSQL ${textAt(one.attributes, 'engine_version')}`,
    lines: [
      primaries.length === 1
        ? textAt(one.attributes, 'identifier')
        : `${formatAmount(primaries.length, 'shard')}, ${textAt(one.attributes, 'identifier')} …`,
      `${textAt(one.attributes, 'instance_class')}, ${place}`,
      replicas === 0 ? 'no read replica' : formatAmount(replicas, 'read replica'),
    ],
    port: numberAt(one.attributes, 'port') ?? 5432,
  };
}

function cacheOf(platform: Platform): Store | undefined {
  return first(platform, 'aws_elasticache_replication_group', ({ attributes }) => ({
    title: `ElastiCache Redis ${textAt(attributes, 'engine_version')}`,
    lines: [
      textAt(attributes, 'replication_group_id'),
      textAt(attributes, 'node_type'),
      `${formatAmount(numberAt(attributes, 'num_node_groups') ?? 1, 'shard')}, ${formatAmount(numberAt(attributes, 'replicas_per_node_group') ?? 0, 'replica')} each`,
    ],
    port: numberAt(attributes, 'port'),
  }));
}

/** SCRAM over TLS: https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html */
const scramPort = 9096;

function queueOf(platform: Platform): Store | undefined {
  return first(platform, 'aws_msk_cluster', ({ attributes }) => ({
    title: `MSK (Kafka) ${textAt(attributes, 'kafka_version')}`,
    lines: [
      textAt(attributes, 'cluster_name'),
      textAt(attributes, 'broker_node_group_info.instance_type'),
      `${formatAmount(numberAt(attributes, 'number_of_broker_nodes') ?? 0, 'broker')} in ${formatAmount(textsAt(attributes, 'broker_node_group_info.client_subnets').length, 'zone')}`,
    ],
    port: scramPort,
  }));
}

function recoveryOf(platform: Platform): Picture['recovery'] {
  const own = platform.states.recovery.resources;
  if (own.length === 0) return undefined;
  const network = networkOf(platform, 'recovery');
  const count = (type: string) => own.filter((resource) => resource.type === type).length;
  const vaults = own
    .filter(({ type }) => type === 'aws_backup_vault')
    .map(({ attributes }) => textAt(attributes, 'name'));
  const copies = [
    ...(count('aws_db_instance') > 0 ? [formatAmount(count('aws_db_instance'), 'database replica')] : []),
    ...(declared(platform, 'aws_db_instance_automated_backups_replication').length > 0
      ? ['backups to a moment']
      : []),
  ];
  const parts = [
    ...(network === undefined ? [] : [{ title: 'Network', lines: [network.name, network.cidr] }]),
    ...(vaults.length === 0 ? [] : [{ title: 'Backup vault', lines: [...vaults, 'locked'] }]),
    ...(copies.length === 0 ? [] : [{ title: 'Database', lines: copies }]),
    ...(count('aws_ecr_repository') > 0 ? [{ title: 'Images', lines: ['replicated by digest'] }] : []),
    ...(count('aws_kms_key') > 0
      ? [{ title: 'Keys', lines: [`${formatAmount(count('aws_kms_key'), 'key')} of our own`] }]
      : []),
  ];
  return { region: platform.environment.recoveryRegion, parts };
}
