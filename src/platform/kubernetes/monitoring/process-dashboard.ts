import { names } from '../../names.ts';
import type { Dashboard, Panel } from './panel.ts';

const ours = `{namespace="${names.namespace}",service="${names.application}"}`;
const byPod = (expression: string) => [{ expression, legend: '{{pod}}' }];

const work: readonly Panel[] = [
  {
    title: 'Processors',
    description: 'Cores that each pod keeps busy; one process uses little more than one.',
    unit: 'short',
    lines: byPod(`sum by (pod) (rate(process_cpu_seconds_total${ours}[$__rate_interval]))`),
  },
  {
    title: 'Lag of the event loop',
    description: 'What everybody waits for while one thing is computed, 99 of 100 times at most.',
    unit: 's',
    lines: byPod(`max by (pod) (nodejs_eventloop_lag_p99_seconds${ours})`),
  },
];

const memory: readonly Panel[] = [
  {
    title: 'Memory',
    description: 'Resident, as the limit of the pod counts it.',
    unit: 'bytes',
    lines: byPod(`max by (pod) (process_resident_memory_bytes${ours})`),
  },
  {
    title: 'Heap',
    description: 'In use by JavaScript; a line that only rises is a leak.',
    unit: 'bytes',
    lines: byPod(`max by (pod) (nodejs_heap_size_used_bytes${ours})`),
  },
  {
    title: 'Pods that answer Prometheus',
    description: 'Those whose last scrape was well.',
    unit: 'short',
    lines: [{ expression: `sum(up${ours})`, legend: 'pods' }],
  },
];

/** How the processes of the service are. */
export const processDashboard: Dashboard = {
  uid: names.object('processes'),
  title: 'Midcoast: its processes',
  rows: [
    { title: 'Work', panels: work },
    { title: 'Memory', panels: memory },
  ],
};
