import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { places, plantedPlatform } from '../test-platform.ts';
import { awsRefusesRules } from './aws-refuses.ts';

const [replicaSource, replicaKey, ownPorts] = awsRefusesRules;
assert.ok(replicaSource && replicaKey && ownPorts);

describe('replicas-have-a-source-with-its-own-secret', () => {
  const replica = { replicate_source_db: '${aws_db_instance.one.identifier}' };

  it('finds a source whose password RDS manages, and no other database', () => {
    const managed = { manage_master_user_password: true };
    const planted = {
      'aws_db_instance.one': managed,
      'aws_db_instance.alone': managed,
      'aws_db_instance.copy': replica,
    };
    assert.deepEqual(places(replicaSource, plantedPlatform(planted)), ['aws_db_instance.one']);
  });

  it('passes a source with a secret of ours', () => {
    const planted = { 'aws_db_instance.one': { password_wo_version: 1 }, 'aws_db_instance.copy': replica };
    assert.deepEqual(places(replicaSource, plantedPlatform(planted)), []);
  });
});

describe('replicas-name-no-key', () => {
  it('finds a replica in the region of its source that names a key', () => {
    const planted = {
      'aws_db_instance.one': { kms_key_id: '${aws_kms_key.database.arn}' },
      'aws_db_instance.copy': {
        replicate_source_db: '${aws_db_instance.one.identifier}',
        kms_key_id: '${aws_kms_key.database.arn}',
      },
    };
    assert.deepEqual(places(replicaKey, plantedPlatform(planted)), ['aws_db_instance.copy']);
  });

  it('passes one that names none, and one of another region that has to', () => {
    const planted = {
      'aws_db_instance.copy': { replicate_source_db: '${aws_db_instance.one.identifier}' },
      'aws_db_instance.far': {
        replicate_source_db: '${aws_db_instance.one.arn}',
        kms_key_id: '${aws_kms_key.database.arn}',
      },
    };
    assert.deepEqual(places(replicaKey, plantedPlatform(planted)), []);
  });
});

describe('pods-keep-their-ports', () => {
  const addon = (configuration: object) => ({
    'aws_eks_addon.cni': { addon_name: 'vpc-cni', configuration_values: JSON.stringify(configuration) },
  });

  it('finds an add-on that leaves the addresses of pods to the nodes', () => {
    assert.deepEqual(places(ownPorts, plantedPlatform(addon({}))), ['aws_eks_addon.cni']);
  });

  it('passes one that leaves them to the NAT gateways', () => {
    assert.deepEqual(
      places(ownPorts, plantedPlatform(addon({ env: { AWS_VPC_K8S_CNI_EXTERNALSNAT: 'true' } }))),
      [],
    );
  });
});
