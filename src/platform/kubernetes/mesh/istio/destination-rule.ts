// Written by istio-types.ts from the definitions of istio.io/api v1.31.4: run it again, change nothing here.
import type { Manifest } from '../../../manifest.ts';

export type DestinationRule = Manifest & {
  readonly apiVersion: 'networking.istio.io/v1';
  readonly kind: 'DestinationRule';
  readonly spec: {
    readonly exportTo?: readonly string[];
    readonly host: string;
    readonly subsets?: readonly {
      readonly labels?: Readonly<Record<string, string>>;
      readonly name: string;
      readonly trafficPolicy?: TrafficPolicy;
    }[];
    readonly trafficPolicy?: TrafficPolicy;
    readonly workloadSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  };
};

type TrafficPolicy = {
  readonly connectionPool?: ConnectionPool;
  readonly loadBalancer?: LoadBalancer;
  readonly outlierDetection?: OutlierDetection;
  readonly portLevelSettings?: readonly PortLevelSettings[];
  readonly proxyProtocol?: ProxyProtocol;
  readonly retryBudget?: RetryBudget;
  readonly tls?: Tls;
  readonly tunnel?: Tunnel;
};

type ConnectionPool = { readonly http?: Http; readonly tcp?: Tcp };

type Http = {
  readonly h2UpgradePolicy?: 'DEFAULT' | 'DO_NOT_UPGRADE' | 'UPGRADE';
  readonly http1MaxPendingRequests?: number;
  readonly http2KeepAlive?: Http2KeepAlive;
  readonly http2MaxRequests?: number;
  readonly idleTimeout?: string;
  readonly maxConcurrentStreams?: number;
  readonly maxRequestsPerConnection?: number;
  readonly maxRetries?: number;
  readonly useClientProtocol?: boolean;
};

type Http2KeepAlive = { readonly interval?: string; readonly timeout?: string };

type Tcp = {
  readonly connectTimeout?: string;
  readonly idleTimeout?: string;
  readonly maxConnectionDuration?: string;
  readonly maxConnections?: number;
  readonly tcpKeepalive?: TcpKeepalive;
};

type TcpKeepalive = { readonly interval?: string; readonly probes?: number; readonly time?: string };

type LoadBalancer = {
  readonly consistentHash?: ConsistentHash;
  readonly localityLbSetting?: LocalityLbSetting;
  readonly simple?: 'UNSPECIFIED' | 'LEAST_CONN' | 'RANDOM' | 'PASSTHROUGH' | 'ROUND_ROBIN' | 'LEAST_REQUEST';
  readonly warmup?: Warmup;
  readonly warmupDurationSecs?: string;
  readonly zoneAwareLbSetting?: ZoneAwareLbSetting;
};

type ConsistentHash = {
  readonly httpCookie?: HttpCookie;
  readonly httpHeaderName?: string;
  readonly httpQueryParameterName?: string;
  readonly maglev?: Maglev;
  readonly minimumRingSize?: number;
  readonly ringHash?: RingHash;
  readonly useSourceIp?: boolean;
};

type HttpCookie = {
  readonly attributes?: readonly Attributes[];
  readonly name: string;
  readonly path?: string;
  readonly ttl?: string;
};

type Attributes = { readonly name: string; readonly value?: string };

type Maglev = { readonly tableSize?: number };

type RingHash = { readonly minimumRingSize?: number };

type LocalityLbSetting = {
  readonly distribute?: readonly Distribute[];
  readonly enabled?: boolean;
  readonly failover?: readonly Failover[];
  readonly failoverPriority?: readonly string[];
};

type Distribute = { readonly from?: string; readonly to?: Readonly<Record<string, number>> };

type Failover = { readonly from?: string; readonly to?: string };

type Warmup = { readonly aggression?: number; readonly duration: string; readonly minimumPercent?: number };

type ZoneAwareLbSetting = {
  readonly enabled?: boolean;
  readonly failover?: readonly Failover[];
  readonly failoverPriority?: readonly string[];
  readonly minClusterSize?: number;
};

type OutlierDetection = {
  readonly baseEjectionTime?: string;
  readonly consecutive5xxErrors?: number;
  readonly consecutiveErrors?: number;
  readonly consecutiveGatewayErrors?: number;
  readonly consecutiveLocalOriginFailures?: number;
  readonly interval?: string;
  readonly maxEjectionPercent?: number;
  readonly minHealthPercent?: number;
  readonly outlierDetectionHttpErrorCodes?: readonly number[];
  readonly splitExternalLocalOriginErrors?: boolean;
};

type PortLevelSettings = {
  readonly connectionPool?: ConnectionPool;
  readonly loadBalancer?: LoadBalancer;
  readonly outlierDetection?: OutlierDetection;
  readonly port?: Port;
  readonly tls?: Tls;
};

type Port = { readonly number?: number };

type Tls = {
  readonly caCertificates?: string;
  readonly caCrl?: string;
  readonly clientCertificate?: string;
  readonly credentialName?: string;
  readonly insecureSkipVerify?: boolean;
  readonly mode?: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
  readonly privateKey?: string;
  readonly sni?: string;
  readonly subjectAltNames?: readonly string[];
};

type ProxyProtocol = { readonly version?: 'V1' | 'V2' };

type RetryBudget = {
  readonly budgetInterval?: string;
  readonly minRetryConcurrency?: number;
  readonly percent?: number;
};

type Tunnel = { readonly protocol?: string; readonly targetHost: string; readonly targetPort: number };
