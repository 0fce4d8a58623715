import {
  DescribeLoadBalancersCommand,
  ModifyLoadBalancerAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeDBInstancesCommand, ModifyDBInstanceCommand } from '@aws-sdk/client-rds';
import type { Environment } from '../../../environments/environment.ts';
import type { AwsClients } from './aws-clients.ts';

/**
 * Takes off what AWS itself would refuse the destruction for, as a person does who means it: deletion protection is
 * part of what was applied, so that a plain destroy stops at it.
 */
export async function liftProtections(
  { deletionProtection }: Environment,
  regions: readonly AwsClients[],
): Promise<void> {
  if (!deletionProtection) return;
  for (const aws of regions) {
    const { DBInstances = [] } = await aws.rds.send(new DescribeDBInstancesCommand());
    for (const { DBInstanceIdentifier, DeletionProtection } of DBInstances) {
      if (DeletionProtection !== true) continue;
      await aws.rds.send(
        new ModifyDBInstanceCommand({
          DBInstanceIdentifier,
          DeletionProtection: false,
          ApplyImmediately: true,
        }),
      );
    }
    const { LoadBalancers = [] } = await aws.elb.send(new DescribeLoadBalancersCommand());
    for (const { LoadBalancerArn } of LoadBalancers) {
      const Attributes = [{ Key: 'deletion_protection.enabled', Value: 'false' }];
      await aws.elb.send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn, Attributes }));
    }
  }
}
