import type { Environment } from '../../../environments/environment.ts';
import type { Manifest } from '../../manifest.ts';
import { alertRoutes } from './alert-routes.ts';
import { alertRules } from './alert-rules.ts';
import { pagingShare } from './burn-rates.ts';
import { dashboards } from './dashboards.ts';
import { gatewayMonitor } from './gateway-monitor.ts';
import { gatewayObjective, type GatewayObjective } from './gateway-objective.ts';
import { monitoringValues } from './monitoring-values.ts';
import { objectivesOf, type Objective } from './objective.ts';
import { previewSigns } from './preview-signs.ts';
import { serviceMonitor } from './service-monitor.ts';

export type MonitoringHandles = {
  readonly manifests: readonly Manifest[];
  /** What the release of the stack must be told, beside its own values. */
  readonly values: typeof monitoringValues;
  /** By what a new version is judged: the objectives, and the share of each from which on it would wake somebody. */
  readonly judged: readonly (Objective & { readonly most: number })[];
  /** What of it only the gateway sees; `only` narrows it by `destination_service_name`, not by pods. */
  readonly atGateway: GatewayObjective & { readonly most: number };
  readonly previewSigns: typeof previewSigns;
};

/** How we know how the service is: what is scraped, what is computed of it, who is told, and what can be looked at. */
export function monitoring({ environment }: { readonly environment: Environment }): MonitoringHandles {
  const atGateway = gatewayObjective(environment.objectives);
  return {
    manifests: [
      serviceMonitor(),
      gatewayMonitor(),
      alertRules(environment),
      alertRoutes(),
      ...dashboards(environment),
    ],
    values: monitoringValues,
    judged: objectivesOf(environment.objectives).map((objective) => ({
      ...objective,
      most: pagingShare(objective),
    })),
    atGateway: { ...atGateway, most: pagingShare(atGateway) },
    previewSigns,
  };
}
