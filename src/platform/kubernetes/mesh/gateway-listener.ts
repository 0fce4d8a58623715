import { names } from '../../names.ts';
import { hole } from '../../holes.ts';
import { gatewaySelector } from '../../labels.ts';
import type { Manifest } from '../../manifest.ts';
import { certificateFolder } from './gateway-pods.ts';
import type { Gateway } from './istio/gateway.ts';
import type { MeshGiven } from './mesh-given.ts';

/** https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/spec/ */
type TargetGroupBinding = Manifest & {
  readonly apiVersion: 'elbv2.k8s.aws/v1beta1';
  readonly kind: 'TargetGroupBinding';
  readonly spec: {
    readonly targetGroupARN: string;
    readonly targetType: 'ip';
    readonly serviceRef: { readonly name: string; readonly port: number };
  };
};

/** Where the mesh is entered, and the load balancer's way to it. */
export function gatewayListener({ gatewayPort }: MeshGiven): readonly Manifest[] {
  return [gateway(gatewayPort), binding(gatewayPort)];
}

/**
 * One server for every host: the load balancer names none when it connects, and asks for the pod's address when it
 * looks whether a pod is well. Which host is answered is decided by the routes, which must be of this namespace.
 */
function gateway(gatewayPort: number): Gateway {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: names.gateway, namespace: names.namespace },
    spec: {
      selector: gatewaySelector,
      servers: [
        {
          port: { number: gatewayPort, name: 'https', protocol: 'HTTPS' },
          hosts: ['./*'],
          tls: {
            mode: 'SIMPLE',
            minProtocolVersion: 'TLSV1_2',
            // The gateway's own certificate of the mesh, renewed every day: a load balancer trusts any.
            serverCertificate: `${certificateFolder}/cert-chain.pem`,
            privateKey: `${certificateFolder}/key.pem`,
          },
        },
      ],
    },
  };
}

/** Terraform made the target group, and opened the security groups: the controller only enters and removes pods. */
function binding(gatewayPort: number): TargetGroupBinding {
  return {
    apiVersion: 'elbv2.k8s.aws/v1beta1',
    kind: 'TargetGroupBinding',
    metadata: { name: names.gateway, namespace: names.namespace },
    spec: {
      targetGroupARN: hole('TARGET_GROUP_ARN'),
      targetType: 'ip',
      serviceRef: { name: names.gateway, port: gatewayPort },
    },
  };
}
