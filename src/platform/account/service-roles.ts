/** Roles of AWS services that our keys name. */
export type ServiceRoles = {
  /** Starts the nodes of the managed group, whose volumes are encrypted with a key of ours. */
  readonly autoscalingArn: string;
};

/** A role that AWS makes for a service of its own, one in an account. */
type ServiceRole = { readonly service: string; readonly name: string };

/**
 * AWS makes such a role on first use, but KMS refuses the policy of a key that names one which is not there yet, and RDS
 * and ElastiCache may refuse the first thing that they are asked for while their own is being made. An account that has
 * seen those services has the roles already. So neither state makes them: they are seen to before the first plan, as the
 * buckets of the states are.
 */
export const neededServiceRoles = {
  autoscaling: { service: 'autoscaling.amazonaws.com', name: 'AWSServiceRoleForAutoScaling' },
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAM.ServiceLinkedRoles.html
  database: { service: 'rds.amazonaws.com', name: 'AWSServiceRoleForRDS' },
  // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/using-service-linked-roles.html
  cache: { service: 'elasticache.amazonaws.com', name: 'AWSServiceRoleForElastiCache' },
} as const satisfies Record<string, ServiceRole>;

/** The roles by name, as the policies of keys need them. */
export function serviceRoles(accountId: string): ServiceRoles {
  const { service, name } = neededServiceRoles.autoscaling;
  return { autoscalingArn: `arn:aws:iam::${accountId}:role/aws-service-role/${service}/${name}` };
}
