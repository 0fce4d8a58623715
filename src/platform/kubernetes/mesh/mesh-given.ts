import type { Environment } from '../../../environments/environment.ts';

export type MeshGiven = {
  readonly environment: Environment;
  /** The Service of `app`, whose ports are the contract's, and the labels of its pods. */
  readonly application: { readonly service: string; readonly labels: Readonly<Record<string, string>> };
  /** Where the load balancer reaches the gateway's pods. */
  readonly gatewayPort: number;
};

/** Objects that only this namespace may see: nothing else in the cluster routes to the application. */
export const visibleHere: readonly string[] = ['.'];
