// Written by istio-types.ts from the definitions of istio.io/api v1.31.4: run it again, change nothing here.
import type { Manifest } from '../../../manifest.ts';

export type Telemetry = Manifest & {
  readonly apiVersion: 'telemetry.istio.io/v1';
  readonly kind: 'Telemetry';
  readonly spec: {
    readonly accessLogging?: readonly {
      readonly disabled?: boolean;
      readonly filter?: { readonly expression?: string };
      readonly match?: Match;
      readonly providers?: readonly Providers[];
    }[];
    readonly metrics?: readonly {
      readonly overrides?: readonly {
        readonly disabled?: boolean;
        readonly match?: {
          readonly customMetric?: string;
          readonly metric?:
            | 'ALL_METRICS'
            | 'REQUEST_COUNT'
            | 'REQUEST_DURATION'
            | 'REQUEST_SIZE'
            | 'RESPONSE_SIZE'
            | 'TCP_OPENED_CONNECTIONS'
            | 'TCP_CLOSED_CONNECTIONS'
            | 'TCP_SENT_BYTES'
            | 'TCP_RECEIVED_BYTES'
            | 'GRPC_REQUEST_MESSAGES'
            | 'GRPC_RESPONSE_MESSAGES';
          readonly mode?: 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER';
        };
        readonly tagOverrides?: Readonly<
          Record<string, { readonly operation?: 'UPSERT' | 'REMOVE'; readonly value?: string }>
        >;
      }[];
      readonly providers?: readonly Providers[];
      readonly reportingInterval?: string;
    }[];
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly targetRef?: TargetRef;
    readonly targetRefs?: readonly TargetRef[];
    readonly tracing?: readonly {
      readonly customTags?: Readonly<
        Record<
          string,
          {
            readonly environment?: Environment;
            readonly formatter?: Formatter;
            readonly header?: Environment;
            readonly literal?: Formatter;
          }
        >
      >;
      readonly disableContextPropagation?: boolean;
      readonly disableSpanReporting?: boolean;
      readonly enableIstioTags?: boolean;
      readonly match?: Match;
      readonly providers?: readonly Providers[];
      readonly randomSamplingPercentage?: number;
      readonly useRequestIdForTraceSampling?: boolean;
    }[];
  };
};

type Match = { readonly mode?: 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER' };

type Providers = { readonly name: string };

type TargetRef = {
  readonly group?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
};

type Environment = { readonly defaultValue?: string; readonly name: string };

type Formatter = { readonly value: string };
