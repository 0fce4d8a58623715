// Written by istio-types.ts from the definitions of istio.io/api v1.31.4: run it again, change nothing here.
import type { Manifest } from '../../../manifest.ts';

export type PeerAuthentication = Manifest & {
  readonly apiVersion: 'security.istio.io/v1';
  readonly kind: 'PeerAuthentication';
  readonly spec: {
    readonly mtls?: Mtls;
    readonly portLevelMtls?: Readonly<Record<string, Mtls>>;
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  };
};

type Mtls = { readonly mode?: 'UNSET' | 'DISABLE' | 'PERMISSIVE' | 'STRICT' };
