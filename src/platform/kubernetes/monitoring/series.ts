import type { metrics, MetricName } from '../../../service/contract.ts';
import { names } from '../../names.ts';

type Suffix<Name extends MetricName> = (typeof metrics)[Name]['kind'] extends 'histogram'
  ? `${Name}_bucket` | `${Name}_count` | `${Name}_sum`
  : Name;

/** A name that Prometheus finds at the service: a histogram's is that of one of its parts. */
export type SeriesName = { [Name in MetricName]: Suffix<Name> }[MetricName];

/** A series of the service in PromQL, of our namespace alone; `matchers` as PromQL has them, such as `le="1"`. */
export function series(name: SeriesName, ...matchers: readonly string[]): string {
  return `${name}{${[`namespace="${names.namespace}"`, ...matchers].join(',')}}`;
}

/** Questions of load balancers and of the kubelet are no requests of anybody. */
export const notProbes = 'http_route!~"/livez|/readyz"';
export const failed = 'http_response_status_code=~"5.."';
/** The door for leads, for which the objective on latency holds. */
export const givenLeads: readonly string[] = [
  'http_request_method="POST"',
  'http_route="/v1/leads"',
  'http_response_status_code=~"2.."',
];
