import type {
  IPodMonitor,
  IServiceMonitor,
} from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import type { Platform } from '../../../platform/midcoast.ts';
import { calls, type Call } from '../calls/calls.ts';
import { partyNames, podsOf } from '../calls/pods-of.ts';
import type { Breach, Rule } from '../rule.ts';
import { matches } from '../objects/selector.ts';
import { objectName, ofKind } from '../objects/manifest.ts';
import { containersOf, workloads, type Workload } from '../objects/workload.ts';

const found: Rule = {
  id: 'monitors-find-pods',
  says: 'Every monitor finds pods that something starts, each once, on a port that they open and that Prometheus may ask.',
  mend: 'Take selector and port of the monitor from labels.ts and from ports of contract.ts.',
  find: (platform) => [
    ...ofKind(platform, 'ServiceMonitor').flatMap((monitor) =>
      faultsOf(platform, monitor, behindServices(platform, monitor)),
    ),
    ...ofKind(platform, 'PodMonitor').flatMap((monitor) =>
      faultsOf(platform, monitor, behindSelector(platform, monitor)),
    ),
  ],
};

export const monitorRules: readonly Rule[] = [found];

/** Pods that one line of a monitor leads to, and the number of the port where it is one that they open. */
type Seen = {
  readonly line: string;
  readonly workload: Workload;
  readonly port: number | undefined;
  /** Whether it shows a certificate when it asks. */
  readonly encrypted: boolean;
};

function faultsOf(
  platform: Platform,
  monitor: IServiceMonitor | IPodMonitor,
  seen: readonly Seen[],
): readonly Breach[] {
  const where = objectName(monitor);
  if (seen.length === 0) return [{ where, seen: 'finds no pod' }];
  const keys = seen.map(({ line, workload }) => `${line} of ${workload.where}`);
  return [
    ...seen
      .filter(({ port }) => port === undefined)
      .map(({ line, workload }) => ({ where, seen: `asks ${workload.where} on ${line}, which is no port` })),
    ...seen
      .filter(({ workload, port }) => port !== undefined && !mayBeAsked(platform, workload, port))
      .map(({ workload, port }) => ({ where, seen: `asks ${workload.where} on ${port}, which is no call` })),
    ...seen
      .filter(({ workload, port = 0, encrypted }) => !encrypted && isBehindProxy(platform, workload, port))
      .map(({ workload }) => ({ where, seen: `asks ${workload.where} without a certificate of the mesh` })),
    ...keys
      .filter((key, index) => keys.indexOf(key) !== index)
      .map((key) => ({ where, seen: `asks ${key} more than once` })),
  ];
}

/** By labels of Services, and the ports of those by name. */
function behindServices(platform: Platform, monitor: IServiceMonitor): readonly Seen[] {
  const { selector, namespaceSelector, endpoints } = monitor.spec;
  const services = ofKind(platform, 'Service').filter(
    ({ metadata }) =>
      isNamed(metadata?.namespace, monitor.metadata?.namespace, namespaceSelector?.matchNames) &&
      matches(selector.matchLabels ?? {}, metadata?.labels ?? {}),
  );
  return services.flatMap(({ spec }) =>
    workloads(platform)
      .filter(({ labels }) => matches(spec?.selector ?? {}, labels))
      .flatMap((workload) =>
        endpoints.map(({ port: name = 'no port', scheme, tlsConfig }) => {
          const open = spec?.ports?.find((each) => each.name === name);
          const port = open && portOf(workload, open.targetPort ?? open.port);
          return { line: name, workload, port, encrypted: isEncrypted(scheme, tlsConfig?.certFile) };
        }),
      ),
  );
}

function behindSelector(platform: Platform, monitor: IPodMonitor): readonly Seen[] {
  const { selector, namespaceSelector, podMetricsEndpoints = [] } = monitor.spec;
  return workloads(platform)
    .filter(
      ({ manifest, labels }) =>
        isNamed(manifest.metadata?.namespace, monitor.metadata?.namespace, namespaceSelector?.matchNames) &&
        matches(selector.matchLabels ?? {}, labels),
    )
    .flatMap((workload) =>
      podMetricsEndpoints.map(({ port = 'no port' }) => ({
        line: port,
        workload,
        port: portOf(workload, port),
        // A PodMonitor cannot name files of Prometheus' own.
        encrypted: false,
      })),
    );
}

function portOf(workload: Workload, wanted: string | number): number | undefined {
  return containersOf(workload)
    .flatMap(({ ports = [] }) => ports)
    .find(({ name, containerPort }) => name === wanted || containerPort === wanted)?.containerPort;
}

function isEncrypted(scheme: string | undefined, certFile: string | undefined): boolean {
  return scheme?.toLowerCase() === 'https' && certFile !== undefined;
}

/** By the table of calls, to which policies are held. */
function mayBeAsked(platform: Platform, workload: Workload, port: number): boolean {
  return scrapes(platform, workload, port).length > 0;
}

/** Whether the mesh's own TLS is asked for there: not where the proxy itself answers. */
function isBehindProxy(platform: Platform, workload: Workload, port: number): boolean {
  return scrapes(platform, workload, port).some(({ ofProxy }) => ofProxy === undefined);
}

function scrapes(platform: Platform, { labels, manifest }: Workload, port: number): readonly Call[] {
  const party = partyNames.find((name) => {
    const pods = podsOf(platform, name);
    return pods?.namespace === manifest.metadata?.namespace && matches(pods?.labels ?? {}, labels);
  });
  return calls.filter(
    ({ from, to, first, last }) => from === 'prometheus' && to === party && first <= port && port <= last,
  );
}

/** Without names it is the monitor's own namespace. */
function isNamed(namespace = '', own = '', named: readonly string[] = [own]): boolean {
  return named.includes(namespace);
}
