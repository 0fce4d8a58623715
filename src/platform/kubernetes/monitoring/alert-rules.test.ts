import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { production } from '../../../environments/production.ts';
import { alertRules } from './alert-rules.ts';

const folder = process.env['MIDCOAST_PROMETHEUS'];
const skip = folder === undefined && 'promtool is not here';

const { spec } = alertRules(production);

/** Minutes of each scenario: longer than every alert waits. */
const minutes = 90;

/** What the service tells in a minute or at every moment; what is left out is as on a good day. */
type Day = {
  /** Requests a minute that are answered by 500, of ten thousand. */
  readonly faults?: number;
  /** Leads a minute that take longer than the objective, of a thousand. */
  readonly late?: number;
  /** Requests a minute that the gateway answers by itself, of ten thousand, and with which of Envoy's flags. */
  readonly unanswered?: number;
  readonly flag?: string;
  readonly gatewayUp?: 0 | 1;
  readonly waitingForConnection?: number;
  readonly behind?: number;
  readonly waitingLeads?: number;
  readonly refusedSignIns?: number;
  readonly goodSignIns?: number;
  readonly silent?: boolean;
  readonly up?: 0 | 1;
  /** Of the secrets, those that cannot be read. */
  readonly unread?: 0 | 1;
  /** Processors of nodes, of the hundred that there may be. */
  readonly processors?: number;
  /** Faults and late leads end after so many minutes. */
  readonly untilMinute?: number;
};

type Series = { readonly series: string; readonly values: string };

function seriesOf(day: Day): readonly Series[] {
  const { faults = 0, late = 0, unanswered = 0, untilMinute = minutes } = day;
  const grows = (perMinute: number) =>
    `0+${perMinute}x${untilMinute} ${perMinute * untilMinute}+0x${minutes - untilMinute}`;
  const always = (value: number) => `${value}+0x${minutes}`;
  const total = (perMinute: number) => `0+${perMinute}x${minutes}`;
  const requests = (labels: string, values: string, part = 'count') =>
    metric(`http_server_request_duration_seconds_${part}`, values, labels);
  const lead = 'http_request_method="POST",http_route="/v1/leads",http_response_status_code="201"';
  const read = 'http_request_method="GET",http_route="/v1/leads"';
  const punctual =
    untilMinute === minutes
      ? total(1_000 - late)
      : `0+${1_000 - late}x${untilMinute} ${(1_000 - late) * untilMinute}+1000x${minutes - untilMinute}`;
  return [
    requests(lead, total(1_000)),
    requests(`${lead},le="0.25"`, punctual, 'bucket'),
    requests(`${read},http_response_status_code="200"`, total(9_000 - faults)),
    requests(`${read},http_response_status_code="500"`, grows(faults)),
    // What a load balancer asks of a pod that starts is nobody's fault.
    requests('http_request_method="GET",http_route="/readyz",http_response_status_code="503"', total(5_000)),
    metric('midcoast_database_connections', always(day.waitingForConnection ?? 0), 'state="waiting"'),
    metric('midcoast_database_connections', always(12), 'state="busy"'),
    metric('midcoast_consumer_lag_events', always(day.behind ?? 500), 'group="leaderboard"'),
    metric('midcoast_intake_waiting', always(day.waitingLeads ?? 100)),
    metric('midcoast_sign_ins_total', total(day.refusedSignIns ?? 1), 'outcome="refused"'),
    metric('midcoast_sign_ins_total', total(day.goodSignIns ?? 5), 'outcome="signed_in"'),
    metric('up', always(day.up ?? 1)),
    throughGateway('200', '-', total(10_000 - unanswered)),
    throughGateway('503', day.flag ?? 'UF', grows(unanswered)),
    throughGateway('404', 'NR', total(5_000)),
    gatewayTarget('up', always(day.gatewayUp ?? 1)),
    secret('midcoast-app', 'True', always(1)),
    secret('midcoast-migrate', 'False', always(day.unread ?? 0)),
    processors('usage', always(day.processors ?? 40), 'karpenter-1'),
    processors('limit', always(100), 'karpenter-1'),
    // One that leads no more, and still says what it knew.
    processors('usage', always(10), 'karpenter-2'),
    processors('limit', always(100), 'karpenter-2'),
    ...(day.silent ? [] : [metric('midcoast_event_streams', always(3))]),
  ];
}

function metric(name: string, values: string, labels?: string): Series {
  const target = 'namespace="midcoast",service="midcoast-app",pod="midcoast-app-1"';
  return { series: `${name}{${[target, ...(labels ? [labels] : [])].join(',')}}`, values };
}

function throughGateway(code: string, flags: string, values: string): Series {
  const answer = `response_code="${code}",response_flags="${flags}"`;
  return gatewayTarget('istio_requests_total', values, `reporter="source",${answer}`);
}

function gatewayTarget(name: string, values: string, labels?: string): Series {
  const target = 'namespace="midcoast",job="midcoast/midcoast-gateway",pod="midcoast-gateway-1"';
  return { series: `${name}{${[target, ...(labels ? [labels] : [])].join(',')}}`, values };
}

function secret(name: string, status: string, values: string): Series {
  const target = 'namespace="external-secrets",exported_namespace="midcoast",pod="external-secrets-1"';
  const of = `name="${name}",condition="Ready",status="${status}"`;
  return { series: `externalsecret_status_condition{${target},${of}}`, values };
}

function processors(what: string, values: string, pod: string): Series {
  const of = `pod="${pod}",nodepool="midcoast",resource_type="cpu"`;
  return { series: `karpenter_nodepools_${what}{namespace="karpenter",${of}}`, values };
}

const availability = (...windows: readonly string[]) =>
  windows.map((window) => `MidcoastAvailabilityBurns ${window}`);
const latency = (...windows: readonly string[]) => windows.map((window) => `MidcoastLatencyBurns ${window}`);
const gateway = (...windows: readonly string[]) => windows.map((window) => `MidcoastGatewayBurns ${window}`);

/** Each day, and exactly what fires at its end. */
const days: readonly (readonly [string, Day, readonly string[]])[] = [
  ['a good day', {}, []],
  ['half the allowance of faults', { faults: 5 }, []],
  ['a little more than the allowance', { faults: 15 }, availability('3d')],
  ['four times the allowance', { faults: 40 }, availability('1d', '3d')],
  ['ten times the allowance', { faults: 100 }, availability('6h', '1d', '3d')],
  ['twenty times the allowance', { faults: 200 }, availability('1h', '6h', '1d', '3d')],
  ['faults that ended ten minutes ago', { faults: 200, untilMinute: 80 }, availability('6h', '1d', '3d')],
  ['faults that ended forty minutes ago', { faults: 200, untilMinute: 50 }, availability('1d', '3d')],
  ['half the allowance of late leads', { late: 5 }, []],
  ['twice the allowance of late leads', { late: 20 }, latency('3d')],
  ['four times the allowance of late leads', { late: 40 }, latency('1d', '3d')],
  ['ten times the allowance of late leads', { late: 100 }, latency('6h', '1d', '3d')],
  ['twenty times the allowance of late leads', { late: 200 }, latency('1h', '6h', '1d', '3d')],
  ['a gateway that answers little itself', { unanswered: 5 }, []],
  ['a gateway that answers ten times too much itself', { unanswered: 150 }, gateway('6h', '1d', '3d')],
  ['a gateway that reaches nobody', { unanswered: 10_000, flag: 'UH' }, gateway('1h', '6h', '1d', '3d')],
  ['a gateway that hands on the faults of pods', { unanswered: 10_000, flag: '-' }, []],
  [
    'a gateway that reached nobody forty minutes ago',
    { unanswered: 10_000, untilMinute: 50 },
    gateway('1d', '3d'),
  ],
  ['a gateway that does not tell', { gatewayUp: 0 }, ['MidcoastGatewaySilent', 'MidcoastPodSilent']],
  ['requests that wait for a connection', { waitingForConnection: 1 }, ['MidcoastDatabaseConnectionsShort']],
  ['a reader that is behind', { behind: 10_001 }, ['MidcoastConsumerLags']],
  ['leads that wait', { waitingLeads: 1_001 }, ['MidcoastIntakeWaits']],
  ['a guesser of passwords', { refusedSignIns: 10 }, ['MidcoastSignInsFail']],
  ['one who forgot a password', { refusedSignIns: 2, goodSignIns: 0 }, []],
  ['no metrics', { silent: true }, ['MidcoastMetricsAbsent']],
  ['a pod that does not answer', { up: 0 }, ['MidcoastPodSilent']],
  ['a secret that cannot be read', { unread: 1 }, ['MidcoastSecretUnread']],
  ['nodes for all that may be', { processors: 91 }, ['MidcoastNodesAtLimit']],
];

/** Everything that fires is counted by name and window: what is not listed must be silent. */
function testOf([name, day, firing]: (typeof days)[number]) {
  return {
    name,
    interval: '1m',
    input_series: seriesOf(day),
    promql_expr_test: [
      {
        expr: 'count by (alertname, window) (ALERTS{alertstate="firing"})',
        eval_time: `${minutes}m`,
        exp_samples: firing.map((each) => {
          const [alertname, window] = each.split(' ');
          const labels = [`alertname="${alertname}"`, ...(window ? [`window="${window}"`] : [])];
          return { labels: `{${labels.join(',')}}`, value: 1 };
        }),
      },
    ],
  };
}

async function promtool(...words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(join(folder ?? '', 'promtool'), [...words]);
  return stdout;
}

/** Runs the scenarios over the rules, and gives what promtool says; throws with its output where they differ. */
async function run(rules: unknown, scenarios: typeof days): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), 'midcoast-rules-'));
  try {
    await writeFile(join(place, 'rules.yaml'), stringify(rules));
    const tests = { rule_files: ['rules.yaml'], evaluation_interval: '1m', tests: scenarios.map(testOf) };
    await writeFile(join(place, 'tests.yaml'), stringify(tests, { aliasDuplicateObjects: false }));
    await promtool('check', 'rules', '--lint=all', '--lint-fatal', join(place, 'rules.yaml'));
    return await promtool('test', 'rules', join(place, 'tests.yaml'));
  } finally {
    await rm(place, { recursive: true });
  }
}

describe('the alerts, on days that promtool plays', () => {
  it('fire when they should, and no other does', { skip }, async () => {
    assert.match(await run(spec, days), /SUCCESS/);
  });

  it('are found out where a threshold is wrong', { skip }, async () => {
    const lax = JSON.parse(JSON.stringify(spec).replaceAll('> 0.0144', '> 0.9')) as unknown;
    const day = days.filter(([name]) => name === 'twenty times the allowance');
    assert.match(await run(spec, day), /SUCCESS/);
    await assert.rejects(run(lax, day), /FAILED/);
  });

  it('have a day on which they fire, each of them', () => {
    const alerts = (spec.groups ?? []).flatMap(({ rules = [] }) =>
      rules.flatMap(({ alert, labels }) =>
        alert ? [[alert, labels?.['window']].filter(Boolean).join(' ')] : [],
      ),
    );
    const played = new Set(days.flatMap(([, , firing]) => firing));
    assert.ok(alerts.length >= 14);
    assert.deepEqual(
      alerts.filter((alert) => !played.has(alert)),
      [],
    );
  });
});
