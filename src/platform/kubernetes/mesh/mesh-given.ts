import type { Environment } from '../../../environments/environment.ts';

export type MeshGiven = {
  readonly environment: Environment;
  /** Where the load balancer reaches the gateway's pods. */
  readonly gatewayPort: number;
  /** Of Istio: the proxy that its webhook puts into pods is of this version. */
  readonly istioVersion: string;
  /**
   * The Services that the routes lead to, the one in use first: of two, each with its percentage of the requests while
   * nothing is being rolled out.
   */
  readonly backends: readonly [Backend, ...Backend[]];
  /** The Service of the newest version, for whoever asks for that one by its header; undefined where there is one version. */
  readonly newest?: string | undefined;
};

type Backend = { readonly host: string; readonly weight?: number };

/** Objects that only this namespace may see: nothing else in the cluster routes to the application. */
export const visibleHere: readonly string[] = ['.'];
