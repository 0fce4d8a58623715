import type { Alert } from './alert.ts';
import { poolProcessors } from './ground-series.ts';

/** The share of the processors of a pool beyond which the next crowd finds no node. */
const nearlyAll = 0.9;

/** The alerts on what the service stands on: what it lacks one day shows on none of its own gauges before. */
export const groundAlerts: readonly Alert[] = [
  {
    name: 'MidcoastSecretUnread',
    severity: 'ticket',
    expression: 'max by (name) (externalsecret_status_condition{condition="Ready",status="False"}) == 1',
    // Two turns of reading, as `secret-store.ts` has them.
    lasting: '30m',
    summary: 'A secret is not read from AWS any more',
    description:
      'ExternalSecret {{ $labels.name }} has failed for half an hour: pods that start have the value of before.',
    runbook: 'secret-unread',
  },
  {
    name: 'MidcoastNodesAtLimit',
    severity: 'ticket',
    expression: `${poolProcessors('usage')} / ${poolProcessors('limit')} > ${nearlyAll}`,
    lasting: '15m',
    summary: 'Hardly any node more may be started',
    description:
      '{{ $value | humanizePercentage }} of the processors that pool {{ $labels.nodepool }} may have are there.',
    runbook: 'nodes-at-limit',
  },
];
