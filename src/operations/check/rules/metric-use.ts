import { unexportedIn, type Platform } from '../../../platform/midcoast.ts';
import type { Contract } from '../contract.ts';
import type { Rule } from '../rule.ts';
import { objectName, ofKind } from '../objects/manifest.ts';

const exported: Rule = {
  id: 'metrics-are-exported',
  says: 'Whatever a panel, a rule, an analysis or the autoscaler asks Prometheus for, somebody exports, with that label.',
  mend: 'Name the series by series(…) of kubernetes/monitoring/series.ts, or add the metric to contract.ts and to the process.',
  find: (platform) => {
    const recorded = rulesOf(platform).flatMap(({ record }) => record ?? []);
    return asked(platform).flatMap(({ where, expression }) =>
      [...new Set(unexportedIn(expression, recorded))].map((name) => ({ where, seen: `asks for ${name}` })),
    );
  },
};

const answered: Rule = {
  id: 'autoscalers-ask-known-metrics',
  says: 'What an autoscaler asks of pods is what prometheus-adapter answers.',
  mend: 'Let the autoscaler and the add-on take name and query of requestRate in scaling/pod-scaling.ts.',
  find: (platform) => {
    const known = adapterRules(platform).map(({ name }) => name.as);
    return ofKind(platform, 'HorizontalPodAutoscaler').flatMap((autoscaler) =>
      (autoscaler.spec?.metrics ?? [])
        .flatMap(({ pods }) => pods?.metric.name ?? [])
        .filter((name) => !known.includes(name))
        .map((name) => ({ where: objectName(autoscaler), seen: `asks for ${name}` })),
    );
  },
};

/** Rules over where the metrics of the contract are used. */
export function metricUseRules({ metrics }: Contract): readonly Rule[] {
  const shown: Rule = {
    id: 'metrics-are-shown',
    says: 'Every metric of contract.ts is on a dashboard: what nobody looks at is not worth its series.',
    mend: 'Add a panel to kubernetes/monitoring/service-dashboard.ts, and an alert where somebody must know.',
    find: (platform) => {
      if (platform.manifests['monitoring'] === undefined) return [];
      const shownOrRecorded = [...panels(platform), ...recordings(platform)]
        .map(({ expression }) => expression)
        .join('\n');
      return Object.keys(metrics)
        .filter((name) => !new RegExp(String.raw`\b${name}(_bucket|_count|_sum)?\b`).test(shownOrRecorded))
        .map((name) => ({ where: `contract.ts ${name}`, seen: 'no panel shows it' }));
    },
  };
  return [exported, answered, shown];
}

type Asked = { readonly where: string; readonly expression: string };

function asked(platform: Platform): readonly Asked[] {
  return [...panels(platform), ...recordings(platform), ...analyses(platform), ...adapted(platform)];
}

/** Of every dashboard: Grafana finds them in ConfigMaps, as JSON. */
function panels(platform: Platform): readonly Asked[] {
  return ofKind(platform, 'ConfigMap').flatMap((map) =>
    Object.entries(map.data ?? {})
      .filter(([file]) => file.endsWith('.json'))
      .flatMap(([, text]) => {
        const { panels: found = [] } = JSON.parse(text) as Dashboard;
        return found.flatMap(({ targets = [] }) =>
          targets.map(({ expr }) => ({ where: objectName(map), expression: expr })),
        );
      }),
  );
}

type Dashboard = {
  readonly panels?: readonly { readonly targets?: readonly { readonly expr: string }[] }[];
};

/** What Prometheus computes by itself: shares and alerts. */
function recordings(platform: Platform): readonly Asked[] {
  return rulesOf(platform).map(({ alert, record, expr }) => ({
    where: `PrometheusRule ${alert ?? record ?? ''}`,
    expression: String(expr),
  }));
}

function analyses(platform: Platform): readonly Asked[] {
  return ofKind(platform, 'AnalysisTemplate').flatMap((template) =>
    (template.spec.metrics ?? []).flatMap(({ provider }) => {
      const query = provider.prometheus?.query;
      return query === undefined ? [] : [{ where: objectName(template), expression: query }];
    }),
  );
}

/** What prometheus-adapter asks on behalf of autoscalers, its template filled with the series that it is about. */
function adapted(platform: Platform): readonly Asked[] {
  return adapterRules(platform).map(({ seriesQuery }) => ({
    where: 'add-on prometheus-adapter',
    expression: seriesQuery,
  }));
}

type AdapterRule = { readonly seriesQuery: string; readonly name: { readonly as: string } };

function adapterRules({ addOns }: Platform): readonly AdapterRule[] {
  const adapter = addOns.find(({ name }) => name === 'prometheus-adapter')?.values;
  return (adapter as { readonly rules?: { readonly custom?: readonly AdapterRule[] } })?.rules?.custom ?? [];
}

function rulesOf(platform: Platform) {
  return ofKind(platform, 'PrometheusRule').flatMap(({ spec }) =>
    (spec.groups ?? []).flatMap(({ rules = [] }) => rules),
  );
}
