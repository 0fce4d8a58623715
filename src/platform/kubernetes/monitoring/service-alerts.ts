import type { Alert } from './alert.ts';
import { names } from '../../names.ts';
import { gatewayJob } from './gateway-series.ts';
import { series } from './series.ts';

/** Leads of one pod that wait for a transaction; more than that is more than a second's work. */
const mostWaiting = 1_000;
/** Events that a reader of the log may be behind, for as long as it catches up. */
const mostBehind = 10_000;
/** Attempts in five minutes below which a share says nothing. */
const fewSignIns = 20;

/** The alerts on what wears thin before anybody sees a fault, and on silence. */
export const serviceAlerts: readonly Alert[] = [
  {
    name: 'MidcoastDatabaseConnectionsShort',
    severity: 'page',
    expression: `sum by (pod) (${series('midcoast_database_connections', 'state="waiting"')}) > 0`,
    lasting: '5m',
    summary: 'Requests wait for connections to the database',
    description: 'In {{ $labels.pod }} {{ $value }} have waited for a connection for five minutes on end.',
    runbook: 'database-connections',
  },
  {
    name: 'MidcoastConsumerLags',
    severity: 'ticket',
    // Each pod tells the same of a group: its position is the database's.
    expression: `max by (group) (${series('midcoast_consumer_lag_events')}) > ${mostBehind}`,
    lasting: '10m',
    summary: 'A reader of the event log is behind',
    description: '{{ $labels.group }} has {{ $value }} events before it.',
    runbook: 'consumer-lag',
  },
  {
    name: 'MidcoastIntakeWaits',
    severity: 'page',
    expression: `max by (pod) (${series('midcoast_intake_waiting')}) > ${mostWaiting}`,
    lasting: '2m',
    summary: 'Leads come faster than they are written',
    description: '{{ $value }} leads wait for a transaction in {{ $labels.pod }}.',
    runbook: 'intake-waiting',
  },
  {
    name: 'MidcoastSignInsFail',
    severity: 'ticket',
    expression: [
      `sum(increase(${series('midcoast_sign_ins_total', 'outcome!="signed_in"')}[5m]))`,
      `/ sum(increase(${series('midcoast_sign_ins_total')}[5m])) > 0.5`,
      `and sum(increase(${series('midcoast_sign_ins_total')}[5m])) > ${fewSignIns}`,
    ].join('\n'),
    lasting: '10m',
    summary: 'Most attempts to sign in fail',
    description:
      '{{ $value | humanizePercentage }} of the attempts to sign in are refused: a guesser, or a fault.',
    runbook: 'sign-in-failures',
  },
  {
    name: 'MidcoastMetricsAbsent',
    severity: 'page',
    // A gauge without labels: every process exports it from its first moment.
    expression: `absent(${series('midcoast_event_streams')})`,
    lasting: '5m',
    summary: 'Nothing tells how the service is',
    description: 'Prometheus has scraped no pod of the service for five minutes; no other alert can fire.',
    runbook: 'metrics-absent',
  },
  {
    name: 'MidcoastPodSilent',
    severity: 'ticket',
    // Of the application or of the gateway: nothing else is scraped in our namespace.
    expression: `up{namespace="${names.namespace}"} == 0`,
    lasting: '10m',
    summary: 'A pod does not tell how it is',
    description: '{{ $labels.pod }} has not answered Prometheus for ten minutes.',
    runbook: 'metrics-absent',
  },
  {
    name: 'MidcoastGatewaySilent',
    severity: 'ticket',
    expression: `absent(up{namespace="${names.namespace}",${gatewayJob}} == 1)`,
    lasting: '10m',
    summary: 'Nothing tells what the gateway answers',
    description:
      'Prometheus has scraped no pod of the gateway for ten minutes: what it answers itself goes unseen.',
    runbook: 'metrics-absent',
  },
];
