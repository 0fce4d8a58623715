import type { Platform } from '../../../platform/midcoast.ts';
import { blocks, declared, placeOf, textAt, type Attributes } from '../../declaration.ts';
import type { Rule } from '../rule.ts';

const tolerated: Rule = {
  id: 'system-nodes-take-add-ons',
  says: 'Each add-on of EKS tolerates the taints of the system nodes: there are no other nodes when it is installed.',
  mend: 'Give the add-on a toleration in infrastructure/cluster/addons.ts; one that is new, a line in the table of this rule.',
  find: (platform) =>
    taintsOf(platform).flatMap((taint) =>
      declared(platform, 'aws_eks_addon')
        .filter((addon) => !tolerationsOf(addon.attributes).some((toleration) => fits(toleration, taint)))
        .map((addon) => ({
          where: placeOf(addon),
          seen: `its pods do not tolerate ${taint.key} of ${taint.of}`,
        })),
    ),
};

export const nodeTaintRules: readonly Rule[] = [tolerated];

type Taint = { readonly of: string; readonly key: string; readonly value: string; readonly effect: string };

type Toleration = {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
};

const anything: readonly Toleration[] = [{ operator: 'Exists' }];
const criticalAddons: readonly Toleration[] = [{ key: 'CriticalAddonsOnly', operator: 'Exists' }];

/** What the pods of an add-on tolerate by themselves: agents of a node run on each, controllers of EKS beside them. */
const byThemselves: Readonly<Record<string, readonly Toleration[]>> = {
  'vpc-cni': anything,
  'kube-proxy': anything,
  'eks-pod-identity-agent': anything,
  coredns: criticalAddons,
  'aws-ebs-csi-driver': criticalAddons,
  'metrics-server': [],
};

type Settings = {
  readonly tolerations?: readonly Toleration[];
  readonly controller?: { readonly tolerations?: readonly Toleration[] };
};

/** What is set takes the place of the add-on's own. */
function tolerationsOf(attributes: Attributes): readonly Toleration[] {
  const text = textAt(attributes, 'configuration_values');
  const { tolerations, controller } = JSON.parse(text === '' ? '{}' : text) as Settings;
  return tolerations ?? controller?.tolerations ?? byThemselves[textAt(attributes, 'addon_name')] ?? [];
}

/** `PREFER_NO_SCHEDULE` keeps no pod away. */
function taintsOf(platform: Platform): readonly Taint[] {
  return declared(platform, 'aws_eks_node_group').flatMap((group) =>
    blocks(group.attributes, 'taint')
      .map((taint) => ({
        of: placeOf(group),
        key: textAt(taint, 'key'),
        value: textAt(taint, 'value'),
        effect: textAt(taint, 'effect'),
      }))
      .filter(({ effect }) => effect !== 'PREFER_NO_SCHEDULE'),
  );
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
function fits(toleration: Toleration, taint: Taint): boolean {
  const { key, operator = 'Equal', value = '', effect } = toleration;
  if (effect !== undefined && effect.toUpperCase() !== taint.effect.replaceAll('_', '')) return false;
  if (key === undefined) return operator === 'Exists';
  return key === taint.key && (operator === 'Exists' || value === taint.value);
}
