import {
  DeleteLoadBalancerCommand,
  DeleteTargetGroupCommand,
  DescribeTagsCommand,
  paginateDescribeLoadBalancers,
  paginateDescribeTargetGroups,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { controllerTag, type Leaving } from './leavings.ts';

/** DescribeTags takes so many at once. */
const tagsAtOnce = 20;

/** Load balancers that the controller made for services and ingresses; the edge’s own is Terraform’s. */
export function controllerLoadBalancers(elb: ElasticLoadBalancingV2Client, cluster: string): Leaving {
  return {
    name: 'load balancers of the controller',
    async list() {
      const arns: string[] = [];
      for await (const { LoadBalancers } of paginateDescribeLoadBalancers({ client: elb }, {})) {
        arns.push(...(LoadBalancers ?? []).flatMap(({ LoadBalancerArn: arn }) => arn ?? []));
      }
      return ofCluster(elb, cluster, arns);
    },
    remove: (arn) => elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: arn })),
  };
}

/** Target groups that the controller made. */
export function controllerTargetGroups(elb: ElasticLoadBalancingV2Client, cluster: string): Leaving {
  return {
    name: 'target groups of the controller',
    async list() {
      const arns: string[] = [];
      for await (const { TargetGroups } of paginateDescribeTargetGroups({ client: elb }, {})) {
        arns.push(...(TargetGroups ?? []).flatMap(({ TargetGroupArn: arn }) => arn ?? []));
      }
      return ofCluster(elb, cluster, arns);
    },
    remove: (arn) => elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: arn })),
  };
}

/** Those of the ARNs that bear the controller’s tag with the cluster’s name. */
async function ofCluster(
  elb: ElasticLoadBalancingV2Client,
  cluster: string,
  arns: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (let at = 0; at < arns.length; at += tagsAtOnce) {
    const ResourceArns = arns.slice(at, at + tagsAtOnce);
    const { TagDescriptions } = await elb.send(new DescribeTagsCommand({ ResourceArns }));
    for (const { ResourceArn: arn, Tags } of TagDescriptions ?? []) {
      const ours = (Tags ?? []).some(({ Key, Value }) => Key === controllerTag && Value === cluster);
      if (ours && arn !== undefined) found.push(arn);
    }
  }
  return found;
}
