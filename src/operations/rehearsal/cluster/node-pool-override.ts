import type { Manifest } from '../../../platform/midcoast.ts';
import type { KubernetesObject } from '../../kubernetes/kubernetes-object.ts';

/** A NodePool of Karpenter, as far as a rehearsal reads it. */
export type NodePool = KubernetesObject & {
  readonly spec: {
    readonly template: {
      readonly spec: { readonly requirements: readonly Requirement[] } & Readonly<Record<string, unknown>>;
    };
    readonly limits: { readonly cpu: string };
    readonly disruption: {
      readonly consolidateAfter: string;
      readonly budgets: readonly { readonly nodes: string }[];
    };
  };
};

export type Requirement = {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Gt' | 'Lt';
  readonly values: readonly string[];
};

/**
 * The only things in which a rehearsed pool of nodes differs from what is generated, and the report shows them word for
 * word: its name, the class of its nodes, which has to be that of the simulated provider; a taint, so that pods of
 * other steps stay away; and after which time nodes that nobody needs are given up, a twentieth of what it is.
 * Requirements, limits and budgets are as they are.
 */
export const nodePoolOverride = {
  kind: 'NodePool',
  name: 'rehearsed',
  nodeClassRef: { group: 'karpenter.kwok.sh', kind: 'KWOKNodeClass', name: 'rehearsed' },
  taints: [{ key: 'rehearsed', effect: 'NoSchedule' }],
  consolidateTimesFaster: 20,
} as const;

/** The pool for the simulated provider. Throws a RangeError where it waits by something else than minutes. */
export function withSimulatedNodes(manifest: Manifest): NodePool {
  const { metadata, spec, ...rest } = manifest as NodePool;
  const { name, nodeClassRef, taints } = nodePoolOverride;
  const template = { ...spec.template, spec: { ...spec.template.spec, nodeClassRef, taints } };
  const disruption = {
    ...spec.disruption,
    consolidateAfter: `${consolidateSeconds(spec.disruption.consolidateAfter)}s`,
  };
  return { ...rest, metadata: { ...metadata, name }, spec: { ...spec, template, disruption } };
}

function consolidateSeconds(duration: string): number {
  const [, minutes] = /^(\d+)m$/.exec(duration) ?? [];
  if (minutes === undefined) throw new RangeError(`${duration} is no duration such as 5m`);
  return Math.ceil((Number(minutes) * 60) / nodePoolOverride.consolidateTimesFaster);
}

/** The requirements that these labels of a node do not fulfil, each in words. */
export function unmet(
  requirements: readonly Requirement[],
  labels: Readonly<Record<string, string>>,
): readonly string[] {
  return requirements
    .filter(({ key, operator, values }) => !fulfils[operator](labels[key], values))
    .map(({ key, operator, values }) => `${key} is ${labels[key]}, not ${operator} ${values.join(', ')}`);
}

const fulfils: Readonly<
  Record<Requirement['operator'], (value: string | undefined, values: readonly string[]) => boolean>
> = {
  In: (value, values) => value !== undefined && values.includes(value),
  NotIn: (value, values) => value === undefined || !values.includes(value),
  Gt: (value, [least]) => Number(value) > Number(least),
  Lt: (value, [most]) => Number(value) < Number(most),
};
