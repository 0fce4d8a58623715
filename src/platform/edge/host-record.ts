import type { Lb } from '@cdktn/provider-aws/lib/lb/index.js';
import { Route53HealthCheck } from '@cdktn/provider-aws/lib/route53-health-check/index.js';
import { Route53Record } from '@cdktn/provider-aws/lib/route53-record/index.js';
import { probes } from '../../service/contract.ts';
import type { Heading } from '../state.ts';

export type HostRecordGiven = {
  readonly host: string;
  readonly zoneId: string;
  readonly loadBalancer: Lb;
};

/**
 * The host's name, for as long as the service behind it is ready; the recovery region adds the SECONDARY of the
 * same name. Returns the id of the health check, which asks the load balancer itself: the host's name would answer
 * for the other region after a failover. Costs about 2.50 USD a month.
 */
export function hostRecord(heading: Heading, { host, zoneId, loadBalancer }: HostRecordGiven): string {
  const health = new Route53HealthCheck(heading, 'health', {
    type: 'HTTPS',
    fqdn: loadBalancer.dnsName,
    port: 443,
    resourcePath: probes.readiness.path,
    enableSni: true,
    // Three misses in a row, ten seconds apart: gone after half a minute, and not by one lost packet.
    requestInterval: 10,
    failureThreshold: 3,
    measureLatency: true,
    tags: { Name: host },
  });
  new Route53Record(heading, 'host', {
    zoneId,
    name: host,
    type: 'A',
    setIdentifier: 'primary',
    failoverRoutingPolicy: { type: 'PRIMARY' },
    healthCheckId: health.id,
    alias: { name: loadBalancer.dnsName, zoneId: loadBalancer.zoneId, evaluateTargetHealth: true },
  });
  return health.id;
}
