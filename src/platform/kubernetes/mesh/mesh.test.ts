import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { Service } from 'kubernetes-models/v1/Service';
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { production } from '../../../environments/production.ts';
import type { Manifest } from '../../manifest.ts';
import type { AuthorizationPolicy } from './istio/authorization-policy.ts';
import type { DestinationRule } from './istio/destination-rule.ts';
import type { Gateway } from './istio/gateway.ts';
import type { PeerAuthentication } from './istio/peer-authentication.ts';
import type { Telemetry } from './istio/telemetry.ts';
import type { VirtualService } from './istio/virtual-service.ts';
import { mesh } from './mesh.ts';

const { manifests, routeNames, meshConfig } = mesh({
  environment: production,
  gatewayPort: 443,
  istioVersion: '1.2.3',
  backends: [{ host: 'midcoast-app' }],
});

function the<Kind extends Manifest>(kind: Kind['kind'], name: string): Kind {
  const found = manifests.find((each) => each.kind === kind && each.metadata?.name === name);
  assert.ok(found, `there is no ${kind} ${name}`);
  return found as Kind;
}

type Route = NonNullable<VirtualService['spec']['http']>[number];

type Request = {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
};

type Match = NonNullable<Route['match']>[number];
type Words = NonNullable<Match['uri']>;

/** Which route takes a request, as Istio chooses: the first of which one match is whole. */
function routeOf(service: VirtualService, request: Request): Route | undefined {
  return service.spec.http?.find(
    ({ match }) => match === undefined || match.some((each) => isMet(each, request)),
  );
}

function isMet({ uri, method, headers = {} }: Match, request: Request): boolean {
  return (
    fits(uri, request.path) &&
    fits(method, request.method) &&
    Object.entries(headers).every(([name, words]) => fits(words, request.headers?.[name] ?? ''))
  );
}

function fits(words: Words | undefined, text: string): boolean {
  if (words === undefined) return true;
  if (words.exact !== undefined) return text === words.exact;
  if (words.prefix !== undefined) return text.startsWith(words.prefix);
  return new RegExp(`^(?:${words.regex ?? ''})$`).test(text);
}

const key = { 'idempotency-key': 'k1' };

describe('the routes of the mesh', () => {
  const service = the<VirtualService>('VirtualService', 'midcoast-vs');

  it('are those of the host of the guide, for the gateway alone', () => {
    assert.deepEqual(service.spec.hosts, ['api.midcoast.com']);
    assert.deepEqual(service.spec.gateways, ['midcoast-gateway']);
    assert.deepEqual(service.spec.exportTo, ['.']);
    assert.deepEqual(
      service.spec.http?.map(({ name }) => name),
      routeNames,
    );
  });

  it('never repeat what is not safe to repeat', () => {
    const unsafe: readonly Request[] = [
      { method: 'POST', path: '/v1/leads' },
      { method: 'POST', path: '/v1/leads', headers: { 'idempotency-key': '' } },
      { method: 'POST', path: '/v1/imports', headers: key },
      { method: 'POST', path: '/v1/suppressions', headers: key },
      { method: 'POST', path: '/v1/session' },
      { method: 'DELETE', path: '/v1/sources/1' },
      { method: 'PUT', path: '/v1/sources/1' },
    ];
    for (const request of unsafe) {
      const { method, path } = request;
      assert.deepEqual(routeOf(service, request)?.retries, { attempts: 0 }, `${method} ${path}`);
    }
  });

  it('say of every route how often it is repeated: silence means twice, whatever the method', () => {
    const all = manifests
      .filter((each): each is VirtualService => each.kind === 'VirtualService')
      .flatMap(({ spec }) => spec.http ?? []);
    assert.ok(all.length >= 6);
    assert.deepEqual(
      all.filter(({ retries }) => retries?.attempts === undefined).map(({ name }) => name),
      [],
    );
  });

  it('repeat a lead whose sender gave a key, and what is only read', () => {
    const safe: readonly Request[] = [
      { method: 'POST', path: '/v1/leads', headers: key },
      { method: 'GET', path: '/v1/leads' },
      { method: 'GET', path: '/' },
    ];
    for (const request of safe) {
      assert.ok((routeOf(service, request)?.retries?.attempts ?? 0) > 0, request.path);
    }
  });

  it('let streams and imports last, and nothing else', () => {
    const timeout = (method: string, path: string) => routeOf(service, { method, path })?.timeout;
    assert.equal(timeout('GET', '/v1/events'), undefined);
    assert.equal(timeout('POST', '/v1/imports'), undefined);
    assert.equal(timeout('GET', '/v1/imports/1/verdicts.csv'), undefined);
    assert.equal(timeout('POST', '/v1/leads'), '15s');
    assert.equal(timeout('GET', '/v1/events-of-others'), '15s');
  });

  it('answer one question for any host, and no other', () => {
    const any = the<VirtualService>('VirtualService', 'midcoast-readiness');
    assert.deepEqual(any.spec.hosts, ['*']);
    assert.ok(routeOf(any, { method: 'GET', path: '/readyz' }));
    assert.equal(routeOf(any, { method: 'GET', path: '/v1/leads' }), undefined);
    assert.equal(routeOf(any, { method: 'POST', path: '/readyz' }), undefined);
  });
});

describe('the gateway', () => {
  it('listens with TLS where the load balancer connects, for every name', () => {
    const [server, ...others] = the<Gateway>('Gateway', 'midcoast-gateway').spec.servers ?? [];
    assert.deepEqual(others, []);
    assert.equal(server?.port.number, 443);
    assert.equal(server?.tls?.mode, 'SIMPLE');
    assert.deepEqual(server?.hosts, ['./*']);
  });

  it('shows a certificate that its pods have', () => {
    const { spec } = the<Gateway>('Gateway', 'midcoast-gateway');
    const folder = spec.servers?.[0]?.tls?.serverCertificate?.replace(/\/[^/]+$/, '');
    const pod = the<Manifest & { spec: { template: PodTemplate } }>('Deployment', 'midcoast-gateway').spec
      .template;
    assert.equal(pod.spec.containers[0]?.volumeMounts[0]?.mountPath, folder);
    assert.match(
      pod.metadata.annotations['proxy.istio.io/config'] ?? '',
      new RegExp(`"OUTPUT_CERTS":"${folder}"`),
    );
  });

  it('is bound to the target group by its hole', () => {
    const binding = the<Manifest & { spec: object }>('TargetGroupBinding', 'midcoast-gateway');
    assert.deepEqual(binding.spec, {
      targetGroupARN: '${TARGET_GROUP_ARN}',
      targetType: 'ip',
      serviceRef: { name: 'midcoast-gateway', port: 443 },
    });
  });

  it('stands in every zone, and in the others when one is drained', () => {
    const { spec } = the<Manifest & { spec: { template: PodTemplate } }>('Deployment', 'midcoast-gateway')
      .spec.template;
    const [zones] = spec.topologySpreadConstraints;
    assert.equal(zones?.topologyKey, 'topology.kubernetes.io/zone');
    // Without it the drained zone still counts, and holds the pods back that replace its own.
    assert.equal(zones?.nodeTaintsPolicy, 'Honor');
  });

  it('leaves nobody waiting when it ends', () => {
    const { template } = the<Manifest & { spec: { template: PodTemplate } }>(
      'Deployment',
      'midcoast-gateway',
    ).spec;
    const [container] = template.spec.containers;
    const drain = /"terminationDrainDuration":"(\d+)s"/.exec(
      template.metadata.annotations['proxy.istio.io/config'] ?? '',
    );
    const needed = (container?.lifecycle.preStop.sleep.seconds ?? Infinity) + Number(drain?.[1]);
    assert.ok(template.spec.terminationGracePeriodSeconds > needed);
  });
});

type PodTemplate = {
  readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
  readonly spec: {
    readonly terminationGracePeriodSeconds: number;
    readonly topologySpreadConstraints: readonly {
      readonly topologyKey: string;
      readonly nodeTaintsPolicy?: string;
    }[];
    readonly containers: readonly {
      readonly lifecycle: { readonly preStop: { readonly sleep: { readonly seconds: number } } };
      readonly volumeMounts: readonly { readonly mountPath: string }[];
    }[];
  };
};

describe('who may speak in the mesh', () => {
  const policies = manifests.filter(
    (each): each is AuthorizationPolicy => each.kind === 'AuthorizationPolicy',
  );

  it('is nobody without a certificate', () => {
    const { spec } = the<PeerAuthentication>('PeerAuthentication', 'default');
    assert.deepEqual(spec, { mtls: { mode: 'STRICT' } });
  });

  it('is nobody whom no rule names', () => {
    assert.deepEqual(the<AuthorizationPolicy>('AuthorizationPolicy', 'allow-nothing').spec, {});
    const denying = policies.filter(({ spec }) => spec.action !== undefined && spec.action !== 'ALLOW');
    assert.deepEqual(denying, []);
  });

  it('is told port by port, and of the application with a name', () => {
    const rules = policies.flatMap(({ metadata, spec }) =>
      (spec.rules ?? []).map((rule) => ({ policy: metadata?.name, ...rule })),
    );
    assert.ok(rules.length >= 4);
    for (const { policy, from, to = [] } of rules) {
      assert.ok(to.length > 0 && to.every(({ operation }) => operation?.ports?.length === 1), policy);
      if (policy !== 'allow-internet')
        assert.ok(
          from?.every(({ source }) => source?.principals?.length === 1),
          policy,
        );
    }
  });

  it('opens the metrics to Prometheus alone', () => {
    const readers = policies.flatMap(({ spec }) =>
      (spec.rules ?? [])
        .filter(({ to }) => to?.some(({ operation }) => operation?.ports?.includes('9464')))
        .flatMap(({ from }) => from?.flatMap(({ source }) => source?.principals)),
    );
    assert.deepEqual(readers, ['cluster.local/ns/monitoring/sa/midcoast-prometheus']);
  });
});

describe('what the mesh tells', () => {
  const { spec } = the<Telemetry>('Telemetry', 'midcoast-telemetry');

  it('goes to providers that there are', () => {
    const known = meshConfig.extensionProviders.map(({ name }) => name);
    const named = [...(spec.accessLogging ?? []), ...(spec.tracing ?? [])].flatMap(({ providers = [] }) =>
      providers.map(({ name }) => name),
    );
    assert.deepEqual(named, known);
  });

  it('has no address, no agent and no query of anybody', () => {
    const log = JSON.stringify(meshConfig);
    assert.doesNotMatch(log, /REMOTE_ADDRESS|FORWARDED|USER-AGENT|AUTHORIZATION|COOKIE|%REQ\([^)]*PATH/i);
    const withheld = Object.entries(spec.tracing?.[0]?.customTags ?? {})
      .filter(([, { literal }]) => literal?.value === 'withheld')
      .map(([tag]) => tag);
    assert.deepEqual(withheld, ['http.url', 'user_agent', 'peer.address']);
  });
});

describe('the circuit breaker', () => {
  it('limits connections and leaves failing pods alone, but never all of them', () => {
    const { trafficPolicy: policy } = the<DestinationRule>('DestinationRule', 'midcoast-app').spec;
    assert.equal(policy?.tls?.mode, 'ISTIO_MUTUAL');
    assert.ok((policy?.connectionPool?.tcp?.maxConnections ?? 0) > 0);
    assert.ok((policy?.outlierDetection?.consecutive5xxErrors ?? 0) > 0);
    assert.ok((policy?.outlierDetection?.maxEjectionPercent ?? 100) <= 50);
  });
});

describe('the objects of the mesh', () => {
  const models = { Deployment, HorizontalPodAutoscaler, PodDisruptionBudget, Service, ServiceAccount };

  it('are what Kubernetes knows', () => {
    let validated = 0;
    for (const each of manifests) {
      const Model = (models as unknown as Record<string, new (data: unknown) => { validate(): void }>)[
        each.kind
      ];
      if (Model === undefined) continue;
      new Model(structuredClone(each)).validate();
      validated += 1;
    }
    assert.equal(validated, Object.keys(models).length);
  });

  it('have no duration of nothing, which the definitions of Istio refuse', () => {
    assert.doesNotMatch(JSON.stringify(manifests), /"0m?s"/);
  });

  it('stand in the namespace, each under a name of its own', () => {
    assert.ok(manifests.every(({ metadata }) => metadata?.namespace === 'midcoast'));
    const identities = manifests.map(({ kind, metadata }) => `${kind} ${metadata?.name ?? ''}`);
    assert.equal(new Set(identities).size, identities.length);
  });
});
