// Written by istio-types.ts from the definitions of istio.io/api v1.31.4: run it again, change nothing here.
import type { Manifest } from '../../../manifest.ts';

export type VirtualService = Manifest & {
  readonly apiVersion: 'networking.istio.io/v1';
  readonly kind: 'VirtualService';
  readonly spec: {
    readonly exportTo?: readonly string[];
    readonly gateways?: readonly string[];
    readonly hosts?: readonly string[];
    readonly http?: readonly {
      readonly corsPolicy?: {
        readonly allowCredentials?: boolean;
        readonly allowHeaders?: readonly string[];
        readonly allowMethods?: readonly string[];
        readonly allowOrigin?: readonly string[];
        readonly allowOrigins?: readonly AllowOrigins[];
        readonly exposeHeaders?: readonly string[];
        readonly maxAge?: string;
        readonly unmatchedPreflights?: 'UNSPECIFIED' | 'FORWARD' | 'IGNORE';
      };
      readonly delegate?: { readonly name?: string; readonly namespace?: string };
      readonly directResponse?: {
        readonly body?: { readonly bytes?: string; readonly string?: string };
        readonly status: number;
      };
      readonly fault?: {
        readonly abort?: {
          readonly grpcStatus?: string;
          readonly http2Error?: string;
          readonly httpStatus?: number;
          readonly percentage?: Percentage;
        };
        readonly delay?: {
          readonly exponentialDelay?: string;
          readonly fixedDelay?: string;
          readonly percent?: number;
          readonly percentage?: Percentage;
        };
      };
      readonly headers?: Headers;
      readonly match?: readonly {
        readonly authority?: AllowOrigins;
        readonly gateways?: readonly string[];
        readonly headers?: Readonly<Record<string, AllowOrigins>>;
        readonly ignoreUriCase?: boolean;
        readonly method?: AllowOrigins;
        readonly name?: string;
        readonly port?: number;
        readonly queryParams?: Readonly<Record<string, AllowOrigins>>;
        readonly scheme?: AllowOrigins;
        readonly sourceLabels?: Readonly<Record<string, string>>;
        readonly sourceNamespace?: string;
        readonly statPrefix?: string;
        readonly uri?: AllowOrigins;
        readonly withoutHeaders?: Readonly<Record<string, AllowOrigins>>;
      }[];
      readonly mirror?: Mirror;
      readonly mirror_percent?: number;
      readonly mirrorPercent?: number;
      readonly mirrorPercentage?: Percentage;
      readonly mirrors?: readonly { readonly destination: Mirror; readonly percentage?: Percentage }[];
      readonly name?: string;
      readonly redirect?: {
        readonly authority?: string;
        readonly derivePort?: 'FROM_PROTOCOL_DEFAULT' | 'FROM_REQUEST_PORT';
        readonly port?: number;
        readonly prefixRewrite?: string;
        readonly redirectCode?: number;
        readonly scheme?: string;
        readonly uri?: string;
      };
      readonly retries?: {
        readonly attempts?: number;
        readonly backoff?: string;
        readonly perTryTimeout?: string;
        readonly retryIgnorePreviousHosts?: boolean;
        readonly retryOn?: string;
        readonly retryRemoteLocalities?: boolean;
      };
      readonly rewrite?: {
        readonly authority?: string;
        readonly uri?: string;
        readonly uriRegexRewrite?: { readonly match?: string; readonly rewrite?: string };
      };
      readonly route?: readonly {
        readonly destination: Mirror;
        readonly headers?: Headers;
        readonly weight?: number;
      }[];
      readonly timeout?: string;
    }[];
    readonly tcp?: readonly {
      readonly match?: readonly {
        readonly destinationSubnets?: readonly string[];
        readonly gateways?: readonly string[];
        readonly port?: number;
        readonly sourceLabels?: Readonly<Record<string, string>>;
        readonly sourceNamespace?: string;
        readonly sourceSubnet?: string;
      }[];
      readonly route?: readonly Route[];
    }[];
    readonly tls?: readonly {
      readonly match: readonly {
        readonly destinationSubnets?: readonly string[];
        readonly gateways?: readonly string[];
        readonly port?: number;
        readonly sniHosts: readonly string[];
        readonly sourceLabels?: Readonly<Record<string, string>>;
        readonly sourceNamespace?: string;
      }[];
      readonly route?: readonly Route[];
    }[];
  };
};

type AllowOrigins = { readonly exact?: string; readonly prefix?: string; readonly regex?: string };

type Percentage = { readonly value?: number };

type Headers = { readonly request?: Request; readonly response?: Request };

type Request = {
  readonly add?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
  readonly set?: Readonly<Record<string, string>>;
};

type Mirror = { readonly host: string; readonly port?: Port; readonly subset?: string };

type Port = { readonly number?: number };

type Route = { readonly destination: Mirror; readonly weight?: number };
