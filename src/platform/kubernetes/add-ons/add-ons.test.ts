import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { INamespace } from 'kubernetes-models/v1/Namespace';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { environments } from '../../../environments/environments.ts';
import { holesIn } from '../../holes.ts';
import type { Manifest } from '../../manifest.ts';
import { requestRate } from '../../scaling/pod-scaling.ts';
import { roleTable } from '../../security/identity/identity.ts';
import { groupRules } from '../../security/network-security/group-rules.ts';
import { meshProviders } from '../mesh/mesh-telemetry.ts';
import { monitoringValues } from '../monitoring/monitoring-values.ts';
import { validate } from '../test-models.ts';
import type { AddOn } from './add-on.ts';
import { addOns } from './add-ons.ts';
import { charts } from './chart-versions.ts';
import { installOrder } from './install-order.ts';
import { prometheus } from './reach.ts';
import { reaches } from './reaches.ts';

const { production, staging } = environments;

function made(environment = production) {
  return addOns({
    environment,
    network: { privateCidrs: ['10.0.1.0/24'] },
    meshConfig: { extensionProviders: meshProviders },
    monitoringValues,
    podMetric: requestRate,
  });
}

function found(name: AddOn['name']): AddOn {
  const addOn = made().addOns.find((each) => each.name === name);
  assert.ok(addOn, name);
  return addOn;
}

describe('the add-ons', () => {
  it('are all that have a version, each once', () => {
    assert.deepEqual(
      made()
        .addOns.map(({ name }) => name)
        .toSorted(),
      Object.keys(charts).toSorted(),
    );
  });

  it('are installed after what they need', () => {
    const order = made().addOns;
    for (const [place, { name, needs }] of order.entries()) {
      for (const need of needs)
        assert.ok(
          order.slice(0, place).some((each) => each.name === need),
          name,
        );
    }
  });

  it('let nodes be made before anything waits for them', () => {
    const order = made().addOns;
    const opened = order.findIndex(({ opens = [] }) => opens.includes('node-scaling'));
    const first = order.findIndex(({ name }) => name === 'kube-prometheus-stack');
    assert.ok(opened !== -1 && opened < first);
  });

  it('cannot wait for one another', () => {
    const [one, other] = [found('istiod'), found('karpenter')];
    const circle = [
      { ...one, needs: [other.name] },
      { ...other, needs: [one.name] },
    ];
    assert.throws(() => installOrder(circle), /istiod \(needs karpenter\); karpenter \(needs istiod\)/);
  });

  it('are of one version where they belong together', () => {
    const versions = (['istio-base', 'istio-cni', 'istiod'] as const).map((name) => charts[name].version);
    assert.equal(new Set(versions).size, 1);
    assert.equal(charts.karpenter.version, charts['karpenter-crd'].version);
  });

  it('leave open nothing but where they run', () => {
    for (const { name, values } of made().addOns) {
      const left = holesIn(JSON.stringify(values));
      assert.ok(
        left.every((each) => each === 'REGION'),
        `${name} ${left.join()}`,
      );
    }
  });

  it('have values that hold no secret', () => {
    assert.doesNotMatch(JSON.stringify(made().addOns), /password|secretKey|token"/i);
  });
});

describe('what add-ons have in common with others', () => {
  it('the autoscaler’s metric, under the name by which it is asked for', () => {
    const { rules } = found('prometheus-adapter').values as {
      readonly rules: { readonly custom: readonly { readonly name: { readonly as: string } }[] };
    };
    assert.deepEqual(
      rules.custom.map(({ name }) => name.as),
      [requestRate.name],
    );
  });

  it('the collector’s address, where the mesh sends its traces', () => {
    const { values, namespace } = found('otel-collector');
    const { fullnameOverride } = values as { readonly fullnameOverride: string };
    const [address] = meshProviders.flatMap((each) =>
      'opentelemetry' in each ? [each.opentelemetry.service] : [],
    );
    assert.equal(address, `${fullnameOverride}.${namespace}.svc.cluster.local`);
  });

  it('what the mesh and the monitoring ask of their releases', () => {
    const { meshConfig } = found('istiod').values as {
      readonly meshConfig: { readonly extensionProviders: unknown };
    };
    assert.deepEqual(meshConfig.extensionProviders, meshProviders);
    const { prometheus } = found('kube-prometheus-stack').values as typeof monitoringValues;
    assert.deepEqual(prometheus.serviceAccount, monitoringValues.prometheus.serviceAccount);
    assert.deepEqual(
      prometheus.prometheusSpec.podMetadata,
      monitoringValues.prometheus.prometheusSpec.podMetadata,
    );
  });

  it('the roles of those that work with AWS, by namespace and account', () => {
    const arn = { arn: 'arn:aws:kms:us-east-1:111122223333:key/x' };
    const keys = { application: arn, queue: arn, secrets: arn, logs: arn };
    const { pods } = roleTable(production, keys);
    const bound = Object.values(pods).map(
      ({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`,
    );
    for (const { namespace, awsAccount } of made().addOns) {
      if (awsAccount !== undefined) assert.ok(bound.includes(`${namespace}/${awsAccount}`), awsAccount);
    }
  });
});

describe('what watches', () => {
  const stack = found('kube-prometheus-stack').values as StackSeen;

  it('reads no Secret of the application', () => {
    assert.equal(stack.grafana.rbac.namespaced, true);
    assert.deepEqual(stack.grafana.sidecar.dashboards.searchNamespace, ['monitoring']);
    assert.deepEqual(stack['kube-state-metrics'].collectorsExclude, ['secrets']);
  });

  it('expects no room to spare on nodes that come and go', () => {
    const { disabled } = stack.defaultRules;
    assert.deepEqual(Object.keys(disabled), ['KubeCPUOvercommit', 'KubeMemoryOvercommit']);
  });

  it('is asked by its pair about the reloader, too, or a quarter of its targets were down for good', () => {
    const { from } = reaches.find(({ name }) => name === 'prometheus') ?? assert.fail();
    const byItself = from.filter(({ peer }) => typeof peer === 'object' && peer.pods === prometheus.pods);
    assert.deepEqual(
      byItself.flatMap(({ ports = [] }) => ports),
      [9090, 8080],
    );
  });

  it('reads what pods said before it came to their node', () => {
    const { config } = found('fluent-bit').values as { readonly config: { readonly inputs: string } };
    assert.match(config.inputs, /^ +Read_from_Head On$/m);
  });
});

type StackSeen = {
  readonly defaultRules: { readonly disabled: object };
  readonly grafana: {
    readonly rbac: { readonly namespaced: boolean };
    readonly sidecar: { readonly dashboards: { readonly searchNamespace: readonly string[] } };
  };
  readonly 'kube-state-metrics': { readonly collectorsExclude: readonly string[] };
};

describe('the namespaces of add-ons', () => {
  const manifests = made().manifests;
  const namespaces = manifests.filter(({ kind }) => kind === 'Namespace') as INamespace[];
  const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy') as INetworkPolicy[];

  it('are made of objects that their schemas allow, in every environment', () => {
    for (const environment of [production, staging]) made(environment).manifests.forEach(validate);
  });

  it('are restricted, but for the agents of the nodes', () => {
    const standards = Object.fromEntries(
      namespaces.map(({ metadata }) => [
        metadata?.name,
        metadata?.labels?.['pod-security.kubernetes.io/enforce'],
      ]),
    );
    const { 'node-agents': agents, ...others } = standards;
    assert.equal(agents, 'privileged');
    assert.deepEqual([...new Set(Object.values(others))], ['restricted']);
  });

  it('refuse what no policy allows', () => {
    for (const { metadata } of namespaces) {
      const refusing = policies.filter(
        (each) =>
          each.metadata?.namespace === metadata?.name && each.metadata?.name === 'midcoast-refuse-all',
      );
      assert.equal(refusing.length, 1, metadata?.name);
    }
  });

  it('let nobody in from everywhere', () => {
    for (const { metadata, spec } of policies) {
      for (const { from } of spec?.ingress ?? [])
        assert.ok(from !== undefined && from.length > 0, metadata?.name);
    }
  });

  it('are called by the control plane on ports that the security groups open', () => {
    const opened = groupRules
      .filter(({ from, to }) => from === 'cluster' && to === 'nodes')
      .map(({ ports }) => ports);
    for (const { name, from } of reaches) {
      for (const { peer, ports = [] } of from) {
        if (peer === 'network')
          assert.ok(
            ports.every((port) => opened.includes(port)),
            `${name} ${ports.join()}`,
          );
      }
    }
  });

  it('let those that have a role of AWS, and no others, ask for its credentials', () => {
    const asking = reaches.filter(({ to }) => to.some(({ peer }) => peer === 'identity'));
    const working = made().addOns.filter(({ awsAccount }) => awsAccount !== undefined);
    assert.equal(asking.length, working.length);
  });
});

describe('people who look', () => {
  const roles = made().manifests.filter(({ kind }) => kind === 'Role') as readonly Manifest[] as IRole[];

  it('may forward ports of what watches, and do nothing else, nowhere else', () => {
    assert.deepEqual(
      roles.map(({ metadata, rules }) => [metadata?.namespace, rules]),
      [['monitoring', [{ apiGroups: [''], resources: ['pods/portforward'], verbs: ['create'] }]]],
    );
  });
});
