import {
  declared,
  numberAt,
  placeOf,
  references,
  textAt,
  textsAt,
  valueAt,
  type Declared,
} from '../../declaration.ts';
import type { Rule } from '../rule.ts';

const spread: Rule = {
  id: 'brokers-spread-evenly',
  says: 'The brokers are a multiple of the zones that they stand in, at least three.',
  mend: 'Choose queue.brokers of the environment as a multiple of its zones.',
  find: (platform) =>
    declared(platform, 'aws_msk_cluster').flatMap((cluster) => {
      const brokers = numberAt(cluster.attributes, 'number_of_broker_nodes') ?? 0;
      const zones = textsAt(cluster.attributes, 'broker_node_group_info.client_subnets').length;
      return brokers >= 3 && zones > 0 && brokers % zones === 0
        ? []
        : [{ where: placeOf(cluster), seen: `${brokers} brokers over ${zones} zones` }];
    }),
};

/** What Kafka must be told so that an acknowledged event is on two brokers and no stranger reads it. */
const settings: Readonly<Record<string, string>> = {
  'default.replication.factor': '3',
  'min.insync.replicas': '2',
  'unclean.leader.election.enable': 'false',
  'auto.create.topics.enable': 'false',
  'allow.everyone.if.no.acl.found': 'false',
};

const durable: Rule = {
  id: 'events-on-two-brokers',
  says: 'Kafka acknowledges an event once two brokers have it, elects no leader without it, and lets in nobody without an ACL.',
  mend: `Set ${Object.entries(settings)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ')} in the configuration, and bind it to the cluster.`,
  find: (platform) => {
    const configurations = declared(platform, 'aws_msk_configuration');
    const wrong = configurations.flatMap((configuration) => {
      const said = properties(configuration);
      return Object.entries(settings)
        .filter(([key, value]) => said.get(key) !== value)
        .map(([key, value]) => ({
          where: placeOf(configuration),
          seen: `${key} is ${said.get(key) ?? 'not set'}, not ${value}`,
        }));
    });
    const unbound = declared(platform, 'aws_msk_cluster')
      .filter(({ attributes }) => references(attributes['configuration_info']).length === 0)
      .map((cluster) => ({ where: placeOf(cluster), seen: 'is bound to no configuration of ours' }));
    return [...wrong, ...unbound];
  },
};

const fed: Rule = {
  id: 'partitions-feed-workers',
  says: 'A topic has at least as many partitions as there may be workers: one without a partition would wait for nothing.',
  mend: 'Let num.partitions be partitionsPerTopic(environment).',
  find: (platform) => {
    const { mostWorkers } = platform.environment.application;
    return declared(platform, 'aws_msk_configuration')
      .map((configuration) => ({
        where: placeOf(configuration),
        partitions: Number(properties(configuration).get('num.partitions') ?? 1),
      }))
      .filter(({ partitions }) => !(partitions >= mostWorkers))
      .map(({ where, partitions }) => ({
        where,
        seen: `${partitions} partitions for up to ${mostWorkers} workers`,
      }));
  },
};

const access: Rule = {
  id: 'queue-asks-who-calls',
  says: 'Kafka lets in no client that has not said who it is, and none from outside the network.',
  mend: 'Switch client_authentication.unauthenticated off and SCRAM on, and public access off.',
  find: (platform) =>
    declared(platform, 'aws_msk_cluster').flatMap((cluster) =>
      (
        [
          ['client_authentication.unauthenticated', false],
          ['client_authentication.sasl.scram', true],
        ] as const
      )
        .filter(([path, wanted]) => valueAt(cluster.attributes, path) !== wanted)
        .map(([path, wanted]) => ({ where: placeOf(cluster), seen: `${path} is not ${String(wanted)}` })),
    ),
};

export const queueSafetyRules: readonly Rule[] = [spread, durable, access, fed];

function properties({ attributes }: Declared): ReadonlyMap<string, string> {
  const text = textAt(attributes, 'server_properties');
  return new Map(
    text.split(/\r?\n|\\n/).map((line) => {
      const [key = '', value = ''] = line.split('=');
      return [key.trim(), value.trim()];
    }),
  );
}
