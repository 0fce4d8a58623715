import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import type { Manifest } from '../../manifest.ts';
import { gatewayObjective } from './gateway-objective.ts';
import { dashboardLabel, folderAnnotation } from './monitoring-values.ts';
import { objectivesOf } from './objective.ts';
import { dashboardModel, type Dashboard } from './panel.ts';
import { processDashboard } from './process-dashboard.ts';
import { serviceDashboard } from './service-dashboard.ts';

/** The dashboards, as the sidecar of Grafana finds them: by a label, in the namespace that it may read. */
export function dashboards({ objectives }: Environment): readonly (Manifest & IConfigMap)[] {
  const burning = [...objectivesOf(objectives), gatewayObjective(objectives)];
  return [serviceDashboard(burning), processDashboard].map(configMap);
}

function configMap(dashboard: Dashboard): Manifest & IConfigMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: `${dashboard.uid}-dashboard`,
      namespace: names.monitoringNamespace,
      labels: { [dashboardLabel]: '1' },
      annotations: { [folderAnnotation]: 'Midcoast' },
    },
    data: { [`${dashboard.uid}.json`]: `${JSON.stringify(dashboardModel(dashboard), undefined, 2)}\n` },
  };
}
