import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { IDaemonSet } from 'kubernetes-models/apps/v1/DaemonSet';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { production } from '../../../environments/production.ts';
import { midcoast, type AddOn, type Manifest } from '../../../platform/midcoast.ts';
import { Failure } from '../../failure.ts';
import { helmTool } from '../../toolbox/helm.ts';
import { chartGaps } from './chart-ledger.ts';
import { chartSources } from './chart-sources.ts';
import { renderedCharts, type RenderedCharts } from './charts.ts';

const machine = { root: join(import.meta.dirname, '../../../..'), environment: process.env };
const platform = midcoast(production);
const context = { say: () => {} };

const tool = helmTool(machine);
/** A quick run leaves the machine as it is, and every chart to the others; a file run alone takes what is there. */
const extent = process.env['MIDCOAST_TEST_EXTENT'];
const found = extent === 'quick' ? undefined : await tool.find();
const helm = found ?? (extent === 'quick' || extent === undefined ? undefined : await tool.bring?.(context));
const skip =
  helm === undefined &&
  (extent === 'quick' ? 'only with CI=true or --all: it renders every chart' : 'Helm is not built here');
const rendered: RenderedCharts =
  helm === undefined ? new Map() : await renderedCharts(machine, platform, context);

type Controller = Manifest & (IDeployment | IDaemonSet);

type Monitor = {
  readonly name: string;
  readonly namespaceSelector: { readonly matchNames: readonly string[] };
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly podMetricsEndpoints: readonly { readonly port: string }[];
};

function objectsOf(name: AddOn['name']): readonly Manifest[] {
  return rendered.get(name)?.objects ?? [];
}

function controllersOf(name: AddOn['name']): readonly Controller[] {
  return objectsOf(name).filter(({ kind }) => kind === 'Deployment' || kind === 'DaemonSet') as Controller[];
}

function podOf(name: AddOn['name']) {
  const all = controllersOf(name);
  const controller = all.find(({ metadata }) => metadata?.name === name) ?? all[0];
  const pod = controller?.spec?.template.spec;
  assert.ok(pod, name);
  return { pod, text: JSON.stringify(controller) };
}

describe('the charts of add-ons', { skip }, () => {
  it('are those that lie in a Go module', () => {
    assert.deepEqual([...rendered.keys()].toSorted(), Object.keys(chartSources).toSorted());
    for (const [name, { objects, definitions }] of rendered)
      assert.ok(objects.length + definitions.length > 0, name);
  });

  it('tell Karpenter its cluster and its queue, and keep it on the nodes of the system', () => {
    const { pod, text } = podOf('karpenter');
    assert.match(text, /"CLUSTER_NAME","value":"midcoast-cluster"/);
    assert.match(text, /"INTERRUPTION_QUEUE","value":"midcoast-interruptions"/);
    assert.equal(pod.nodeSelector?.['karpenter.sh/controller'], 'true');
    assert.equal(pod.priorityClassName, 'system-cluster-critical');
  });

  it('name Karpenter’s image by its digest', () => {
    assert.match(podOf('karpenter').pod.containers[0]?.image ?? '', /@sha256:[0-9a-f]{64}$/);
  });

  it('let istiod inject what the mesh asks for, with the image of its release', () => {
    const settings = JSON.stringify(objectsOf('istiod').filter(({ kind }) => kind === 'ConfigMap'));
    assert.match(settings, /otel-collector\.monitoring\.svc\.cluster\.local/);
    assert.match(podOf('istiod').pod.containers[0]?.image ?? '', /^docker\.io\/istio\/pilot:1\.31\.4$/);
    assert.ok(rendered.get('istiod')?.admission.length);
  });

  it('leave the network of pods to the CNI of the mesh', () => {
    const [injector] = objectsOf('istiod').filter(
      ({ metadata }) => metadata?.name === 'istio-sidecar-injector',
    );
    const { values } = (injector as unknown as { readonly data: { readonly values: string } }).data;
    assert.equal((JSON.parse(values) as { pilot: { cni: { enabled: boolean } } }).pilot.cni.enabled, true);
    assert.equal(podOf('istio-cni').pod.priorityClassName, 'system-node-critical');
  });

  it('give the load balancer controller its network by name, and no ingress class', () => {
    const { text } = podOf('aws-load-balancer-controller');
    assert.match(text, /--aws-vpc-tags=Name=midcoast-vpc/);
    assert.match(text, /--aws-region=us-east-1/);
    const kinds = objectsOf('aws-load-balancer-controller').map(({ kind }) => kind);
    assert.ok(!kinds.includes('IngressClass'));
  });

  it('give External Secrets rights over secrets in our namespace alone', () => {
    const { text } = podOf('external-secrets');
    assert.match(text, /--namespace=midcoast/);
    const roles = objectsOf('external-secrets').filter(({ kind }) => /^(Cluster)?Role$/.test(kind));
    const reading = roles.filter((role) => JSON.stringify(role).includes('"secrets"'));
    assert.deepEqual(
      reading.map(({ metadata }) => `${metadata?.namespace ?? 'everywhere'} ${metadata?.name}`),
      // The second renews the certificate of the webhooks.
      ['everywhere external-secrets-cert-controller', 'midcoast external-secrets-controller'],
    );
  });

  it('install the half of the vertical autoscaler that recommends', () => {
    assert.deepEqual(
      controllersOf('vertical-pod-autoscaler').map(({ metadata }) => metadata?.name),
      ['vertical-pod-autoscaler-recommender'],
    );
    assert.deepEqual(rendered.get('vertical-pod-autoscaler')?.admission, []);
  });
});

describe('the pods of add-ons', { skip }, () => {
  const early = platform.addOns.filter(
    ({ name, needs }) => rendered.has(name) && !needs.includes('kube-prometheus-stack'),
  );

  it('run on the system’s nodes where no others are yet', () => {
    for (const { name } of early) {
      for (const { metadata, spec } of controllersOf(name)) {
        const tolerated = spec?.template.spec?.tolerations?.some(
          ({ key, operator }) => operator === 'Exists' && (key === undefined || key === 'CriticalAddonsOnly'),
        );
        assert.ok(tolerated, metadata?.name);
      }
    }
  });

  it('have requests, and memory that is kept for them', () => {
    for (const name of rendered.keys()) {
      for (const { metadata, spec } of controllersOf(name)) {
        for (const { resources } of spec?.template.spec?.containers ?? []) {
          assert.ok(resources?.requests?.['cpu'], metadata?.name);
          assert.equal(resources.limits?.['memory'], resources.requests['memory'], metadata?.name);
        }
      }
    }
  });

  it('meet the standard of their namespace', () => {
    for (const { name, namespace } of platform.addOns.filter((each) => rendered.has(each.name))) {
      if (['kube-system', 'node-agents'].includes(namespace)) continue;
      for (const { metadata, spec } of controllersOf(name)) {
        const pod = spec?.template.spec;
        for (const { securityContext } of pod?.containers ?? []) {
          const seen = { ...pod?.securityContext, ...securityContext };
          assert.equal(seen.runAsNonRoot, true, metadata?.name);
          assert.equal(seen.allowPrivilegeEscalation, false, metadata?.name);
          assert.equal(seen.seccompProfile?.type, 'RuntimeDefault', metadata?.name);
          assert.deepEqual(seen.capabilities?.drop, ['ALL'], metadata?.name);
        }
      }
    }
  });

  it('are those that a network policy of ours finds', () => {
    const policies = (platform.manifests['add-ons'] ?? []).filter(
      ({ kind }) => kind === 'NetworkPolicy',
    ) as INetworkPolicy[];
    for (const { name, namespace } of platform.addOns.filter((each) => rendered.has(each.name))) {
      for (const { metadata, spec } of controllersOf(name)) {
        const labels = spec?.template.metadata?.labels ?? {};
        const found = policies.some((policy) => {
          const wanted = Object.entries(policy.spec?.podSelector?.matchLabels ?? {});
          const fits = wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
          return policy.metadata?.namespace === namespace && fits;
        });
        assert.ok(found, metadata?.name);
      }
    }
  });

  it('show their metrics on the ports by which the stack looks for them', () => {
    const stack = platform.addOns.find(({ name }) => name === 'kube-prometheus-stack');
    assert.ok(stack);
    const { prometheus } = stack.values as {
      readonly prometheus: { readonly additionalPodMonitors: readonly Monitor[] };
    };
    const all = [...rendered.keys()].flatMap(controllersOf);
    for (const {
      name,
      namespaceSelector,
      selector,
      podMetricsEndpoints,
    } of prometheus.additionalPodMonitors) {
      const open = all.filter(({ metadata, spec }) => {
        const labels = spec?.template.metadata?.labels ?? {};
        const ports = spec?.template.spec?.containers.flatMap((container) => container.ports ?? []) ?? [];
        return (
          metadata?.namespace === namespaceSelector.matchNames[0] &&
          Object.entries(selector.matchLabels).every(([key, value]) => labels[key] === value) &&
          ports.some((port) => port.name === podMetricsEndpoints[0]?.port)
        );
      });
      assert.equal(open.length, 1, name);
    }
  });

  it('run as the accounts that have the roles', () => {
    for (const { name, awsAccount } of platform.addOns) {
      if (awsAccount === undefined || !rendered.has(name)) continue;
      const accounts = objectsOf(name).filter(({ kind }) => kind === 'ServiceAccount') as IServiceAccount[];
      assert.ok(
        accounts.some(({ metadata }) => metadata?.name === awsAccount),
        name,
      );
      assert.equal(podOf(name).pod.serviceAccountName, awsAccount);
    }
  });
});

describe('a chart', { skip }, () => {
  const misspelt = (addOn: AddOn): AddOn =>
    addOn.name === 'karpenter'
      ? { ...addOn, values: { settings: { clusterNane: 'midcoast-cluster' } } }
      : addOn;

  it('is not given a value that it does not know', async () => {
    const addOns = platform.addOns.map(misspelt);
    await assert.rejects(renderedCharts(machine, { ...platform, addOns }, context), (error) => {
      return (
        error instanceof Failure &&
        error.code === 'chart_values_unknown' &&
        error.message === 'the chart of karpenter knows no settings.clusterNane'
      );
    });
  });

  it('whose schema refuses a value is not rendered', async () => {
    const addOns = platform.addOns
      .filter(({ name }) => name === 'external-secrets')
      .map((addOn) => ({ ...addOn, values: { replicaCount: 'two' } }));
    await assert.rejects(renderedCharts(machine, { ...platform, addOns }, context), {
      code: 'chart_refused',
    });
  });
});

describe('what is not proved of the charts', () => {
  it('is said of every one that is not rendered, or not as it is released', () => {
    const [absent, older, controller] = chartGaps(platform);
    const missing = platform.addOns
      .filter(({ name }) => chartSources[name] === undefined)
      .map(({ name }) => name);
    assert.equal(absent?.attribute, missing.join(', '));
    assert.match(older?.attribute ?? '', /external-secrets 1\.3\.1 for 2\.12\.0/);
    assert.doesNotMatch(older?.attribute ?? '', /vertical-pod-autoscaler/);
    assert.equal(controller?.attribute, 'controller 1.9.0 for 1.10.0');
  });
});
