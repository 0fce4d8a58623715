import { DataAwsRoute53Zone } from '@cdktn/provider-aws/lib/data-aws-route53-zone/index.js';
import { Route53Zone } from '@cdktn/provider-aws/lib/route53-zone/index.js';
import { TerraformOutput } from 'cdktn';
import type { Environment } from '../../environments/environment.ts';
import type { Heading } from '../state.ts';

/**
 * The zone of the domain, found or made; returns its id. A zone that is made prints its name servers: whoever holds
 * the domain above has to enter them there before a certificate is issued.
 */
export function hostedZone(heading: Heading, { domain, hostedZone: zone }: Environment): string {
  if (zone === 'existing') {
    return new DataAwsRoute53Zone(heading, 'zone', { name: domain, privateZone: false }).zoneId;
  }
  const made = new Route53Zone(heading, 'zone', { name: domain, comment: 'Names of the platform' });
  new TerraformOutput(heading, 'name-servers', {
    value: made.nameServers,
    description: `Enter these as the name servers of ${domain} in the zone above it`,
  });
  return made.zoneId;
}
