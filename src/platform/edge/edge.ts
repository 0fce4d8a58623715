import { LbListener } from '@cdktn/provider-aws/lib/lb-listener/index.js';
import { LbTargetGroup } from '@cdktn/provider-aws/lib/lb-target-group/index.js';
import { Lb } from '@cdktn/provider-aws/lib/lb/index.js';
import { Wafv2WebAclAssociation } from '@cdktn/provider-aws/lib/wafv2-web-acl-association/index.js';
import type { ITerraformDependable } from 'cdktn';
import type { Environment } from '../../environments/environment.ts';
import { probes } from '../../service/contract.ts';
import { gracefulStop } from '../graceful-stop.ts';
import { names } from '../names.ts';
import type { Heading } from '../state.ts';
import { certificate } from './certificate.ts';
import { hostedZone } from './hosted-zone.ts';
import { hostRecord } from './host-record.ts';

export type EdgeGiven = {
  readonly environment: Environment;
  readonly network: { readonly vpcId: string; readonly publicSubnetIds: readonly string[] };
  readonly groups: { readonly edge: { readonly id: string } };
  /** Where the mesh's gateway listens, by its pods' own addresses. */
  readonly gatewayPort: number;
  readonly firewallArn: string;
  /** The bucket, the prefix below which the load balancer may write, and the policy that says so. */
  readonly logs: { readonly name: string; readonly prefix: string; readonly policy: ITerraformDependable };
};

export type EdgeHandles = {
  readonly host: string;
  readonly zoneId: string;
  readonly certificateArn: string;
  readonly loadBalancerArn: string;
  /** As CloudWatch names the load balancer and its target group in dimensions. */
  readonly loadBalancerDimension: string;
  readonly targetGroupArn: string;
  readonly targetGroupDimension: string;
  readonly healthCheckId: string;
};

/**
 * How the internet reaches the platform: a name, a certificate, a firewall and a load balancer, which hands every
 * request on to the gateway of the mesh, encrypted again. A load balancer costs about 16 USD a month, and what it
 * carries.
 */
export function edge(heading: Heading, given: EdgeGiven): EdgeHandles {
  const { environment } = given;
  const host = names.host(environment);
  const zoneId = hostedZone(heading, environment);
  const certificateArn = certificate(heading, { host, zoneId });
  const loadBalancer = balancer(heading, given);
  const targets = gatewayTargets(heading, given);
  // The only listener: port 80 is closed, so that nobody sends a lead in the clear even once.
  new LbListener(heading, 'https', {
    loadBalancerArn: loadBalancer.arn,
    port: 443,
    protocol: 'HTTPS',
    // TLS 1.3, and 1.2 with forward secrecy for partners' older programs.
    sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
    certificateArn,
    defaultAction: [{ type: 'forward', targetGroupArn: targets.arn }],
  });
  new Wafv2WebAclAssociation(heading, 'firewall', {
    resourceArn: loadBalancer.arn,
    webAclArn: given.firewallArn,
  });
  return {
    host,
    zoneId,
    certificateArn,
    loadBalancerArn: loadBalancer.arn,
    loadBalancerDimension: loadBalancer.arnSuffix,
    targetGroupArn: targets.arn,
    targetGroupDimension: targets.arnSuffix,
    healthCheckId: hostRecord(heading, { host, zoneId, loadBalancer }),
  };
}

function balancer(heading: Heading, { environment, network, groups, logs }: EdgeGiven): Lb {
  return new Lb(heading, 'balancer', {
    name: names.edge,
    loadBalancerType: 'application',
    internal: false,
    subnets: [...network.publicSubnetIds],
    securityGroups: [groups.edge.id],
    dropInvalidHeaderFields: true,
    desyncMitigationMode: 'strictest',
    enableDeletionProtection: environment.deletionProtection,
    // Event streams say something more often than that.
    idleTimeout: 60,
    accessLogs: { bucket: logs.name, prefix: logs.prefix, enabled: true },
    dependsOn: [logs.policy],
  });
}

/** The pods of the gateway, entered by the TargetGroupBinding of the mesh. */
function gatewayTargets(heading: Heading, { network, gatewayPort }: EdgeGiven): LbTargetGroup {
  return new LbTargetGroup(heading, 'gateway', {
    name: names.gateway,
    vpcId: network.vpcId,
    targetType: 'ip',
    port: gatewayPort,
    protocol: 'HTTPS',
    deregistrationDelay: String(gracefulStop.deregistrationSeconds),
    loadBalancingAlgorithmType: 'least_outstanding_requests',
    // Asked by the pod's address instead of the host: the gateway answers this path for any name.
    healthCheck: {
      protocol: 'HTTPS',
      path: probes.readiness.path,
      matcher: '200',
      interval: 10,
      timeout: 5,
      healthyThreshold: 2,
      unhealthyThreshold: 3,
    },
  });
}
