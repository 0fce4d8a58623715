import type { IPrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import type { Manifest } from '../../manifest.ts';
import { ruleOf } from './alert.ts';
import { burnAlerts, recordedShares } from './burn-rates.ts';
import { gatewayObjective } from './gateway-objective.ts';
import { groundAlerts } from './ground-alerts.ts';
import { objectivesOf } from './objective.ts';
import { serviceAlerts } from './service-alerts.ts';

/** Everything that Prometheus computes by itself: shares first, then the alerts that look at them. */
export function alertRules(environment: Environment): Manifest & IPrometheusRule {
  const burning = [...objectivesOf(environment.objectives), gatewayObjective(environment.objectives)];
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: names.object('rules'), namespace: names.namespace },
    spec: {
      groups: [
        ...burning.map((objective) => ({
          name: `midcoast-${objective.name}`,
          interval: '30s',
          rules: [
            ...recordedShares(objective).map((rule) => ({ ...rule })),
            ...burnAlerts(objective).map((alert) => ruleOf(alert, environment)),
          ],
        })),
        { name: names.object('service'), rules: serviceAlerts.map((alert) => ruleOf(alert, environment)) },
        { name: names.object('ground'), rules: groundAlerts.map((alert) => ruleOf(alert, environment)) },
      ],
    },
  };
}
