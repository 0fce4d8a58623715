import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { breaches, places, plantedPlatform } from '../test-platform.ts';
import { clusterClosureRules } from './cluster-closure.ts';

const [closed, metadata, images, stores] = clusterClosureRules;
assert.ok(closed && metadata && images && stores);

describe('cluster-is-private', () => {
  it('says what is open', () => {
    const cluster = {
      vpc_config: { endpoint_public_access: true, endpoint_private_access: true },
      access_config: { authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: false },
    };
    assert.deepEqual(breaches(closed, plantedPlatform({ 'aws_eks_cluster.c': cluster })), [
      { where: 'aws_eks_cluster.c', seen: 'vpc_config.endpoint_public_access is not false' },
    ]);
  });
});

describe('pods-cannot-be-nodes', () => {
  it('finds a second hop', () => {
    const options = (hops: number) => ({
      metadata_options: { http_tokens: 'required', http_put_response_hop_limit: hops },
    });
    const platform = plantedPlatform({
      'aws_launch_template.a': options(1),
      'aws_launch_template.b': options(2),
    });
    assert.deepEqual(places(metadata, platform), ['aws_launch_template.b']);
  });
});

describe('images-never-change', () => {
  it('finds tags that may be moved', () => {
    const scan = { image_scanning_configuration: { scan_on_push: true } };
    const platform = plantedPlatform({
      'aws_ecr_repository.a': { ...scan, image_tag_mutability: 'IMMUTABLE' },
      'aws_ecr_repository.b': { ...scan, image_tag_mutability: 'MUTABLE' },
    });
    assert.deepEqual(places(images, platform), ['aws_ecr_repository.b']);
  });
});

describe('stores-are-private', () => {
  it('finds a public database and a public queue', () => {
    const platform = plantedPlatform({
      'aws_db_instance.d': { publicly_accessible: true },
      'aws_msk_cluster.q': {
        broker_node_group_info: { connectivity_info: { public_access: { type: 'SERVICE_PROVIDED_EIPS' } } },
      },
      'aws_msk_cluster.r': {},
    });
    assert.deepEqual(places(stores, platform), ['aws_db_instance.d', 'aws_msk_cluster.q']);
  });
});
