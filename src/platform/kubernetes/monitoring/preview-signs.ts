import { probes } from '../../../service/contract.ts';
import { names } from '../../names.ts';
import { failed, series, type SeriesName } from './series.ts';

const counted: SeriesName = 'http_server_request_duration_seconds_count';
const readiness = `http_route="${probes.readiness.path}"`;

const target = [`namespace="${names.namespace}"`, `service="${names.application}"`];

/**
 * What can be known of pods to which nobody sends requests yet, in PromQL: the kubelet asks them whether they are
 * ready, and Prometheus how they are. `only` narrows it to them, by matchers such as `pod="x"`.
 */
export const previewSigns = {
  /** 1 where Prometheus reaches each of them, 0 where one does not answer, empty where it knows none. */
  told: (...only: readonly string[]) => `min(up{${[...target, ...only].join(',')}})`,
  /** The share of a window in which they said that they are not ready; empty while nobody asks. */
  unready: (window: string, ...only: readonly string[]) =>
    `(sum(rate(${series(counted, readiness, failed, ...only)}[${window}])) or vector(0))\n/\n` +
    `sum(rate(${series(counted, readiness, ...only)}[${window}]))`,
} as const;
