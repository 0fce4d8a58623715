import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { IService } from 'kubernetes-models/v1/Service';
import { names, type Manifest, type Platform } from '../../../platform/midcoast.ts';
import type { Rule } from '../rule.ts';
import { isRefusal } from '../objects/refusal.ts';
import { scaledBy } from '../objects/scaled-by.ts';
import { matches } from '../objects/selector.ts';
import { manifestsOf, objectName, ofKind } from '../objects/manifest.ts';
import { containersOf, workloads, type Workload } from '../objects/workload.ts';

const selected: Rule = {
  id: 'selectors-find-pods',
  says: 'Every Service, disruption budget and network policy of ours finds pods that something starts.',
  mend: 'Take the selector from selectorOf in platform/labels.ts.',
  find: (platform) =>
    manifestsOf(platform)
      // Elsewhere are pods that charts bring, and policies for them.
      .filter(({ kind, metadata }) => kind in selectors && metadata?.namespace === names.namespace)
      .filter((manifest) => !isForAll(manifest))
      .filter((manifest) => !workloads(platform).some(({ labels }) => matches(selectorOf(manifest), labels)))
      .map((manifest) => ({ where: objectName(manifest), seen: 'finds no pod' })),
};

const opened: Rule = {
  id: 'services-find-ports',
  says: 'Every port of a Service is one that the pods behind it open.',
  mend: 'Name the port as ports of contract.ts does, in the Service and in the container.',
  find: (platform) =>
    ofKind(platform, 'Service').flatMap((manifest) => {
      const behind = workloads(platform).filter(({ labels }) => matches(selectorOf(manifest), labels));
      const wanted = manifest.spec?.ports?.map(({ port, targetPort }) => targetPort ?? port) ?? [];
      return wanted
        .filter((port) => behind.some((workload) => !opens(workload, port)))
        .map((port) => ({ where: objectName(manifest), seen: `leads to ${port}, which is not open` }));
    }),
};

const scaled: Rule = {
  id: 'autoscalers-find-targets',
  says: 'Every autoscaler has something to scale.',
  mend: 'Name the kind and the name of what runs the pods.',
  find: (platform) =>
    manifestsOf(platform).flatMap((manifest) => {
      const target = scaledBy(manifest);
      const there = manifestsOf(platform).some(
        ({ kind, metadata }) => kind === target?.kind && metadata?.name === target.name,
      );
      if (target === undefined || there) return [];
      return [{ where: objectName(manifest), seen: `scales ${target.kind} ${target.name}` }];
    }),
};

const fenced: Rule = {
  id: 'pods-have-policies',
  says: 'A network policy says of every pod of ours whom it may reach and who may reach it.',
  mend: 'Add the pods to security/cluster-identity/network-policies.ts.',
  find: (platform) =>
    workloads(platform)
      .filter(
        ({ labels, manifest }) =>
          !policiesOf(platform, manifest.metadata?.namespace).some(({ spec }) =>
            matches(spec?.podSelector?.matchLabels ?? {}, labels),
          ),
      )
      .map(({ where }) => ({ where, seen: 'has no policy of its own' })),
};

export const clusterSelectionRules: readonly Rule[] = [selected, opened, scaled, fenced];

type Labels = Readonly<Record<string, string>>;

/** Where each kind says whom it is for. */
const selectors: Readonly<Record<string, (manifest: Manifest) => Labels | undefined>> = {
  Service: (manifest) => (manifest as IService).spec?.selector,
  PodDisruptionBudget: (manifest) => (manifest as IPodDisruptionBudget).spec?.selector?.matchLabels,
  NetworkPolicy: (manifest) => (manifest as INetworkPolicy).spec?.podSelector?.matchLabels,
};

function selectorOf(manifest: Manifest): Labels {
  return selectors[manifest.kind]?.(manifest) ?? {};
}

function isForAll(manifest: Manifest): boolean {
  return manifest.kind === 'NetworkPolicy' && isRefusal((manifest as INetworkPolicy).spec);
}

function opens(workload: Workload, port: number | string): boolean {
  return containersOf(workload).some(({ ports = [] }) =>
    ports.some(({ name, containerPort }) => name === port || containerPort === port),
  );
}

function policiesOf(platform: Platform, namespace: string | undefined): readonly INetworkPolicy[] {
  return ofKind(platform, 'NetworkPolicy').filter(({ metadata }) => metadata?.namespace === namespace);
}
