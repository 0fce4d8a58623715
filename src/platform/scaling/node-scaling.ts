import type { IEC2NodeClass } from '@kubernetes-models/karpenter/karpenter.k8s.aws/v1/EC2NodeClass';
import type { INodePool } from '@kubernetes-models/karpenter/karpenter.sh/v1/NodePool';
import type { Environment } from '../../environments/environment.ts';
import { hole } from '../holes.ts';
import type { Manifest } from '../manifest.ts';
import { names } from '../names.ts';

/**
 * One exact build of Amazon Linux: a node that starts today is the one that was tried. Raised, Karpenter replaces
 * the nodes one by one: https://github.com/awslabs/amazon-eks-ami/releases
 */
const machineImage = 'al2023@v20260903';

const diskGiB = 50;

/** Nodes are replaced after so long, patched or not. */
const expireAfter = '336h';

/** What a node may wait for pods that will not go. A job that must not be interrupted has ended by then. */
const terminationGracePeriod = '2h';

/** GiB for each processor that nodes may have altogether: as much as general machines bring. */
const memoryPerCpu = 4;

/** The nodes that Karpenter starts and ends, and how many of them there may be. */
export function nodeScaling(environment: Environment): readonly Manifest[] {
  return [nodeClass(environment), nodePool(environment)];
}

/** As the managed nodes are: our profile and group, an encrypted disk, metadata out of the reach of pods. */
function nodeClass(environment: Environment): IEC2NodeClass {
  const discovery = [{ tags: { 'karpenter.sh/discovery': names.cluster } }];
  return {
    apiVersion: 'karpenter.k8s.aws/v1',
    kind: 'EC2NodeClass',
    metadata: { name: names.nodePool },
    spec: {
      amiSelectorTerms: [{ alias: machineImage }],
      instanceProfile: names.nodeProfile,
      subnetSelectorTerms: discovery,
      securityGroupSelectorTerms: discovery,
      associatePublicIPAddress: false,
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpProtocolIPv6: 'disabled',
        httpTokens: 'required',
        httpPutResponseHopLimit: 1,
      },
      blockDeviceMappings: [
        {
          deviceName: '/dev/xvda',
          ebs: {
            volumeType: 'gp3',
            volumeSize: `${diskGiB}Gi`,
            encrypted: true,
            kmsKeyID: `arn:aws:kms:${hole('REGION')}:${hole('ACCOUNT_ID')}:${names.key('application')}`,
            deleteOnTermination: true,
          },
        },
      ],
      detailedMonitoring: true,
      tags: names.ownershipTags(environment),
    },
  };
}

/**
 * Machines of any size that is left in a zone, of the processor that the image is built for. Nodes that are hardly
 * used are emptied, one at a time: what serves has to move each time.
 */
function nodePool({ cluster }: Environment): INodePool {
  return {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name: names.nodePool },
    spec: {
      template: {
        spec: {
          nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: names.nodePool },
          requirements: [
            { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] },
            { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] },
            // What serves does not run on what AWS may take back within two minutes.
            { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['on-demand'] },
            { key: 'karpenter.k8s.aws/instance-category', operator: 'In', values: ['c', 'm'] },
            { key: 'karpenter.k8s.aws/instance-generation', operator: 'Gt', values: ['5'] },
            { key: 'karpenter.k8s.aws/instance-cpu', operator: 'In', values: ['2', '4', '8'] },
          ],
          expireAfter,
          terminationGracePeriod,
        },
      },
      limits: { cpu: String(cluster.nodeCpuLimit), memory: `${cluster.nodeCpuLimit * memoryPerCpu}Gi` },
      disruption: {
        consolidationPolicy: 'WhenEmptyOrUnderutilized',
        consolidateAfter: '5m',
        budgets: [{ nodes: '1' }],
      },
    },
  };
}
