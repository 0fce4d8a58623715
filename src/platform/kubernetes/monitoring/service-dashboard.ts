import { names } from '../../names.ts';
import type { Burning } from './burn-rates.ts';
import { byItself, gatewaySeries } from './gateway-series.ts';
import type { Dashboard, Panel } from './panel.ts';
import { failed, givenLeads, notProbes, series, type SeriesName } from './series.ts';

const duration = 'http_server_request_duration_seconds';
const rate = (name: SeriesName, ...matchers: readonly string[]) =>
  `rate(${series(name, ...matchers)}[$__rate_interval])`;
const lateness = (share: number, ...matchers: readonly string[]) =>
  `histogram_quantile(${share}, sum by (le) (${rate(`${duration}_bucket`, ...matchers)}))`;

/** How the service does what it promises, and what it is doing. */
export function serviceDashboard(objectives: readonly Burning[]): Dashboard {
  return {
    uid: names.object('service'),
    title: 'Midcoast: the service',
    rows: [
      { title: 'Objectives', panels: objectives.map(objectivePanel) },
      { title: 'Requests', panels: requests },
      { title: 'At the gateway', panels: gateway },
      { title: 'Leads', panels: leads },
      { title: 'What wears thin', panels: wear },
    ],
  };
}

const goingWrong: Readonly<Record<Burning['name'], string>> = {
  availability: 'Requests answered with a fault of ours',
  latency: 'Leads answered too late',
  gateway: 'Requests that the gateway answered with a fault in place of a pod',
};

function objectivePanel({ name, allowed, recorded }: Burning): Panel {
  return {
    title: goingWrong[name],
    description: 'Above the line the allowance of the month is spent before the month is over.',
    unit: 'percentunit',
    limit: allowed,
    lines: ['1h', '6h', '3d'].map((window) => ({ expression: `${recorded}${window}`, legend: window })),
  };
}

const requests: readonly Panel[] = [
  {
    title: 'Requests a second',
    description: 'By route, without the questions of load balancers.',
    unit: 'reqps',
    lines: [
      {
        expression: `sum by (http_route) (${rate(`${duration}_count`, notProbes)})`,
        legend: '{{http_route}}',
      },
    ],
  },
  {
    title: 'Faults a second',
    description: 'Answers of 5xx by route and status.',
    unit: 'reqps',
    lines: [
      {
        expression: `sum by (http_route, http_response_status_code) (${rate(`${duration}_count`, notProbes, failed)})`,
        legend: '{{http_response_status_code}} {{http_route}}',
      },
    ],
  },
  {
    title: 'How long a lead takes',
    description: 'From the head of the request to the end of the answer, for leads that were taken.',
    unit: 's',
    lines: [0.5, 0.9, 0.99].map((share) => ({
      expression: lateness(share, ...givenLeads),
      legend: `${share * 100} %`,
    })),
  },
];

const gateway: readonly Panel[] = [
  {
    title: 'Requests a second through the gateway',
    description: 'By the version that they were led to, the questions of the load balancer among them.',
    unit: 'reqps',
    lines: [
      {
        expression: `sum by (destination_service_name) (rate(${gatewaySeries()}[$__rate_interval]))`,
        legend: '{{destination_service_name}}',
      },
    ],
  },
  {
    title: 'Faults a second that the gateway answered itself',
    description:
      'By status and by Envoy’s flag: UH nobody is healthy, UF no connection, UO too many, UT too late.',
    unit: 'reqps',
    lines: [
      {
        expression: `sum by (response_code, response_flags, destination_service_name) (rate(${gatewaySeries(...byItself)}[$__rate_interval]))`,
        legend: '{{response_code}} {{response_flags}} {{destination_service_name}}',
      },
    ],
  },
];

const leads: readonly Panel[] = [
  {
    title: 'Leads decided a second',
    description: 'By verdict and by the door that they came through.',
    unit: 'cps',
    lines: [
      {
        expression: `sum by (verdict, door) (${rate('midcoast_leads_total')})`,
        legend: '{{verdict}}, {{door}}',
      },
    ],
  },
  {
    title: 'Leads in a transaction',
    description: 'The busier, the more share one; alone, each has its own.',
    unit: 'short',
    lines: [
      {
        expression: `sum(${rate('midcoast_intake_batch_size_sum')}) / sum(${rate('midcoast_intake_batch_size_count')})`,
        legend: 'mean',
      },
    ],
  },
  {
    title: 'Leads that wait',
    description: 'For a transaction, pod by pod.',
    unit: 'short',
    lines: [{ expression: `sum by (pod) (${series('midcoast_intake_waiting')})`, legend: '{{pod}}' }],
  },
];

const wear: readonly Panel[] = [
  {
    title: 'Connections to the database',
    description: 'Of all pods, by state; nobody should wait for long.',
    unit: 'short',
    lines: [
      { expression: `sum by (state) (${series('midcoast_database_connections')})`, legend: '{{state}}' },
    ],
  },
  {
    title: 'Events that readers have before them',
    description: 'By group of readers of the event log.',
    unit: 'short',
    lines: [
      { expression: `max by (group) (${series('midcoast_consumer_lag_events')})`, legend: '{{group}}' },
    ],
  },
  {
    title: 'Streams of live events',
    description: 'Open at once, pod by pod.',
    unit: 'short',
    lines: [{ expression: `sum by (pod) (${series('midcoast_event_streams')})`, legend: '{{pod}}' }],
  },
  {
    title: 'Attempts to sign in a second',
    description: 'By outcome.',
    unit: 'cps',
    lines: [{ expression: `sum by (outcome) (${rate('midcoast_sign_ins_total')})`, legend: '{{outcome}}' }],
  },
];
