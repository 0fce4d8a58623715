import { ports, probes } from '../../../service/contract.ts';
import { names } from '../../names.ts';
import { gatewaySelector, selectorOf } from '../../labels.ts';
import type { AuthorizationPolicy } from './istio/authorization-policy.ts';
import type { PeerAuthentication } from './istio/peer-authentication.ts';
import type { MeshGiven } from './mesh-given.ts';

type Rules = NonNullable<AuthorizationPolicy['spec']['rules']>;
type Labels = Readonly<Record<string, string>>;

/**
 * Who may speak to whom in the namespace: nobody without a certificate of the mesh, nobody whom no rule names, and
 * each rule says who, on which port. https://istio.io/latest/docs/ops/best-practices/security/#use-default-deny-patterns
 */
export function meshAuthorization(given: MeshGiven): readonly (PeerAuthentication | AuthorizationPolicy)[] {
  const { environment, gatewayPort } = given;
  const host = names.host(environment);
  const application = selectorOf('app');
  return [
    strict(),
    policy('allow-nothing'),
    policy('allow-internet', gatewaySelector, [
      { to: [{ operation: { ports: [String(gatewayPort)], hosts: [host, `${host}:*`] } }] },
      {
        to: [
          {
            operation: { ports: [String(gatewayPort)], methods: ['GET'], paths: [probes.readiness.path] },
          },
        ],
      },
    ]),
    policy('allow-gateway', application, [
      {
        from: [{ source: { principals: [principal(names.namespace, names.gateway)] } }],
        to: [{ operation: { ports: [String(ports.http.port)] } }],
      },
    ]),
    policy('allow-prometheus', application, [
      {
        from: [{ source: { principals: [principal(names.monitoringNamespace, names.prometheus)] } }],
        to: [
          {
            operation: {
              ports: [String(ports.metrics.port)],
              methods: ['GET'],
              paths: [probes.metrics.path],
            },
          },
        ],
      },
    ]),
  ];
}

/** Without an exception for the metrics: Prometheus shows a certificate of the mesh when it scrapes. */
function strict(): PeerAuthentication {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { name: 'default', namespace: names.namespace },
    spec: { mtls: { mode: 'STRICT' } },
  };
}

/** Without rules it allows nothing; as soon as one policy stands, what none allows is refused. */
function policy(name: string, matchLabels?: Labels, rules?: Rules): AuthorizationPolicy {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name, namespace: names.namespace },
    spec: {
      ...(matchLabels && { selector: { matchLabels } }),
      ...(rules && { action: 'ALLOW', rules }),
    },
  };
}

/** A service account, as its certificate names it. */
function principal(namespace: string, account: string): string {
  return `cluster.local/ns/${namespace}/sa/${account}`;
}
