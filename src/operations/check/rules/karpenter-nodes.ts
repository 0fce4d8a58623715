import type { Platform } from '../../../platform/midcoast.ts';
import type { Rule } from '../rule.ts';
import { objectName, ofKind } from '../objects/manifest.ts';
import { workloads } from '../objects/workload.ts';

const closed: Rule = {
  id: 'started-nodes-are-closed',
  says: 'Nodes that Karpenter starts are as closed as the managed ones: no public address, metadata behind a token and one hop far, an encrypted disk.',
  mend: 'Set associatePublicIPAddress, metadataOptions and ebs of the EC2NodeClass in scaling/node-scaling.ts.',
  find: (platform) =>
    ofKind(platform, 'EC2NodeClass').flatMap((manifest) => {
      const {
        associatePublicIPAddress,
        metadataOptions = {},
        blockDeviceMappings = [],
      } = manifest.spec ?? {};
      const { httpTokens, httpPutResponseHopLimit } = metadataOptions;
      const encrypted = blockDeviceMappings.every(({ ebs }) => ebs?.encrypted === true && ebs.kmsKeyID);
      return [
        ...(associatePublicIPAddress === false ? [] : ['may have a public address']),
        ...(httpTokens === 'required' && httpPutResponseHopLimit === 1 ? [] : ['shows pods its metadata']),
        ...(encrypted && blockDeviceMappings.length > 0
          ? []
          : ['has a disk that is not encrypted by our key']),
      ].map((seen) => ({ where: objectName(manifest), seen }));
    }),
};

const limited: Rule = {
  id: 'started-nodes-are-limited',
  says: 'Karpenter starts nodes up to the limit of the environment, replaces few at a time, and has what serves on no node that AWS may take back.',
  mend: 'Set limits, disruption.budgets and the capacity type of the NodePool in scaling/node-scaling.ts; one of spot needs a taint that nothing which serves tolerates.',
  find: (platform) =>
    ofKind(platform, 'NodePool').flatMap((manifest) => {
      const { limits = {}, disruption, template } = manifest.spec;
      const { nodeCpuLimit } = platform.environment.cluster;
      const capacity = template.spec.requirements.find(({ key }) => key === 'karpenter.sh/capacity-type');
      return [
        ...(String(limits['cpu']) === String(nodeCpuLimit)
          ? []
          : [`is limited to ${limits['cpu'] ?? 'nothing'}`]),
        ...((disruption?.budgets ?? []).length > 0 ? [] : ['replaces as many nodes as it likes at a time']),
        ...(capacity?.values?.join() === 'on-demand'
          ? []
          : servedBy(platform, template.spec.taints ?? []).map(
              (server) => `lets ${server} run on nodes that AWS may take back`,
            )),
      ].map((seen) => ({ where: objectName(manifest), seen }));
    }),
};

export const karpenterNodeRules: readonly Rule[] = [closed, limited];

type Taint = { readonly key: string; readonly effect: string; readonly value?: string };

/** What serves and may run on nodes with these taints: it tolerates each that keeps pods away. */
function servedBy(platform: Platform, taints: readonly Taint[]): readonly string[] {
  const keeping = taints.filter(({ effect }) => effect !== 'PreferNoSchedule');
  return workloads(platform)
    .filter(({ manifest }) => manifest.kind === 'Deployment')
    .filter(({ pod: { tolerations = [] } }) =>
      keeping.every(({ key }) => tolerations.some((each) => each.key === undefined || each.key === key)),
    )
    .map(({ where }) => where);
}
