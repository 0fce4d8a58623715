import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Environment } from '../../environments/environment.ts';
import { production } from '../../environments/production.ts';
import { documentsOf, resourcesOf } from '../document.ts';
import { State } from '../state.ts';
import { queue } from './queue.ts';

const key = { arn: 'arn:aws:kms:us-east-1:111122223333:key/k' };

function built(environment: Environment = production) {
  const state = new State(environment, 'platform', environment.region);
  queue(state.heading('queue'), {
    environment,
    subnetIds: ['subnet-1', 'subnet-2', 'subnet-3'],
    groups: { queue: { id: 'sg-1' } },
    keys: { queue: key, logs: key },
  });
  return state;
}

const attributesOf = (address: string, environment?: Environment) =>
  resourcesOf(built(environment)).find((resource) => resource.address === address)?.attributes ?? {};
const cluster = () => attributesOf('aws_msk_cluster.queue_kafka');
const properties = (environment?: Environment) =>
  String(attributesOf('aws_msk_configuration.queue_configuration', environment)['server_properties']).split(
    '\n',
  );

describe('the queue', () => {
  it('is Kafka under the guide’s name, a broker in each of three zones', () => {
    const { cluster_name: name, number_of_broker_nodes: brokers } = cluster();
    assert.deepEqual([name, brokers], ['midcoast-kafka', 3]);
  });

  it('lets in nobody unknown, talks TLS alone, and is encrypted with our key', () => {
    assert.deepEqual(cluster()['client_authentication'], {
      sasl: { iam: true, scram: true },
      unauthenticated: false,
    });
    assert.deepEqual(cluster()['encryption_info'], {
      encryption_at_rest_kms_key_arn: key.arn,
      encryption_in_transit: { client_broker: 'TLS', in_cluster: true },
    });
    const brokers = cluster()['broker_node_group_info'] as { connectivity_info: unknown };
    assert.deepEqual(brokers.connectivity_info, { public_access: { type: 'DISABLED' } });
  });

  it('loses nothing acknowledged with one broker, and makes no topic by a slip', () => {
    for (const property of [
      'default.replication.factor=3',
      'min.insync.replicas=2',
      'unclean.leader.election.enable=false',
      'auto.create.topics.enable=false',
      'allow.everyone.if.no.acl.found=false',
      'num.partitions=24',
    ]) {
      assert.ok(properties().includes(property), property);
    }
  });

  it('gets more partitions with more workers', () => {
    const busy = { ...production, application: { ...production.application, mostWorkers: 12 } };
    assert.ok(properties(busy).includes('num.partitions=48'));
  });

  it('has a configuration for each version, bound by its newest revision', () => {
    const next = { ...production, versions: { ...production.versions, kafka: '4.1.x' } };
    const name = (environment: Environment) =>
      attributesOf('aws_msk_configuration.queue_configuration', environment)['name'];
    assert.deepEqual([name(production), name(next)], ['midcoast-kafka-3-9-x', 'midcoast-kafka-4-1-x']);
    assert.deepEqual(cluster()['configuration_info'], {
      arn: '${aws_msk_configuration.queue_configuration.arn}',
      revision: '${aws_msk_configuration.queue_configuration.latest_revision}',
    });
  });

  it('leaves the size of its volumes to the one who scales them', () => {
    assert.deepEqual(cluster()['lifecycle'], {
      ignore_changes: ['broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size'],
    });
    assert.equal(attributesOf('aws_appautoscaling_target.queue_storage_target')['max_capacity'], 500);
  });

  it('has a password that stands in no file and in no state', () => {
    const version = attributesOf('aws_secretsmanager_secret_version.queue_secret_version');
    assert.match(String(version['secret_string_wo']), /ephemeral\.aws_secretsmanager_random_password/);
    assert.equal('secret_string' in version, false);
    assert.ok('ephemeral' in (documentsOf(built())['queue'] ?? {}));
  });

  it('lets MSK read the password by the very policy that MSK writes itself', () => {
    const { policy } = attributesOf('aws_secretsmanager_secret_policy.queue_secret_policy');
    assert.deepEqual((JSON.parse(String(policy)) as { Statement: object[] }).Statement, [
      {
        Sid: 'AWSKafkaResourcePolicy',
        Effect: 'Allow',
        Principal: { Service: 'kafka.amazonaws.com' },
        Action: 'secretsmanager:getSecretValue',
        Resource: '${aws_secretsmanager_secret.queue_secret.arn}',
      },
    ]);
  });
});
