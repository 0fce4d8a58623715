import type { EksCluster } from '@cdktn/provider-aws/lib/eks-cluster/index.js';
import { EksNodeGroup } from '@cdktn/provider-aws/lib/eks-node-group/index.js';
import { LaunchTemplate } from '@cdktn/provider-aws/lib/launch-template/index.js';
import type { TerraformResource } from 'cdktn';
import { names } from '../../names.ts';
import type { Heading } from '../../state.ts';
import type { ClusterGiven } from './cluster-given.ts';

/** Which nodes are nobody's but the system's. Karpenter must not run on nodes that it could end itself. */
const karpenterLabel = { 'karpenter.sh/controller': 'true' };
const systemTaint = { key: 'CriticalAddonsOnly', value: 'true', effect: 'NO_SCHEDULE' };

/**
 * The managed nodes of the system: Karpenter, DNS, and the controllers that tolerate the taint. All else runs on
 * nodes that Karpenter starts.
 */
export function systemNodes(
  heading: Heading,
  cluster: EksCluster,
  given: ClusterGiven,
  after: readonly TerraformResource[],
): EksNodeGroup {
  const { systemNodes: size } = given.environment.cluster;
  const template = launchTemplate(heading, given);
  return new EksNodeGroup(heading, 'system-nodes', {
    clusterName: cluster.name,
    nodeGroupName: names.systemNodes,
    nodeRoleArn: given.roles['system-nodes'].arn,
    version: given.environment.versions.kubernetes,
    subnetIds: [...given.privateSubnetIds],
    amiType: amiTypeOf(size.instanceType),
    capacityType: 'ON_DEMAND',
    instanceTypes: [size.instanceType],
    scalingConfig: { minSize: size.least, maxSize: size.most, desiredSize: size.least },
    launchTemplate: { id: template.id, version: template.latestVersion.toString() },
    updateConfig: { maxUnavailablePercentage: 33 },
    nodeRepairConfig: { enabled: true },
    labels: karpenterLabel,
    taint: [systemTaint],
    // Whoever scales the group owns its size from then on.
    lifecycle: { ignoreChanges: ['scaling_config[0].desired_size'] },
    dependsOn: [...after, ...given.roles['system-nodes'].grants],
  });
}

/** AWS's own processors have a `g` behind the generation, as in `m7g.large`. */
function amiTypeOf(instanceType: string): string {
  return /^[a-z]+\d+g/.test(instanceType) ? 'AL2023_ARM_64_STANDARD' : 'AL2023_x86_64_STANDARD';
}

/** An encrypted disk, our group alone, and metadata that a pod cannot reach: it is a hop further than one. */
function launchTemplate(heading: Heading, given: ClusterGiven): LaunchTemplate {
  const tags = { Name: names.systemNodes, ...names.ownershipTags(given.environment) };
  return new LaunchTemplate(heading, 'system-nodes-template', {
    name: names.systemNodes,
    updateDefaultVersion: true,
    vpcSecurityGroupIds: [given.groups.nodes.id],
    metadataOptions: {
      httpEndpoint: 'enabled',
      httpTokens: 'required',
      httpPutResponseHopLimit: 1,
      instanceMetadataTags: 'disabled',
    },
    blockDeviceMappings: [
      {
        deviceName: '/dev/xvda',
        ebs: {
          volumeType: 'gp3',
          volumeSize: given.environment.cluster.systemNodes.diskGiB,
          encrypted: 'true',
          kmsKeyId: given.keys.application.arn,
          deleteOnTermination: 'true',
        },
      },
    ],
    monitoring: { enabled: true },
    // The provider's own tags stop at the template: instances and disks get theirs from it.
    tagSpecifications: ['instance', 'volume', 'network-interface'].map((resourceType) => ({
      resourceType,
      tags,
    })),
  });
}
