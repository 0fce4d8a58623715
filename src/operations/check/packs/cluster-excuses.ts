import type { Excuse } from './excuse.ts';

const gateway = ['Deployment midcoast/midcoast-gateway'];

const filled =
  'Istio’s webhook writes the image of the installed version there, and refuses the pod where it cannot';
const proxyUser = 'the user that Istio’s image of the proxy and its template of a gateway are made for';

/** Every excuse for objects of the cluster, in the same manner. */
export const clusterExcuses: readonly Excuse[] = [
  {
    pack: 'checkov',
    id: 'CKV_K8S_35',
    addresses: [
      'Deployment midcoast/midcoast-app',
      'CronJob midcoast/midcoast-bootstrap',
      'CronJob midcoast/midcoast-maintain',
      'CronJob midcoast/midcoast-migrate',
      'CronJob midcoast/midcoast-restore',
    ],
    reason: 'decision 023: the service reads its environment once, and a restart is a rollout',
  },
  { pack: 'checkov', id: 'CKV_K8S_14', addresses: gateway, reason: filled },
  { pack: 'checkov', id: 'CKV_K8S_43', addresses: gateway, reason: filled },
  { pack: 'trivy', id: 'KSV-0013', addresses: gateway, reason: filled },
  { pack: 'kube-score', id: 'container-image-tag', addresses: gateway, reason: filled },
  { pack: 'checkov', id: 'CKV_K8S_40', addresses: gateway, reason: proxyUser },
  { pack: 'trivy', id: 'KSV-0020', addresses: gateway, reason: proxyUser },
  { pack: 'trivy', id: 'KSV-0021', addresses: gateway, reason: proxyUser },
  {
    pack: 'kube-score',
    id: 'container-security-context-user-group-id',
    addresses: gateway,
    reason: proxyUser,
  },
  {
    pack: 'checkov',
    id: 'CKV_K8S_8',
    addresses: gateway,
    reason:
      'Istio gives its proxy no liveness probe: ended while it drains, it would cut the requests it holds',
  },
  {
    pack: 'trivy',
    id: 'KSV-0117',
    addresses: gateway,
    reason: 'the load balancer reaches the proxy at 443, which it opens without a capability',
  },
  {
    pack: 'trivy',
    id: 'KSV-0037',
    addresses: [
      'NetworkPolicy kube-system/midcoast-aws-load-balancer-controller',
      'NetworkPolicy kube-system/midcoast-karpenter',
    ],
    reason: 'both controllers run there by their charts, and a policy stands where its pods do',
  },
];
