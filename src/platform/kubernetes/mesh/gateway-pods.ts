import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IService } from 'kubernetes-models/v1/Service';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { loadBalancers } from '../../../service/contract.ts';
import { names } from '../../names.ts';
import { gatewaySelector } from '../../labels.ts';
import type { Manifest } from '../../manifest.ts';
import { proxyMetrics } from '../../proxy-metrics.ts';
import { overZones } from '../../zone-spread.ts';
import type { MeshGiven } from './mesh-given.ts';

/** Where the proxy puts its certificate of the mesh, for the listener to show. */
export const certificateFolder = '/etc/istio-output-certs';

/** Where Istio's proxy says whether it has its configuration: https://istio.io/latest/docs/ops/deployment/application-requirements/ */
const proxyStatusPort = 15_021;

/** The user and group that Istio's proxy runs as. */
const proxyUser = 1337;

/**
 * Seconds of a pod's end, one after the other: until the load balancer sends it nothing new, and until what it was
 * asked before is answered. Streams of events are cut then, and clients resume.
 */
const leaving = { unlisted: 15, drained: 30, margin: 5 } as const;

/** Under load for so long before the next one goes: a proxy that fails by then stops the rollout. */
const minReadySeconds = 30;

const istioVersionAnnotation = 'midcoast/istio-version';

const head = (name: string) => ({
  name,
  namespace: names.namespace,
  labels: { 'app.kubernetes.io/name': names.gateway, 'app.kubernetes.io/part-of': names.namespace },
});

/**
 * The proxies that the load balancer reaches, at least as many as there are zones. Istio's webhook fills in the
 * container by its template `gateway`: https://istio.io/latest/docs/setup/additional-setup/gateway/#deploying-a-gateway
 */
export function gatewayPods({ environment, gatewayPort, istioVersion }: MeshGiven): readonly Manifest[] {
  const zones = Object.keys(environment.network.zones).length;
  return [
    account(),
    deployment({ environment, gatewayPort, istioVersion }),
    service(gatewayPort),
    autoscaler(zones),
    budget(),
  ];
}

function account(): Manifest & IServiceAccount {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: head(names.gateway),
    automountServiceAccountToken: false,
  };
}

function deployment({
  environment,
  gatewayPort,
  istioVersion,
}: Pick<MeshGiven, 'environment' | 'gatewayPort' | 'istioVersion'>): Manifest & IDeployment {
  const { labels } = head(names.gateway);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: head(names.gateway),
    spec: {
      selector: { matchLabels: gatewaySelector },
      minReadySeconds,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        metadata: {
          labels: { ...labels, ...gatewaySelector, 'sidecar.istio.io/inject': 'true' },
          annotations: {
            'inject.istio.io/templates': 'gateway',
            'proxy.istio.io/config': JSON.stringify(proxyConfig),
            // The webhook sees new pods alone: another Istio makes them anew.
            [istioVersionAnnotation]: istioVersion,
          },
        },
        spec: {
          serviceAccountName: names.gateway,
          // Without it the application would take its place on a full node, and nobody be let in to either.
          priorityClassName: names.servingPriority,
          automountServiceAccountToken: false,
          terminationGracePeriodSeconds: leaving.unlisted + leaving.drained + leaving.margin,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: proxyUser,
            runAsGroup: proxyUser,
            fsGroup: proxyUser,
            seccompProfile: { type: 'RuntimeDefault' },
            // The proxy listens below 1024 without being root.
            sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
          },
          topologySpreadConstraints: [
            overZones(environment, { labels: gatewaySelector, versionLabels: ['pod-template-hash'] }),
          ],
          containers: [proxy(gatewayPort)],
          volumes: [{ name: 'certificate', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } }],
        },
      },
    },
  };
}

/** https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig */
const proxyConfig = {
  proxyMetadata: { OUTPUT_CERTS: certificateFolder },
  terminationDrainDuration: `${leaving.drained}s`,
  // The load balancer alone: who asked is the address that it adds, whatever a client wrote before.
  gatewayTopology: { numTrustedProxies: loadBalancers },
} as const;

function proxy(gatewayPort: number): IContainer {
  return {
    name: 'istio-proxy',
    // The webhook puts the image of the installed Istio there, and refuses the pod where it cannot.
    image: 'auto',
    ports: [
      { name: 'https', containerPort: gatewayPort, protocol: 'TCP' },
      { name: proxyMetrics.name, containerPort: proxyMetrics.port, protocol: 'TCP' },
    ],
    readinessProbe: { httpGet: { path: '/healthz/ready', port: proxyStatusPort }, periodSeconds: 5 },
    lifecycle: { preStop: { sleep: { seconds: leaving.unlisted } } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
    },
    resources: {
      requests: { cpu: '200m', memory: '192Mi', 'ephemeral-storage': '64Mi' },
      limits: { cpu: '1', memory: '512Mi', 'ephemeral-storage': '256Mi' },
    },
    volumeMounts: [{ name: 'certificate', mountPath: certificateFolder }],
  };
}

/** Reached by the load balancer at the pods' own addresses; its own address serves nobody. */
function service(gatewayPort: number): Manifest & IService {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: head(names.gateway),
    spec: {
      type: 'ClusterIP',
      selector: { ...gatewaySelector },
      ports: [{ name: 'https', port: gatewayPort, targetPort: gatewayPort, protocol: 'TCP' }],
    },
  };
}

function autoscaler(zones: number): Manifest & IHorizontalPodAutoscaler {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: head(names.gateway),
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: names.gateway },
      minReplicas: zones,
      maxReplicas: 2 * zones,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } },
        },
      ],
    },
  };
}

/** As of the application: proxies that serve nobody hold no node back. */
function budget(): Manifest & IPodDisruptionBudget {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: head(names.gateway),
    spec: {
      maxUnavailable: 1,
      selector: { matchLabels: gatewaySelector },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  };
}
