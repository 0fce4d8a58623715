import type { Environment } from '../../../environments/environment.ts';

export type MeshGiven = {
  readonly environment: Environment;
  /** Where the load balancer reaches the gateway's pods. */
  readonly gatewayPort: number;
};

/** Objects that only this namespace may see: nothing else in the cluster routes to the application. */
export const visibleHere: readonly string[] = ['.'];
