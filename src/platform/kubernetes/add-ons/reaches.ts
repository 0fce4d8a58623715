import { names } from '../../names.ts';
import { monitoringReaches } from './monitoring-reaches.ts';
import {
  aws,
  called,
  dns,
  kubernetes,
  meshControlPort,
  named,
  prometheus,
  proxied,
  scraped,
  asksPrometheus,
  type Reach,
} from './reach.ts';

const secretsWebhook = { namespace: names.secretsNamespace, pods: named('external-secrets-webhook') };
const secretsCertificates = {
  namespace: names.secretsNamespace,
  pods: named('external-secrets-cert-controller'),
};
/** It asks the webhook whether it is ready. */
const readinessPorts = [8081, 10_250];

/** The graph of the add-ons. Ports of those that the control plane calls are rules of the security groups, too. */
export const reaches: readonly Reach[] = [
  {
    namespace: names.meshNamespace,
    name: 'istiod',
    pods: { app: 'istiod' },
    from: [
      called(15_017),
      ...[...proxied, prometheus].map((peer) => ({ peer, ports: [meshControlPort] })),
      scraped(15_014),
    ],
    to: [dns, kubernetes],
  },
  {
    namespace: names.nodeAgentsNamespace,
    name: 'istio-cni',
    pods: { 'k8s-app': 'istio-cni-node' },
    from: [scraped(15_014)],
    to: [dns, kubernetes],
  },
  {
    namespace: names.nodeAgentsNamespace,
    name: names.logShipper,
    pods: named('fluent-bit'),
    from: [scraped(2020)],
    to: [dns, kubernetes, ...aws],
  },
  {
    namespace: names.systemNamespace,
    name: 'karpenter',
    pods: named('karpenter'),
    from: [scraped(8080)],
    to: [dns, kubernetes, ...aws],
  },
  {
    namespace: names.systemNamespace,
    name: 'aws-load-balancer-controller',
    pods: named('aws-load-balancer-controller'),
    from: [called(9443), scraped(8080)],
    to: [dns, kubernetes, ...aws],
  },
  {
    namespace: names.secretsNamespace,
    name: 'external-secrets',
    pods: named('external-secrets'),
    from: [scraped(8080)],
    to: [dns, kubernetes, ...aws],
  },
  {
    namespace: names.secretsNamespace,
    name: 'external-secrets-webhook',
    pods: named('external-secrets-webhook'),
    from: [called(10_250), scraped(8080), { peer: secretsCertificates, ports: readinessPorts }],
    to: [dns, kubernetes],
  },
  {
    namespace: names.secretsNamespace,
    name: 'external-secrets-cert-controller',
    pods: named('external-secrets-cert-controller'),
    from: [scraped(8080)],
    to: [dns, kubernetes, { peer: secretsWebhook, ports: readinessPorts }],
  },
  {
    namespace: names.rolloutsNamespace,
    name: 'argo-rollouts',
    pods: named('argo-rollouts'),
    from: [scraped(8090)],
    to: [dns, kubernetes, asksPrometheus],
  },
  {
    namespace: names.recommenderNamespace,
    name: 'recommender',
    pods: named('vertical-pod-autoscaler'),
    from: [scraped(8942)],
    to: [dns, kubernetes],
  },
  ...monitoringReaches,
];
