import { AutoscalingGroup } from '@cdktn/provider-aws/lib/autoscaling-group/index.js';
import { IamInstanceProfile } from '@cdktn/provider-aws/lib/iam-instance-profile/index.js';
import { LaunchTemplate } from '@cdktn/provider-aws/lib/launch-template/index.js';
import type { TerraformResource } from 'cdktn';
import type { Environment } from '../../environments/environment.ts';
import { names } from '../names.ts';
import type { Heading } from '../state.ts';

export type AccessGiven = {
  readonly environment: Environment;
  readonly keys: Readonly<Record<'application', { readonly arn: string }>>;
  readonly privateSubnetIds: readonly string[];
  readonly groups: Readonly<Record<'access', { readonly id: string }>>;
  readonly role: {
    readonly arn: string;
    readonly name: string;
    readonly grants: readonly TerraformResource[];
  };
};

/** The newest Amazon Linux, with the agent of Systems Manager in it: looked up whenever an instance starts. */
const image = 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64';

/** Seconds: a week, after which another instance of the newest image takes its place. It is never patched. */
const lifetimeSeconds = 7 * 24 * 3600;

/**
 * How a person reaches the private API: a port forwarded by Systems Manager through the smallest instance there
 * is. Nothing may connect to it, it reaches the API and Systems Manager alone, and keeps nothing. One at a time,
 * in whichever zone works. Costs about 4 USD a month.
 */
export function access(heading: Heading, given: AccessGiven): void {
  const tags = { Name: names.access, ...names.ownershipTags(given.environment) };
  const profile = new IamInstanceProfile(heading, 'profile', { name: names.access, role: given.role.name });
  const template = new LaunchTemplate(heading, 'template', {
    name: names.access,
    updateDefaultVersion: true,
    imageId: image,
    instanceType: 't4g.nano',
    iamInstanceProfile: { arn: profile.arn },
    vpcSecurityGroupIds: [given.groups.access.id],
    metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
    // Never more than it costs at rest.
    creditSpecification: { cpuCredits: 'standard' },
    blockDeviceMappings: [
      {
        deviceName: '/dev/xvda',
        ebs: {
          volumeType: 'gp3',
          volumeSize: 8,
          encrypted: 'true',
          kmsKeyId: given.keys.application.arn,
          deleteOnTermination: 'true',
        },
      },
    ],
    monitoring: { enabled: true },
    tagSpecifications: ['instance', 'volume', 'network-interface'].map((resourceType) => ({
      resourceType,
      tags,
    })),
  });
  new AutoscalingGroup(heading, 'group', {
    name: names.access,
    minSize: 1,
    maxSize: 1,
    vpcZoneIdentifier: [...given.privateSubnetIds],
    launchTemplate: { id: template.id, version: template.latestVersion.toString() },
    maxInstanceLifetime: lifetimeSeconds,
    healthCheckType: 'EC2',
    tag: Object.entries(tags).map(([key, value]) => ({
      key,
      value,
      propagateAtLaunch: true,
    })),
    dependsOn: [...given.role.grants],
  });
}
