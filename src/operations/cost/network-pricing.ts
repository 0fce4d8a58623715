import { blocks, textsAt, valueAt } from '../declaration.ts';
import { fixed, times } from './amount.ts';
import { priced, type Classifications } from './classification.ts';
import { hoursAMonth, usage } from './usage.ts';

/** The network and the edge. */
export const networkPricing: Classifications = {
  aws_nat_gateway: priced((_, { peers }) => [
    { what: 'the gateway', quantity: fixed(hoursAMonth), price: 'nat_gateway.hour' },
    {
      what: 'its share of the traffic',
      quantity: times(usage.natGB, 1 / peers),
      price: 'nat_gateway.gb_processed',
    },
  ]),
  aws_eip: priced(() => [
    { what: 'the public address', quantity: fixed(hoursAMonth), price: 'public_ipv4.in_use_hour' },
  ]),
  aws_vpc_endpoint: priced(({ attributes }, { peers }) => {
    if (attributes['vpc_endpoint_type'] !== 'Interface') return [];
    const zones = textsAt(attributes, 'subnet_ids').length;
    return [
      {
        what: `an interface in ${zones} zones`,
        quantity: fixed(zones * hoursAMonth),
        price: 'vpc_endpoint.interface_hour_per_az',
      },
      {
        what: 'its share of the traffic',
        quantity: times(usage.endpointGB, 1 / peers),
        price: 'vpc_endpoint.interface_gb_first_1pb',
      },
    ];
  }),
  aws_lb: priced(({ attributes }) => {
    const zones = textsAt(attributes, 'subnets').length;
    return [
      { what: 'the load balancer', quantity: fixed(hoursAMonth), price: 'alb.hour' },
      { what: 'capacity units', quantity: times(usage.balancerUnits, hoursAMonth), price: 'alb.lcu_hour' },
      {
        what: `${zones} public addresses`,
        quantity: fixed(zones * hoursAMonth),
        price: 'public_ipv4.in_use_hour',
      },
    ];
  }),
  aws_wafv2_web_acl: priced(({ attributes }) => [
    { what: 'the firewall', quantity: fixed(1), price: 'waf.web_acl_month' },
    { what: 'its rules', quantity: fixed(blocks(attributes, 'rule').length), price: 'waf.rule_month' },
    { what: 'millions of requests', quantity: usage.millionRequests, price: 'waf.requests_million' },
  ]),
  aws_route53_zone: priced(() => [
    { what: 'the zone', quantity: fixed(1), price: 'route53.hosted_zone_month_first_25' },
    {
      what: 'millions of queries',
      quantity: usage.millionDnsQueries,
      price: 'route53.queries_million_first_1b',
    },
  ]),
  aws_route53_health_check: priced(({ attributes }) => [
    { what: 'the check', quantity: fixed(1), price: 'route53.health_check_aws_endpoint_month' },
    {
      what: 'HTTPS, short interval, latency, words looked for',
      quantity: fixed(optionalFeatures(attributes)),
      price: 'route53.health_check_optional_feature_aws_month',
    },
  ]),
};

/** Each is paid for by itself: https://aws.amazon.com/route53/pricing/#Health_Checks */
function optionalFeatures(attributes: Readonly<Record<string, unknown>>): number {
  const type = String(valueAt(attributes, 'type'));
  return [
    type.startsWith('HTTPS'),
    type.endsWith('STR_MATCH'),
    Number(attributes['request_interval']) === 10,
    attributes['measure_latency'] === true,
  ].filter(Boolean).length;
}
