import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { templates } from './test-strategies.ts';

const folder = process.env['MIDCOAST_PROMETHEUS'];
const skip = folder === undefined && 'promtool is not here';

/** What a new version answers in fifteen seconds, the time between two scrapes. */
type Version = {
  readonly leads?: number;
  readonly late?: number;
  readonly faults?: number;
  readonly reads?: number;
  /** Faults that it answered once, in its second minute, and none before or after. */
  readonly once?: number;
  /** Reads of a pod that begins to count anew in its third minute. */
  readonly anew?: number;
};

/** What the gateway's proxies tell of a version's Service: its answers, and those that it gave in its place. */
const atGateway: Readonly<Record<string, { answered: number; inPlace: number; gateway?: number }>> = {
  reached: { answered: 100, inPlace: 0, gateway: 0 },
  'cut-off': { answered: 98, inPlace: 2, gateway: 0.02 },
  'cut-off-seldom-asked': { answered: 1, inPlace: 1, gateway: 0.5 },
  'seldom-asked': { answered: 1, inPlace: 0 },
};

/** Each version, and what every metric of the analysis gives of it; undefined where Prometheus gives nothing. */
const versions: Readonly<
  Record<
    string,
    Version & { readonly heard?: number; readonly availability?: number; readonly latency?: number }
  >
> = {
  good: { leads: 100, reads: 100, heard: 1_600, availability: 0, latency: 0 },
  erring: { leads: 100, faults: 2, reads: 98, heard: 1_600, availability: 0.01, latency: 0 },
  slow: { leads: 70, late: 10, reads: 100, heard: 1_440, availability: 0, latency: 0.125 },
  /** One fault of these alone would be too many; in four minutes there are enough of them. */
  scarce: { leads: 2, reads: 10, heard: 96, availability: 0 },
  'without-leads': { reads: 100, heard: 800, availability: 0 },
  unasked: { leads: 0, reads: 0, heard: 0 },
  /** Prometheus knows none of its pods. */
  silent: {},
  /** A request in seven seconds and a lead in fifteen: too few to say that all is well, even of four minutes. */
  quiet: { leads: 1, reads: 1, heard: 16 },
  /** Nobody asks but the deploy, every other second. */
  askedByDeploy: { reads: 7, heard: 56 },
  quietAndErring: { leads: 1, reads: 1, faults: 1, heard: 24, availability: 0.333 },
  quietAndSlow: { leads: 1, late: 1, reads: 1, heard: 24, latency: 0.5 },
  /** One fault says nothing, also of few; two do, and are remembered for ten minutes. */
  quietWithOneFault: { leads: 1, reads: 1, once: 1, heard: 16 },
  quietWithTwoFaults: { leads: 1, reads: 1, once: 2, heard: 16, availability: 0.059 },
  /** All that it was asked it was asked between two scrapes: a rate would know nothing of it. */
  askedOnce: { once: 3, heard: 0, availability: 1 },
  /** What it counted before is gone; what it counts since is all that can be known. */
  restarted: { anew: 10, heard: 50 },
};

const scrapes = 20;

function seriesOf([version, { leads, late = 0, faults = 0, reads = 0, once = 0, anew = 0 }]: [
  string,
  Version,
]) {
  const series = (part: string, labels: string, values: string) => ({
    series: `http_server_request_duration_seconds_${part}{namespace="midcoast",pod="midcoast-app-${version}-x1",${labels}}`,
    values,
  });
  const each = (part: string, labels: string, step: number) => series(part, labels, `0+${step}x${scrapes}`);
  const lead = 'http_request_method="POST",http_route="/v1/leads",http_response_status_code="201"';
  const read = 'http_request_method="GET",http_route="/v1/leads"';
  const told =
    leads === undefined
      ? []
      : [each('count', lead, leads + late), each('bucket', `${lead},le="0.25"`, leads)];
  // Until it is asked for the first time, a version tells nothing of it.
  const born =
    once === 0 ? [] : [series('count', `${read},http_response_status_code="503"`, `_x4 ${once}x15`)];
  const restarted =
    anew === 0
      ? []
      : [series('count', `${read},http_response_status_code="200"`, `0+${anew}x10 0+${anew}x9`)];
  if (reads === 0 && leads === undefined) return [...born, ...restarted];
  return [
    ...told,
    ...born,
    each('count', `${read},http_response_status_code="200"`, reads),
    each('count', `${read},http_response_status_code="500"`, faults),
    each('count', 'http_request_method="GET",http_route="/readyz",http_response_status_code="503"', 50),
  ];
}

/** The old version errs all the time: nobody may blame the new one. */
const old = seriesOf(['old', { leads: 0, faults: 100, reads: 0 }]);

const metrics = templates('canary').flatMap(({ spec }) => spec.metrics ?? []);

function gatewaySeriesOf([name, { answered, inPlace }]: [string, { answered: number; inPlace: number }]) {
  const series = (labels: string, each: number) => ({
    series: `istio_requests_total{namespace="midcoast",reporter="source",destination_service_name="${name}",${labels}}`,
    values: `0+${each}x${scrapes}`,
  });
  return [
    series('response_code="200",response_flags="-"', answered - 1),
    // Its own faults are judged by what it says itself.
    series('response_code="500",response_flags="-"', 1),
    series('response_code="503",response_flags="UF"', inPlace),
  ];
}

function gatewayLooks() {
  const query = metrics.find(({ name }) => name === 'gateway')?.provider.prometheus?.query ?? '';
  return Object.entries(atGateway).map(([name, { gateway }]) => ({
    expr: `round((\n${query.replaceAll('midcoast-app-canary', name)}\n), 0.001)`,
    eval_time: '4m',
    exp_samples: gateway === undefined ? [] : [{ labels: '{}', value: gateway }],
  }));
}

function looks() {
  return [...podLooks(), ...gatewayLooks()];
}

function podLooks() {
  const ofPods = metrics.filter(({ name }) => name !== 'gateway');
  return Object.entries(versions).flatMap(([version, seen]) =>
    ofPods.map(({ name, provider }) => {
      const value = seen[name as 'heard' | 'availability' | 'latency'];
      return {
        // Without the crumbs of floating point.
        expr: `round((\n${(provider.prometheus?.query ?? '').replaceAll('{{args.version}}', version)}\n), 0.001)`,
        eval_time: '4m',
        exp_samples: value === undefined ? [] : [{ labels: '{}', value }],
      };
    }),
  );
}

async function play(promql_expr_test: ReturnType<typeof looks>): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), 'midcoast-looks-'));
  try {
    const input_series = [
      ...old,
      ...Object.entries(versions).flatMap(seriesOf),
      ...Object.entries(atGateway).flatMap(gatewaySeriesOf),
    ];
    const tests = [{ interval: '15s', input_series, promql_expr_test }];
    const path = join(place, 'tests.yaml');
    await writeFile(path, stringify({ rule_files: [], evaluation_interval: '15s', tests }));
    return (await promisify(execFile)(join(folder ?? '', 'promtool'), ['test', 'rules', path])).stdout;
  } finally {
    await rm(place, { recursive: true });
  }
}

describe('the looks of an analysis, over versions that promtool plays', () => {
  it('give what was asked, the share that failed and the share that was late', { skip }, async () => {
    assert.equal(podLooks().length, 3 * Object.keys(versions).length);
    assert.match(await play(looks()), /SUCCESS/);
  });

  it('are found out where they give something else', { skip }, async () => {
    const planted = looks().map((look) => ({ ...look, expr: look.expr.replaceAll('5..', '4..') }));
    await assert.rejects(play(planted), /FAILED/);
  });
});
