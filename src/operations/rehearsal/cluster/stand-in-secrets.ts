import type { Manifest } from '../../../platform/midcoast.ts';
import type { ApiClient } from '../../kubernetes/api-client.ts';
import type { KubernetesObject } from '../../kubernetes/kubernetes-object.ts';

/** The part of an ExternalSecret that says what its Secret will hold. */
type ExternalSecret = Manifest & {
  readonly spec: {
    readonly target?: {
      readonly name?: string;
      readonly template?: { readonly data?: Readonly<Record<string, string>> };
    };
    readonly data?: readonly { readonly secretKey: string }[];
  };
};

/** A value that nobody takes for a secret. */
const standInValue = 'rehearsal';

/** Makes the Secrets that the operator of External Secrets would make, with the same keys and no secrets in them. */
export async function makeStandInSecrets(
  client: ApiClient,
  manifests: readonly Manifest[],
): Promise<readonly string[]> {
  const secrets = standInSecrets(manifests);
  for (const secret of secrets) await client.create(secret);
  return secrets.map(({ metadata }) => metadata.name);
}

/** The Secrets of the ExternalSecrets among the manifests; other objects are passed over. */
export function standInSecrets(manifests: readonly Manifest[]): readonly SecretManifest[] {
  return manifests.filter(isExternalSecret).map(({ metadata, spec }) => {
    const keys = Object.keys(spec.target?.template?.data ?? {});
    const all = keys.length > 0 ? keys : (spec.data ?? []).map(({ secretKey }) => secretKey);
    const { namespace } = metadata ?? {};
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: spec.target?.name ?? metadata?.name ?? '',
        ...(namespace !== undefined && { namespace }),
      },
      type: 'Opaque',
      stringData: Object.fromEntries(all.map((key) => [key, standInValue])),
    };
  });
}

type SecretManifest = KubernetesObject & {
  readonly type: string;
  readonly stringData: Readonly<Record<string, string>>;
};

function isExternalSecret(manifest: Manifest): manifest is ExternalSecret {
  return manifest.kind === 'ExternalSecret';
}
