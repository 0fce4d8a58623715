import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../../environments/production.ts';
import { staging } from '../../../environments/staging.ts';
import { processes } from '../../../service/contract.ts';
import { policyOf, trustOf, type Statement } from '../../policy.ts';
import { boundaryStatements } from './boundary.ts';
import { githubIssuer } from './github.ts';
import { roleTable } from './identity.ts';
import type { Role } from './role.ts';

const key = (purpose: string) => ({ arn: `arn:aws:kms:us-east-1:111122223333:key/${purpose}` });
const keys = {
  application: key('application'),
  queue: key('queue'),
  secrets: key('secrets'),
  logs: key('logs'),
};

type Table = ReturnType<typeof roleTable>;
const table = roleTable(production, keys);
const rolesOf = ({ pods, machines, pipeline, people }: Table): Readonly<Record<string, Role>> => ({
  ...pods,
  ...machines,
  ...pipeline,
  ...people,
});

const builders = [
  /^(?!iam|s3|sts|organizations|account)[a-z0-9-]+:\*$/,
  /^iam:\w+AccountPasswordPolicy$/,
  /^s3:(Get|Put)AccountPublicAccessBlock$/,
  /^tag:GetResources$/,
];

/** Actions that are written with a star, on what has our name. */
const starred: Readonly<Record<string, RegExp>> = {
  deploy: /^(s3:(Get|List|Put)|iam:(Get|List))\*$/,
  administrator: /^(s3:(Get|List|Put)|iam:(Get|List))\*$/,
};

/**
 * Who may do what to everything: an exact action, or all of a service for those who build the platform. Each line
 * has its reason beside the statement in the table of roles.
 */
const everywhere: Readonly<Record<string, readonly RegExp[]>> = {
  karpenter: [/^ec2:Describe\w+$/, /^pricing:GetProducts$/, /^iam:ListInstanceProfiles$/],
  'load-balancer-controller': [/^elasticloadbalancing:Describe\w+$/, /^ec2:Describe\w+$/],
  traces: [/^xray:Put(TraceSegments|TelemetryRecords)$/],
  runner: [/^ec2:Describe\w+$/],
  access: [/^ssmmessages:(Create|Open)(Control|Data)Channel$/],
  images: [/^ecr:GetAuthorizationToken$/],
  'read-only': [/^ec2:DescribeInstances$/],
  deploy: builders,
  administrator: [...builders, /^ec2:DescribeInstances$/],
};

/** Every wildcard that the lists above do not name, as `role: action on resource`. */
function wildcards(roles: Readonly<Record<string, Role>>): readonly string[] {
  return Object.entries(roles).flatMap(([name, { statements }]) =>
    statements
      .filter(({ effect }) => effect !== 'Deny')
      .flatMap(({ actions, resources }) =>
        actions
          .filter((action) => {
            const known = everywhere[name]?.some((pattern) => pattern.test(action)) ?? false;
            if (resources.includes('*')) return !known;
            return action.includes('*') && !(starred[name]?.test(action) ?? false);
          })
          .map((action) => `${name}: ${action} on ${resources.join(', ')}`),
      ),
  );
}

const withStatement = (role: Role, statement: Statement): Role => ({
  ...role,
  statements: [...role.statements, statement],
});

describe('roles', () => {
  it('hold no wildcard that is not listed with its reason', () => {
    assert.deepEqual(wildcards(rolesOf(table)), []);
  });

  it('a wildcard that somebody adds is seen', () => {
    const app = table.pods['app'];
    assert.ok(app);
    const planted = [
      { actions: ['s3:GetObject'], resources: ['*'] },
      {
        actions: ['secretsmanager:*'],
        resources: ['arn:aws:secretsmanager:us-east-1:111122223333:secret:x'],
      },
      { actions: ['*'], resources: ['*'] },
    ];
    for (const statement of planted) {
      assert.equal(wildcards({ app: withStatement(app, statement) }).length, 1);
    }
    const deploy = withStatement(table.pipeline.deploy, { actions: ['iam:*'], resources: ['*'] });
    assert.equal(wildcards({ deploy }).length, 1);
  });

  it('fit into what IAM takes as an inline policy, and the boundary as a managed one', () => {
    for (const [name, { statements }] of Object.entries(rolesOf(table))) {
      assert.ok(policyOf(statements).length <= 10_240, name);
    }
    assert.ok(policyOf(boundaryStatements(production)).length <= 6_144);
  });
});

describe('processes of the service', () => {
  it('have a role of their own where they are servers, for their own service account alone', () => {
    const servers = Object.entries(processes).filter(([, { kind }]) => kind === 'server');
    assert.ok(servers.length > 0);
    for (const [name] of servers) {
      const role = table.pods[name];
      assert.ok(role, `no role for ${name}`);
      const told = role.trust.conditions?.['StringEquals'];
      assert.equal(told?.['aws:RequestTag/kubernetes-service-account'], `midcoast-${name}`);
      assert.equal(told?.['aws:RequestTag/kubernetes-namespace'], 'midcoast');
      assert.equal(told?.['aws:RequestTag/eks-cluster-name'], 'midcoast-cluster');
      assert.equal(told?.['aws:SourceAccount'], production.accountId);
    }
  });

  it('cannot read a secret themselves: External Secrets alone can', () => {
    const readers = Object.entries(table.pods)
      .filter(([, { statements }]) =>
        statements.some(({ actions }) => actions.join().includes('secretsmanager:')),
      )
      .map(([name]) => name);
    assert.deepEqual(readers, ['external-secrets']);
  });

  it('reach Kafka as a role for topics and access lists, and never for what is in a topic', () => {
    const actions = Object.values(table.pods).flatMap(({ statements }) =>
      statements.flatMap((each) => each.actions),
    );
    const kafka = actions.filter((action) => action.startsWith('kafka-cluster:'));
    assert.ok(kafka.includes('kafka-cluster:AlterCluster'));
    assert.deepEqual(
      kafka.filter((action) => /Data|\*/.test(action)),
      [],
    );
  });
});

describe('the trust in GitHub', () => {
  const claimsOf = (role: Role | undefined) => role?.trust.conditions?.['StringEquals'] ?? {};
  const subjectsOf = (role: Role | undefined) =>
    role?.trust.conditions?.['StringLike']?.[`${githubIssuer}:sub`] ?? [];

  it('is in one repository, branch and environment, without a pattern', () => {
    assert.deepEqual(claimsOf(table.pipeline.deploy), {
      [`${githubIssuer}:aud`]: 'sts.amazonaws.com',
      [`${githubIssuer}:repository`]: 'midcoast/midcoast',
      [`${githubIssuer}:ref`]: 'refs/heads/main',
      [`${githubIssuer}:environment`]: 'production',
    });
    assert.deepEqual(claimsOf(table.pipeline.images), {
      [`${githubIssuer}:aud`]: 'sts.amazonaws.com',
      [`${githubIssuer}:repository`]: 'midcoast/midcoast',
      [`${githubIssuer}:ref`]: 'refs/heads/main',
    });
  });

  it('takes the subject by names alone, and with the numbers that GitHub adds for newer repositories', () => {
    assert.deepEqual(subjectsOf(table.pipeline.deploy), [
      'repo:midcoast/midcoast:environment:production',
      'repo:midcoast@*/midcoast@*:environment:production',
    ]);
    assert.deepEqual(subjectsOf(table.pipeline.images), [
      'repo:midcoast/midcoast:ref:refs/heads/main',
      'repo:midcoast@*/midcoast@*:ref:refs/heads/main',
    ]);
  });

  it('of staging lets no job of production in', () => {
    const { pipeline } = roleTable(staging, keys);
    assert.deepEqual(subjectsOf(pipeline.deploy), [
      'repo:midcoast/midcoast:environment:staging',
      'repo:midcoast@*/midcoast@*:environment:staging',
    ]);
    assert.equal(pipeline.images, undefined);
  });
});

describe('the pipeline', () => {
  it('opens no session anywhere: of Systems Manager it reads the parameters of AWS and nothing more', () => {
    const systemsManager = ({ actions }: Statement) => actions.some((action) => action.startsWith('ssm:'));
    assert.deepEqual(table.pipeline.deploy.statements.filter(systemsManager), [
      {
        actions: ['ssm:GetParameter', 'ssm:GetParameters'],
        resources: ['us-east-1', 'us-west-2'].map(
          (region) => `arn:aws:ssm:${region}::parameter/aws/service/*`,
        ),
      },
    ]);
    const most = boundaryStatements(production).flatMap(({ actions }) => actions);
    assert.ok(!most.some((action) => ['ssm:*', 'ssm:StartSession', 'ssm:SendCommand'].includes(action)));
  });
});

describe('what watches', () => {
  const { statements } = table.pipeline.deploy;
  const covers = (pattern: string, text: string) =>
    new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(text);
  const may = (action: string, resource: string) => {
    const effects = statements
      .filter(({ actions }) => actions.some((pattern) => covers(pattern, action)))
      .filter(({ resources }) => resources.some((pattern) => covers(pattern, resource)))
      .map(({ effect }) => effect ?? 'Allow');
    return effects.includes('Allow') && !effects.includes('Deny');
  };
  const group = (name: string) => `arn:aws:logs:us-east-1:111122223333:log-group:${name}:*`;
  const trail = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/midcoast-trail';

  it('is neither stopped nor changed by a pipeline', () => {
    const refused: readonly (readonly [string, string])[] = [
      ...['UpdateTrail', 'PutEventSelectors', 'StopLogging', 'DeleteTrail'].map(
        (action) => [`cloudtrail:${action}`, trail] as const,
      ),
      ...['logs', 'state'].flatMap((kind) =>
        ['PutBucketPolicy', 'DeleteBucketPolicy', 'PutLifecycleConfiguration', 'PutBucketVersioning'].map(
          (action) => [`s3:${action}`, `arn:aws:s3:::midcoast-${kind}-111122223333-us-east-1`] as const,
        ),
      ),
      ['logs:PutRetentionPolicy', group('/midcoast/trail')],
      ['logs:PutRetentionPolicy', group('/aws/eks/midcoast-cluster/cluster')],
      ['logs:DeleteLogStream', group('/midcoast/trail')],
      ['ec2:DeleteFlowLogs', 'arn:aws:ec2:us-east-1:111122223333:vpc-flow-log/fl-1'],
      [
        'backup:PutBackupVaultAccessPolicy',
        'arn:aws:backup:us-east-1:111122223333:backup-vault:midcoast-vault',
      ],
      [
        'backup:DeleteBackupVaultLockConfiguration',
        'arn:aws:backup:us-east-1:111122223333:backup-vault:midcoast-vault',
      ],
    ];
    for (const [action, resource] of refused) assert.ok(!may(action, resource), `${action} on ${resource}`);
  });

  it('keeps no pipeline from adding a database with its logs, nor from writing a state', () => {
    assert.ok(may('logs:PutRetentionPolicy', group('/aws/rds/instance/midcoast-db-1/postgresql')));
    assert.ok(may('rds:CreateDBInstance', 'arn:aws:rds:us-east-1:111122223333:db:midcoast-db-1'));
    assert.ok(may('s3:PutObject', 'arn:aws:s3:::midcoast-state-111122223333-us-east-1/platform.tfstate'));
    assert.ok(may('cloudtrail:AddTags', trail));
  });
});

describe('people', () => {
  it('take a role with a second factor only', () => {
    for (const [name, { trust }] of Object.entries(table.people)) {
      assert.equal(trust.conditions?.['Bool']?.['aws:MultiFactorAuthPresent'], 'true', name);
    }
  });

  it('who come by IAM Identity Center, whose sessions show no factor to AWS, get in; no other role does', () => {
    for (const [name, role] of Object.entries(table.people)) {
      const { alsoTrust } = role;
      assert.deepEqual(
        alsoTrust.conditions,
        {
          ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*' },
        },
        name,
      );
      const written = JSON.parse(trustOf(role.trust, alsoTrust)) as { Statement: { Condition: object }[] };
      assert.ok(written.Statement.every(({ Condition }) => Object.keys(Condition).length > 0));
    }
  });

  it('get no shell on the instance that forwards ports', () => {
    for (const { statements } of Object.values(table.people)) {
      assert.ok(!statements.some(({ actions }) => actions.includes('ssm:*')));
      const session = statements.filter(({ actions }) => actions.includes('ssm:StartSession'));
      const documents = session
        .flatMap(({ resources }) => resources)
        .filter((arn) => arn.includes(':document/'));
      assert.deepEqual(documents, [
        'arn:aws:ssm:us-east-1::document/AWS-StartPortForwardingSessionToRemoteHost',
      ]);
    }
  });
});
