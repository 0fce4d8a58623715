import { names } from '../../names.ts';

/**
 * What is kept of all that the gateway's proxies tell, with the labels that we look at:
 * https://istio.io/latest/docs/reference/config/metrics/. A flag is a dash where a pod of the application answered;
 * any other says why the gateway answered in its place.
 */
export const gatewayMetrics = {
  istio_requests_total: [
    'reporter',
    'destination_service_name',
    'request_protocol',
    'response_code',
    'response_flags',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The requests that came through the gateway, in PromQL; `matchers` such as `response_code="503"`. */
export function gatewaySeries(...matchers: readonly string[]): string {
  const ours = [`namespace="${names.namespace}"`, 'reporter="source"'];
  return `istio_requests_total{${[...ours, ...matchers].join(',')}}`;
}

/** What nobody but the gateway has seen: nobody answered it, or not in time, or it did not ask. */
export const byItself: readonly string[] = ['response_code=~"5.."', 'response_flags!="-"'];

/** The operator gives the targets of a PodMonitor this name. */
export const gatewayJob = `job="${names.namespace}/${names.gateway}"`;
