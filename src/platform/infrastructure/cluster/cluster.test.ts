import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Environment } from '../../../environments/environment.ts';
import { production } from '../../../environments/production.ts';
import { staging } from '../../../environments/staging.ts';
import { resourcesOf, type Resource } from '../../document.ts';
import { State } from '../../state.ts';
import { cluster } from './cluster.ts';

const role = (name: string) => ({ arn: `arn:aws:iam::111122223333:role/${name}`, grants: [] });
const pod = (namespace: string, serviceAccount: string) => ({
  namespace,
  serviceAccount,
  roleArn: role(serviceAccount).arn,
});

function built(environment: Environment): readonly Resource[] {
  const state = new State(environment, 'platform', environment.region);
  cluster(state.heading('cluster'), {
    environment,
    keys: { application: { arn: 'key-of-application' }, logs: { arn: 'key-of-logs' } },
    privateSubnetIds: ['subnet-1', 'subnet-2', 'subnet-3'],
    groups: { cluster: { id: 'sg-cluster' }, nodes: { id: 'sg-nodes' } },
    roles: {
      cluster: role('cluster'),
      'system-nodes': role('system-nodes'),
      'karpenter-nodes': role('karpenter-nodes'),
      administrator: role('administrator'),
      deploy: role('deploy'),
      'read-only': role('read-only'),
    },
    pods: {
      app: pod('midcoast', 'midcoast-app'),
      'vpc-cni': pod('kube-system', 'aws-node'),
      'ebs-csi': pod('kube-system', 'ebs-csi-controller-sa'),
    },
  });
  return resourcesOf(state);
}

const resources = built(production);
const of = (type: string) =>
  resources.filter((each) => each.type === type).map(({ attributes }) => attributes);
const only = (type: string) => {
  const [found, ...more] = of(type);
  assert.ok(found && more.length === 0, type);
  return found;
};

describe('the control plane', () => {
  const attributes = only('aws_eks_cluster');

  it('is reached from the network alone', () => {
    assert.deepEqual(attributes['vpc_config'], {
      endpoint_private_access: true,
      endpoint_public_access: false,
      security_group_ids: ['sg-cluster'],
      subnet_ids: ['subnet-1', 'subnet-2', 'subnet-3'],
    });
  });

  it('encrypts secrets with our key, and writes every log where we keep it, encrypted', () => {
    assert.deepEqual(attributes['encryption_config'], {
      provider: { key_arn: 'key-of-application' },
      resources: ['secrets'],
    });
    assert.deepEqual(attributes['enabled_cluster_log_types'], [
      'api',
      'audit',
      'authenticator',
      'controllerManager',
      'scheduler',
    ]);
    const logs = only('aws_cloudwatch_log_group');
    assert.equal(logs['name'], `/aws/eks/${String(attributes['name'])}/cluster`);
    assert.equal(logs['kms_key_id'], 'key-of-logs');
    assert.ok((attributes['depends_on'] as string[]).includes('aws_cloudwatch_log_group.cluster_logs'));
  });

  it('lets in whom an access entry names, and nobody for having made it', () => {
    assert.deepEqual(attributes['access_config'], {
      authentication_mode: 'API',
      bootstrap_cluster_creator_admin_permissions: false,
    });
    const access = of('aws_eks_access_policy_association').map((each) => [
      String(each['principal_arn']).split('/').at(-1),
      String(each['policy_arn']).split('/').at(-1),
    ]);
    assert.deepEqual(Object.fromEntries(access), {
      administrator: 'AmazonEKSClusterAdminPolicy',
      deploy: 'AmazonEKSClusterAdminPolicy',
      'read-only': 'AmazonEKSViewPolicy',
    });
  });

  it('bears the guide’s name and never slides into extended support', () => {
    assert.equal(attributes['name'], 'midcoast-cluster');
    assert.equal(attributes['version'], production.versions.kubernetes);
    assert.deepEqual(attributes['upgrade_policy'], { support_type: 'STANDARD' });
  });
});

describe('the nodes of the system', () => {
  const group = only('aws_eks_node_group');
  const template = only('aws_launch_template');

  it('keep their metadata from pods and their disks encrypted with our key', () => {
    const metadata = template['metadata_options'] as Record<string, unknown>;
    assert.equal(metadata['http_tokens'], 'required');
    assert.equal(metadata['http_put_response_hop_limit'], 1);
    const [disk] = template['block_device_mappings'] as { ebs: Record<string, unknown> }[];
    assert.equal(disk?.ebs['encrypted'], 'true');
    assert.equal(disk?.ebs['kms_key_id'], 'key-of-application');
  });

  it('come after addresses and roles of pods, and before what runs on them', () => {
    const after = group['depends_on'] as string[];
    assert.ok(after.includes('aws_eks_addon.cluster_vpc_cni'));
    assert.ok(after.includes('aws_eks_addon.cluster_eks_pod_identity_agent'));
    const dns = of('aws_eks_addon').find((each) => each['addon_name'] === 'coredns');
    assert.deepEqual(dns?.['depends_on'], ['aws_eks_node_group.cluster_system_nodes']);
  });

  it('keep the size that they were scaled to', () => {
    assert.deepEqual(group['lifecycle'], { ignore_changes: ['scaling_config[0].desired_size'] });
  });

  it('take the image of their processors', () => {
    const systemNodes = { ...staging.cluster.systemNodes, instanceType: 'm7g.large' };
    const arm = built({ ...staging, cluster: { ...staging.cluster, systemNodes } });
    const ami = (all: readonly Resource[]) =>
      all.find(({ type }) => type === 'aws_eks_node_group')?.attributes['ami_type'];
    assert.equal(ami(arm), 'AL2023_ARM_64_STANDARD');
    assert.equal(ami(resources), 'AL2023_x86_64_STANDARD');
  });
});

describe('add-ons', () => {
  it('stand at one exact build each', () => {
    const addons = of('aws_eks_addon');
    assert.equal(addons.length, 6);
    for (const addon of addons)
      assert.match(String(addon['addon_version']), /^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
  });

  it('start when their service account has its role', () => {
    const cni = of('aws_eks_addon').find((each) => each['addon_name'] === 'vpc-cni');
    assert.deepEqual(cni?.['depends_on'], ['aws_eks_pod_identity_association.cluster_vpc_cni_identity']);
    const accounts = of('aws_eks_pod_identity_association').map((each) => each['service_account']);
    assert.deepEqual(accounts, ['midcoast-app', 'ebs-csi-controller-sa', 'aws-node']);
  });

  it('enforce network policies', () => {
    const cni = of('aws_eks_addon').find((each) => each['addon_name'] === 'vpc-cni');
    assert.equal(JSON.parse(String(cni?.['configuration_values'])).enableNetworkPolicy, 'true');
  });
});
