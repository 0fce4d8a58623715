import { ListWebACLsCommand } from '@aws-sdk/client-wafv2';
import { ListCertificatesCommand } from '@aws-sdk/client-acm';
import { BatchGetProjectsCommand, ListProjectsCommand } from '@aws-sdk/client-codebuild';
import { DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import {
  ListAccessEntriesCommand,
  ListAddonsCommand,
  ListClustersCommand,
  ListNodegroupsCommand,
  ListPodIdentityAssociationsCommand,
} from '@aws-sdk/client-eks';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  ListHealthChecksCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
} from '@aws-sdk/client-route-53';
import type { AwsClients } from '../aws-clients.ts';
import { scan, type Scan } from './scan.ts';

/** The cluster with what belongs to it, the images, and the edge. */
export const clusterScans: readonly Scan[] = [
  scan('aws_eks_cluster', clusterNames),
  scan('aws_eks_node_group', (aws) =>
    ofEachCluster(aws, async (clusterName) =>
      ((await aws.eks.send(new ListNodegroupsCommand({ clusterName }))).nodegroups ?? []).map(
        (name) => `${clusterName}:${name}`,
      ),
    ),
  ),
  scan('aws_eks_addon', (aws) =>
    ofEachCluster(aws, async (clusterName) =>
      ((await aws.eks.send(new ListAddonsCommand({ clusterName }))).addons ?? []).map(
        (name) => `${clusterName}:${name}`,
      ),
    ),
  ),
  scan('aws_eks_access_entry', (aws) =>
    ofEachCluster(aws, async (clusterName) =>
      ((await aws.eks.send(new ListAccessEntriesCommand({ clusterName }))).accessEntries ?? []).map(
        (principal) => `${clusterName}:${principal}`,
      ),
    ),
  ),
  scan(
    'aws_eks_pod_identity_association',
    (aws) =>
      ofEachCluster(aws, async (clusterName) =>
        (
          (await aws.eks.send(new ListPodIdentityAssociationsCommand({ clusterName }))).associations ?? []
        ).map((association) => association.associationId),
      ),
    'association_id',
  ),
  scan('aws_ecr_repository', async ({ ecr }) =>
    ((await ecr.send(new DescribeRepositoriesCommand())).repositories ?? []).map(
      (repository) => repository.repositoryName,
    ),
  ),
  scan(
    'aws_codebuild_project',
    async ({ codebuild }) => {
      const { projects: names = [] } = await codebuild.send(new ListProjectsCommand());
      if (names.length === 0) return [];
      const { projects = [] } = await codebuild.send(new BatchGetProjectsCommand({ names }));
      return projects.map((project) => project.name);
    },
    'name',
  ),
  scan('aws_lb', async (aws) => (await loadBalancers(aws)).map((one) => one.LoadBalancerArn)),
  scan('aws_lb_listener', async (aws) => {
    const lists = (await loadBalancers(aws)).map(({ LoadBalancerArn }) =>
      aws.elb.send(new DescribeListenersCommand({ LoadBalancerArn })),
    );
    return (await Promise.all(lists)).flatMap(({ Listeners }) =>
      (Listeners ?? []).map((listener) => listener.ListenerArn),
    );
  }),
  scan('aws_lb_target_group', async ({ elb }) =>
    ((await elb.send(new DescribeTargetGroupsCommand())).TargetGroups ?? []).map(
      (group) => group.TargetGroupArn,
    ),
  ),
  scan('aws_acm_certificate', async ({ acm }) =>
    ((await acm.send(new ListCertificatesCommand())).CertificateSummaryList ?? []).map(
      (certificate) => certificate.CertificateArn,
    ),
  ),
  scan('aws_wafv2_web_acl', async ({ waf }) =>
    ((await waf.send(new ListWebACLsCommand({ Scope: 'REGIONAL' }))).WebACLs ?? []).map((acl) => acl.Id),
  ),
  scan('aws_route53_zone', async (aws) => (await zoneIds(aws)).map((id) => id)),
  scan(
    'aws_route53_record',
    async (aws) => {
      const lists = (await zoneIds(aws)).map(async (HostedZoneId) => {
        const { ResourceRecordSets = [] } = await aws.route53.send(
          new ListResourceRecordSetsCommand({ HostedZoneId }),
        );
        return ResourceRecordSets.map(({ Name }) => Name?.replace(/\.$/, ''));
      });
      return (await Promise.all(lists)).flat();
    },
    'fqdn',
  ),
  scan('aws_route53_health_check', async ({ route53 }) =>
    ((await route53.send(new ListHealthChecksCommand())).HealthChecks ?? []).map((check) => check.Id),
  ),
];

async function clusterNames({ eks }: AwsClients): Promise<readonly string[]> {
  return (await eks.send(new ListClustersCommand())).clusters ?? [];
}

async function ofEachCluster(
  aws: AwsClients,
  list: (cluster: string) => Promise<readonly (string | undefined)[]>,
): Promise<readonly (string | undefined)[]> {
  return (await Promise.all((await clusterNames(aws)).map(list))).flat();
}

async function loadBalancers({ elb }: AwsClients) {
  return (await elb.send(new DescribeLoadBalancersCommand())).LoadBalancers ?? [];
}

async function zoneIds({ route53 }: AwsClients): Promise<readonly string[]> {
  const { HostedZones = [] } = await route53.send(new ListHostedZonesCommand());
  return HostedZones.map(({ Id = '' }) => Id.replace('/hostedzone/', ''));
}
