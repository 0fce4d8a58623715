import { names } from '../../../platform/midcoast.ts';
import type { Rule } from '../rule.ts';
import { manifestsOf, objectName } from '../objects/manifest.ts';
import { workloads } from '../objects/workload.ts';

/** https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces */
const enforce = 'pod-security.kubernetes.io/enforce';

const restricted: Rule = {
  id: 'namespaces-are-restricted',
  says: 'Kubernetes itself refuses a pod of ours that asks for more than restricted pods may, and mixes it into the mesh.',
  mend: 'Label the namespace with pod-security.kubernetes.io/enforce: restricted and istio-injection: enabled.',
  find: (platform) => {
    const used = new Set(workloads(platform).map(({ manifest }) => manifest.metadata?.namespace));
    return manifestsOf(platform)
      .filter(({ kind, metadata }) => kind === 'Namespace' && used.has(metadata?.name))
      .flatMap((namespace) => {
        const { labels = {} } = namespace.metadata ?? {};
        const where = objectName(namespace);
        return [
          ...(labels[enforce] === 'restricted'
            ? []
            : [{ where, seen: `enforces ${labels[enforce] ?? 'nothing'}` }]),
          ...(labels['istio-injection'] === 'enabled' ? [] : [{ where, seen: 'gives its pods no proxy' }]),
        ];
      });
  },
};

const tokenless: Rule = {
  id: 'accounts-give-no-token',
  says: 'A service account of ours gives its pods no token of Kubernetes: none of them asks Kubernetes for anything.',
  mend: 'Set automountServiceAccountToken of the service account to false.',
  find: (platform) =>
    manifestsOf(platform)
      .filter(({ kind, metadata }) => kind === 'ServiceAccount' && metadata?.namespace === names.namespace)
      .filter(
        (account) =>
          (account as { automountServiceAccountToken?: boolean }).automountServiceAccountToken !== false,
      )
      .map((account) => ({ where: objectName(account), seen: 'gives a token' })),
};

export const namespaceRestrictedRules: readonly Rule[] = [restricted, tokenless];
