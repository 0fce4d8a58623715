import type { Manifest } from '../../manifest.ts';
import { meshAuthorization } from './mesh-authorization.ts';
import { circuitBreakers } from './circuit-breaker.ts';
import { gatewayListener } from './gateway-listener.ts';
import { gatewayPods } from './gateway-pods.ts';
import type { MeshGiven } from './mesh-given.ts';
import { meshRoutes, routeNames } from './mesh-routes.ts';
import { meshProviders, meshTelemetry } from './mesh-telemetry.ts';

export type MeshHandles = {
  readonly manifests: readonly Manifest[];
  /** Of the VirtualService, for a rollout that moves weights: every route leads to the application. */
  readonly routeNames: readonly string[];
  /** What the release of Istio must know beside its own values: providers of logs and traces that Telemetry names. */
  readonly meshConfig: { readonly extensionProviders: typeof meshProviders };
};

/**
 * Istio around the application: one gateway behind the load balancer, routes with their patience and retries, and
 * nobody in the namespace who is spoken to without a certificate and a policy that says so.
 */
export function mesh(given: MeshGiven): MeshHandles {
  return {
    manifests: [
      ...gatewayPods(given),
      ...gatewayListener(given),
      ...meshRoutes(given),
      ...circuitBreakers(given),
      ...meshAuthorization(given),
      meshTelemetry(),
    ],
    routeNames,
    meshConfig: { extensionProviders: meshProviders },
  };
}
