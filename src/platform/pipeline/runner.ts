import { CloudwatchLogGroup } from '@cdktn/provider-aws/lib/cloudwatch-log-group/index.js';
import { CodebuildProject } from '@cdktn/provider-aws/lib/codebuild-project/index.js';
import { CodebuildWebhook } from '@cdktn/provider-aws/lib/codebuild-webhook/index.js';
import { CodeconnectionsConnection } from '@cdktn/provider-aws/lib/codeconnections-connection/index.js';
import type { TerraformResource } from 'cdktn';
import type { Environment } from '../../environments/environment.ts';
import { deployMinutes } from '../deploy-limit.ts';
import { names } from '../names.ts';
import type { Heading } from '../state.ts';

export type RunnerGiven = {
  readonly environment: Environment;
  readonly keys: Readonly<Record<'application' | 'logs', { readonly arn: string }>>;
  readonly network: { readonly vpcId: string; readonly privateSubnetIds: readonly string[] };
  readonly groups: Readonly<Record<'runner', { readonly id: string }>>;
  readonly role: { readonly arn: string; readonly grants: readonly TerraformResource[] };
};

const logDays = 365;

/** No images are built here, so that a job never is root of its host. */
const container = {
  type: 'ARM_CONTAINER',
  computeType: 'BUILD_GENERAL1_SMALL',
  image: 'aws/codebuild/amazonlinux-aarch64-standard:3.0',
  privilegedMode: false,
} as const;

const queuedMinutes = 60;

/**
 * Where a deployment runs: a runner of GitHub Actions inside the network, since the Kubernetes API is private. A
 * job that asks for it by {@link runnerLabel} starts a fresh container, which is gone with the job. It costs
 * 0.0034 USD a minute that it runs, and nothing while it waits.
 *
 * A person confirms the connection to GitHub once, in the console of AWS; until then no webhook can be made.
 */
export function runner(heading: Heading, given: RunnerGiven): void {
  const connection = new CodeconnectionsConnection(heading, 'github', {
    name: names.runner(given.environment),
    providerType: 'GitHub',
  });
  const project = projectOf(heading, given, connection.arn);
  new CodebuildWebhook(heading, 'webhook', {
    projectName: project.name,
    buildType: 'BUILD',
    filterGroup: [
      {
        filter: [
          { type: 'EVENT', pattern: 'WORKFLOW_JOB_QUEUED' },
          { type: 'WORKFLOW_NAME', pattern: `^${names.workflow}$` },
        ],
      },
    ],
  });
}

function projectOf(heading: Heading, given: RunnerGiven, connectionArn: string): CodebuildProject {
  const { environment, keys, network, groups, role } = given;
  const logs = new CloudwatchLogGroup(heading, 'logs', {
    name: names.logGroup('runner'),
    retentionInDays: logDays,
    kmsKeyId: keys.logs.arn,
  });
  return new CodebuildProject(heading, 'project', {
    name: names.runner(environment),
    description: 'Runs the deployments of the repository inside the network',
    serviceRole: role.arn,
    encryptionKey: keys.application.arn,
    buildTimeout: deployMinutes,
    queuedTimeout: queuedMinutes,
    // Without a limit of its own: a build above it would not wait but be refused, and its job wait for a runner that
    // never comes. One deployment after another is the workflow's to say, and the lock of the state's.
    // https://docs.aws.amazon.com/codebuild/latest/userguide/builds-working.html
    artifacts: { type: 'NO_ARTIFACTS' },
    environment: container,
    source: {
      type: 'GITHUB',
      location: `https://github.com/${environment.repository}.git`,
      gitCloneDepth: 1,
      auth: { type: 'CODECONNECTIONS', resource: connectionArn },
    },
    vpcConfig: {
      vpcId: network.vpcId,
      subnets: [...network.privateSubnetIds],
      securityGroupIds: [groups.runner.id],
    },
    logsConfig: { cloudwatchLogs: { status: 'ENABLED', groupName: logs.name } },
    dependsOn: [...role.grants],
  });
}
