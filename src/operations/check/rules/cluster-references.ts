import { holes, holesIn, yamlOf, type Manifest, type Platform } from '../../../platform/midcoast.ts';
import { declared, textAt } from '../../declaration.ts';
import type { Rule } from '../rule.ts';
import { manifestsOf, ofKind, objectName } from '../objects/manifest.ts';
import { containersOf, workloads } from '../objects/workload.ts';

const known: Rule = {
  id: 'holes-are-listed',
  says: 'What a manifest leaves open is in the closed list of holes.',
  mend: 'Let the pod read it from the secret of connections; what cannot wait for that goes to platform/holes.ts.',
  find: (platform) =>
    manifestsOf(platform).flatMap((manifest) =>
      holesIn(yamlOf([manifest]))
        .filter((name) => !Object.hasOwn(holes, name))
        .map((name) => ({ where: objectName(manifest), seen: `leaves open ${name}` })),
    ),
};

const mounted: Rule = {
  id: 'pods-find-their-secrets',
  says: 'Every Secret that a pod reads is made by an ExternalSecret, with that key.',
  mend: 'Say where the secret comes from in security/cluster-identity/secret-sources.ts.',
  find: (platform) => {
    const made = new Set(
      externalSecrets(platform).flatMap(({ spec }) =>
        Object.keys(spec.target.template.data).map((key) => `${spec.target.name}/${key}`),
      ),
    );
    return workloads(platform).flatMap((workload) =>
      containersOf(workload)
        .flatMap(({ env = [] }) => env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []))
        .filter(({ name = '', key }) => !made.has(`${name}/${key}`))
        .map(({ name = '', key }) => ({ where: workload.where, seen: `reads ${key} of ${name}` })),
    );
  },
};

const sourced: Rule = {
  id: 'secrets-have-a-source',
  says: 'Every secret that comes into the cluster is one that Terraform makes.',
  mend: 'Make the secret in security/data-security, or take its name from names.ts.',
  find: (platform) => {
    const made = declared(platform, 'aws_secretsmanager_secret').map(({ attributes }) =>
      textAt(attributes, 'name'),
    );
    return externalSecrets(platform).flatMap((manifest) =>
      [...new Set(manifest.spec.data.map(({ remoteRef }) => remoteRef.key))]
        .filter((key) => !made.includes(key))
        .map((key) => ({ where: objectName(manifest), seen: `reads ${key}, which nothing makes` })),
    );
  },
};

const accounts: Rule = {
  id: 'pods-have-accounts',
  says: 'Every pod runs as a service account that is made for it.',
  mend: 'Name a service account of security/cluster-identity/service-accounts.ts, and not the default.',
  find: (platform) => {
    const made = ofKind(platform, 'ServiceAccount').map(
      ({ metadata }) => `${metadata?.namespace}/${metadata?.name}`,
    );
    return workloads(platform)
      .filter(({ manifest, pod }) => {
        const { serviceAccountName = 'default' } = pod;
        const account = `${manifest.metadata?.namespace}/${serviceAccountName}`;
        return serviceAccountName === 'default' || !made.includes(account);
      })
      .map(({ where, pod }) => ({ where, seen: `runs as ${pod.serviceAccountName ?? 'default'}` }));
  },
};

export const clusterReferenceRules: readonly Rule[] = [known, mounted, sourced, accounts];

type SecretManifest = Manifest & {
  readonly spec: {
    readonly target: { readonly name: string; readonly template: { readonly data: Record<string, string> } };
    readonly data: readonly { readonly remoteRef: { readonly key: string } }[];
  };
};

function externalSecrets(platform: Platform): readonly SecretManifest[] {
  return ofKind(platform, 'ExternalSecret') as SecretManifest[];
}
