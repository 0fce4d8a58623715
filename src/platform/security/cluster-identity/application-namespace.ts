import type { INamespace } from 'kubernetes-models/v1/Namespace';
import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';

/**
 * The namespace of the application. What does not meet the restricted standard of this Kubernetes is refused:
 * https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export function applicationNamespace({ versions }: Environment): INamespace {
  const standard = (mode: string) => ({
    [`pod-security.kubernetes.io/${mode}`]: 'restricted',
    [`pod-security.kubernetes.io/${mode}-version`]: `v${versions.kubernetes}`,
  });
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: names.namespace,
      labels: {
        ...standard('enforce'),
        ...standard('audit'),
        ...standard('warn'),
        'istio-injection': 'enabled',
        // A pod behind the load balancer is ready once that finds it well, so that a rollout waits for it:
        // https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/pod_readiness_gate/
        'elbv2.k8s.aws/pod-readiness-gate-inject': 'enabled',
      },
    },
  };
}
