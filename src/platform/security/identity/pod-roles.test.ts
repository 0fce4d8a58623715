import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../../environments/production.ts';
import { monitoringValues } from '../../kubernetes/monitoring/monitoring-values.ts';
import { midcoast } from '../../midcoast.ts';

type Statement = { readonly Action: readonly string[]; readonly Resource: readonly string[] };

const { resources } = midcoast(production).states.platform;
const of = (type: string) =>
  resources.filter((each) => each.type === type).map(({ attributes }) => attributes);

/** What the policy of a role allows these actions on; a star stands for any text. */
function reach(role: string, action: string): readonly RegExp[] {
  const policy = of('aws_iam_role_policy').find(({ name }) => name === role)?.['policy'];
  const { Statement } = JSON.parse(String(policy)) as { Statement: readonly Statement[] };
  return Statement.filter(({ Action }) => Action.includes(action))
    .flatMap(({ Resource }) => Resource)
    .map((arn) => new RegExp(`^${arn.replaceAll(/[${}()|.]/g, String.raw`\$&`).replaceAll('*', '.*')}$`));
}

const reaches = (role: string, action: string, arn: string) =>
  reach(role, action).some((pattern) => pattern.test(arn));

const inAccount = (service: string, resource: string) =>
  `arn:aws:${service}:${production.region}:${production.accountId}:${resource}`;

describe('External Secrets', () => {
  it('can read and decrypt every secret that the platform makes, and none of another', () => {
    const secrets = of('aws_secretsmanager_secret');
    assert.ok(secrets.length > 0);
    const role = 'midcoast-external-secrets';
    for (const { name, kms_key_id: key } of secrets) {
      const arn = inAccount('secretsmanager', `secret:${String(name)}-AbCdEf`);
      assert.ok(reaches(role, 'secretsmanager:GetSecretValue', arn), String(name));
      assert.ok(reaches(role, 'kms:Decrypt', String(key)), `key of ${String(name)}`);
    }
    const other = inAccount('secretsmanager', 'secret:payroll-AbCdEf');
    assert.ok(!reaches(role, 'secretsmanager:GetSecretValue', other));
  });
});

describe('midcoast-app', () => {
  it('can sign in to the cache that is built, as the user that is made for it', () => {
    const group = of('aws_elasticache_replication_group')[0]?.['replication_group_id'];
    const user = of('aws_elasticache_user').find(({ user_name: name }) => name === 'midcoast-app')?.[
      'user_id'
    ];
    for (const resource of [`replicationgroup:${String(group)}`, `user:${String(user)}`]) {
      assert.ok(reaches('midcoast-app', 'elasticache:Connect', inAccount('elasticache', resource)), resource);
    }
    const another = inAccount('elasticache', 'user:midcoast-redis-default');
    assert.ok(!reaches('midcoast-app', 'elasticache:Connect', another));
  });
});

describe('migrate', () => {
  it('reaches the brokers that are built', () => {
    const name = String(of('aws_msk_cluster')[0]?.['cluster_name']);
    assert.ok(
      reaches('midcoast-migrate', 'kafka-cluster:Connect', inAccount('kafka', `cluster/${name}/1-2`)),
    );
    const topic = inAccount('kafka', `topic/${name}/1-2/leads`);
    assert.ok(reaches('midcoast-migrate', 'kafka-cluster:CreateTopic', topic));
  });
});

describe('the load balancer controller', () => {
  it('can register pods with the target groups that are built', () => {
    const names = of('aws_lb_target_group').map(({ name }) => String(name));
    assert.ok(names.length > 0);
    for (const name of names) {
      const arn = inAccount('elasticloadbalancing', `targetgroup/${name}/0123456789abcdef`);
      const action = 'elasticloadbalancing:RegisterTargets';
      assert.ok(reaches('midcoast-load-balancer-controller', action, arn), name);
    }
  });
});

describe('Alertmanager', () => {
  it('can tell the three topics that are built, with their key, and no other', () => {
    const role = 'midcoast-alertmanager';
    for (const built of ['midcoast-alarms', 'midcoast-notices', 'midcoast-heartbeat']) {
      const topic = of('aws_sns_topic').find(({ name }) => name === built);
      assert.ok(topic);
      assert.ok(reaches(role, 'sns:Publish', inAccount('sns', built)));
      for (const action of ['kms:Decrypt', 'kms:GenerateDataKey']) {
        assert.ok(reaches(role, action, String(topic['kms_master_key_id'])), action);
      }
    }
    assert.ok(!reaches(role, 'sns:Publish', inAccount('sns', 'payroll')));
  });

  it('has the role by the account that the release of the stack makes for it', () => {
    const association = of('aws_eks_pod_identity_association').find(
      ({ service_account: account }) => account === 'midcoast-alertmanager',
    );
    assert.equal(association?.['namespace'], 'monitoring');
    assert.equal(monitoringValues.alertmanager.serviceAccount.name, association['service_account']);
  });
});

describe('Karpenter', () => {
  it('hears the queue that is built, and hands on the role of its nodes', () => {
    const queues = of('aws_sqs_queue').map(({ name }) => String(name));
    assert.ok(
      queues.some((name) => reaches('midcoast-karpenter', 'sqs:ReceiveMessage', inAccount('sqs', name))),
    );
    const nodes = `arn:aws:iam::${production.accountId}:role/midcoast-karpenter-nodes`;
    assert.ok(reaches('midcoast-karpenter', 'iam:PassRole', nodes));
    const administrator = nodes.replace('karpenter-nodes', 'administrator');
    assert.ok(!reaches('midcoast-karpenter', 'iam:PassRole', administrator));
  });
});
