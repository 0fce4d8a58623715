import {
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { names } from '../../platform/midcoast.ts';
import type { Cloud } from './cloud.ts';

/** The ARN of what the load balancer sends requests to, and which the gateway’s pods join. */
export async function targetGroupArn(cloud: Cloud, region: string): Promise<string> {
  const client = new ElasticLoadBalancingV2Client(cloud.client(region));
  try {
    const { TargetGroups = [] } = await client.send(
      new DescribeTargetGroupsCommand({ Names: [names.gateway] }),
    );
    const [{ TargetGroupArn } = {}] = TargetGroups;
    if (TargetGroupArn === undefined) throw new RangeError(`there is no target group ${names.gateway}`);
    return TargetGroupArn;
  } finally {
    client.destroy();
  }
}
