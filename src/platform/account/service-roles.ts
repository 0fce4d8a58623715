import { IamServiceLinkedRole } from '@cdktn/provider-aws/lib/iam-service-linked-role/index.js';
import type { Heading } from '../state.ts';

export type ServiceRoles = {
  /** Starts the nodes of the managed group, whose volumes are encrypted with a key of ours. */
  readonly autoscalingArn: string;
};

/**
 * The roles of AWS services that our keys name. AWS would make them on first use, but KMS refuses the policy of a
 * key that names a role which is not there yet. An account that has one already needs it imported.
 */
export function serviceRoles(heading: Heading): ServiceRoles {
  const autoscaling = new IamServiceLinkedRole(heading, 'autoscaling-role', {
    awsServiceName: 'autoscaling.amazonaws.com',
    description: 'Starts the nodes of managed groups',
  });
  return { autoscalingArn: autoscaling.arn };
}

/** The same, made by the state that is applied first, for the keys of the other. */
export function existingServiceRoles(accountId: string): ServiceRoles {
  const path = 'aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling';
  return { autoscalingArn: `arn:aws:iam::${accountId}:role/${path}` };
}
