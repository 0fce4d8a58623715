import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  PodMonitor,
  ServiceMonitor,
  PrometheusRule,
} from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { AlertmanagerConfig } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1';
import { Registry, collectDefaultMetrics } from '@prometheus-io/client';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { environments } from '../../../environments/environments.ts';
import { production } from '../../../environments/production.ts';
import { alertRules } from './alert-rules.ts';
import { dashboards } from './dashboards.ts';
import { unexportedIn } from './exported-series.ts';
import { monitoring } from './monitoring.ts';
import { objectivesOf } from './objective.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const { manifests, values } = monitoring({ environment: production });
const rules = (alertRules(production).spec.groups ?? []).flatMap((group) => group.rules ?? []);
const alerts = rules.filter(({ alert }) => alert !== undefined);
const recorded = rules.flatMap(({ record }) => (record === undefined ? [] : [record]));

type Model = {
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly targets?: readonly { readonly expr: string }[];
  }[];
};

const panels = dashboards(production)
  .flatMap(({ data = {} }) => Object.values(data))
  .flatMap((text) => (JSON.parse(text) as Model).panels);
const expressions = [
  ...rules.map(({ expr }) => String(expr)),
  ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
];

describe('what rules and panels look at', () => {
  it('is exported', () => {
    assert.ok(expressions.length > 40);
    assert.deepEqual(
      expressions.flatMap((each) => unexportedIn(each, recorded)),
      [],
    );
  });

  it('is, of the process itself, what the client library really exports', () => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    const real = new Set(registry.getMetricsAsArray().map(({ name }) => name));
    const used = expressions.flatMap((each) =>
      [...each.matchAll(/\b(?:process|nodejs)_\w+/g)].map(([name]) => name),
    );
    assert.ok(used.length >= 4);
    assert.deepEqual(
      used.filter((name) => !real.has(name)),
      [],
    );
  });
});

describe('the alerts', () => {
  it('say how loud they are, what is wrong and what to do, by a page that there is', async () => {
    for (const { alert, labels = {}, annotations = {}, for: lasting } of alerts) {
      assert.ok(['page', 'ticket'].includes(labels['severity'] ?? ''), alert);
      assert.equal(labels['namespace'], 'midcoast', alert);
      for (const part of ['summary', 'description'])
        assert.ok((annotations[part] ?? '').length > 10, `${alert} ${part}`);
      assert.ok(lasting, alert);
      const page =
        /^https:\/\/github\.com\/[\w.-]+\/[\w.-]+\/blob\/main\/(docs\/runbooks\/[a-z-]+\.md)$/.exec(
          annotations['runbook_url'] ?? '',
        )?.[1];
      assert.ok(page, `${alert} has no runbook`);
      await assert.doesNotReject(access(join(root, page)), `${alert}: there is no ${page}`);
    }
  });

  it('hold each environment to its own objectives, in buckets that there are', () => {
    for (const environment of Object.values(environments))
      assert.equal(objectivesOf(environment.objectives).length, 2);
    assert.throws(
      () => objectivesOf({ ...production.objectives, latencyP99Ms: 300 }),
      /no bucket ends at 300 ms; .* 250, 500/,
    );
  });

  it('allow one of a thousand in production', () => {
    const page = alerts.find(({ labels }) => labels?.['window'] === '1h');
    assert.match(
      String(page?.expr),
      /requests_failed:ratio_rate1h > 0\.0144\nand\n.*ratio_rate5m > 0\.0144$/,
    );
  });
});

describe('the dashboards', () => {
  it('are found by the sidecar of Grafana, and their panels by their numbers', () => {
    const maps = dashboards(production);
    assert.ok(maps.length >= 2);
    const { searchNamespace } = values.grafana.sidecar.dashboards;
    for (const { metadata, data = {} } of maps) {
      assert.equal(metadata?.labels?.['grafana_dashboard'], '1');
      assert.ok(searchNamespace.some((each) => each === metadata?.namespace));
      for (const text of Object.values(data)) {
        const ids = (JSON.parse(text) as Model).panels.map(({ id }) => id);
        assert.equal(new Set(ids).size, ids.length);
      }
    }
  });
});

describe('the objects of monitoring', () => {
  const models = { PodMonitor, ServiceMonitor, PrometheusRule, AlertmanagerConfig, ConfigMap };

  it('are what Kubernetes and the operator know', () => {
    for (const each of manifests) {
      const Model = (models as unknown as Record<string, new (data: unknown) => { validate(): void }>)[
        each.kind
      ];
      assert.ok(Model, `${each.kind} is not tested`);
      new Model(structuredClone(each)).validate();
    }
  });

  it('scrape by the certificate that the release of Prometheus has', () => {
    const monitor = JSON.stringify(manifests.find(({ kind }) => kind === 'ServiceMonitor'));
    const { volumeMounts, podMetadata } = values.prometheus.prometheusSpec;
    const [{ mountPath }] = volumeMounts;
    for (const file of ['root-cert', 'cert-chain', 'key'])
      assert.ok(monitor.includes(`"${mountPath}/${file}.pem"`));
    assert.match(podMetadata.annotations['proxy.istio.io/config'], new RegExp(`"${mountPath}"`));
  });
});
