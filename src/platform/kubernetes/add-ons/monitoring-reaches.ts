import { names } from '../../names.ts';
import {
  asksPrometheus,
  aws,
  called,
  dns,
  istiod,
  kubernetes,
  named,
  prometheus,
  prometheusPort,
  proxied,
  scraped,
  type Direction,
  type Peer,
  type Reach,
} from './reach.ts';

const monitoring = names.monitoringNamespace;

const alertmanager = { namespace: monitoring, pods: named('alertmanager') };
const grafana = { namespace: monitoring, pods: named('grafana') };

/** Where what reloads the settings of Prometheus and Alertmanager, beside each of them, shows its metrics. */
const reloaderPort = 8080;

/** Alertmanagers tell one another what they have said. */
const gossip: Direction = { peer: alertmanager, ports: [9094], protocols: ['TCP', 'UDP'] };

/** Who asks Prometheus, itself included. */
const askers: readonly Peer[] = [
  prometheus,
  grafana,
  { namespace: monitoring, pods: named('prometheus-adapter') },
  { namespace: names.rolloutsNamespace, pods: named('argo-rollouts') },
];

/** The graph of what watches: its own table, since most of it talks to itself. */
export const monitoringReaches: readonly Reach[] = [
  row(
    'prometheus',
    'prometheus',
    [...askers.map((peer) => ({ peer, ports: [prometheusPort] })), scraped(reloaderPort)],
    // It scrapes pods, nodes and the control plane, on whatever port each shows its metrics.
    [dns, kubernetes, istiod, { peer: 'network' }],
  ),
  row(
    'alertmanager',
    'alertmanager',
    [scraped(9093, reloaderPort), { peer: grafana, ports: [9093] }, gossip],
    [dns, gossip, ...aws],
  ),
  row(
    'grafana',
    'grafana',
    [scraped(3000)],
    [dns, kubernetes, asksPrometheus, { peer: alertmanager, ports: [9093] }],
  ),
  // Its jobs have its name, too: they make the certificate of its webhooks, and write it into them.
  row(
    'prometheus-operator',
    'kube-prometheus-stack-prometheus-operator',
    [called(10_250), scraped(10_250)],
    [dns, kubernetes],
  ),
  row('kube-state-metrics', 'kube-state-metrics', [scraped(8080)], [dns, kubernetes]),
  row('prometheus-adapter', 'prometheus-adapter', [called(6443)], [dns, kubernetes, asksPrometheus]),
  row(
    'trace-collector',
    'opentelemetry-collector',
    proxied.map((peer) => ({ peer, ports: [4317] })),
    [dns, ...aws],
  ),
];

function row(name: string, app: string, from: readonly Direction[], to: readonly Direction[]): Reach {
  return { namespace: monitoring, name, pods: named(app), from, to };
}
