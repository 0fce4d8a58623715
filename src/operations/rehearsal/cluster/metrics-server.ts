import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { isTrue, type Condition, type Pod } from '../../kubernetes/pod.ts';
import { referenceTo, type KubernetesObject } from '../../kubernetes/kubernetes-object.ts';
import type { RehearsedCluster } from './cluster-step.ts';
import { metricsAnswer, metricsApis, type MetricsState, type ScriptedLoad } from './scripted-metrics.ts';

/** The APIs of metrics, served by the rehearsal under the API server of the cluster. */
export type MetricsServer = {
  /** From now on the application bears this. */
  readonly bear: (load: ScriptedLoad) => void;
  readonly close: () => Promise<void>;
};

type ApiService = KubernetesObject & { readonly status?: { readonly conditions?: readonly Condition[] } };

const apiService = { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService' } as const;
const patienceSeconds = 60;

export type MetricsGiven = Pick<MetricsState, 'namespace' | 'requestMetric'> & {
  readonly pods: () => readonly Pod[];
};

/** Serves them for the pods of one namespace, and waits until the API server hands on what it is asked. */
export async function serveMetrics(
  cluster: RehearsedCluster,
  { namespace, requestMetric, pods }: MetricsGiven,
): Promise<MetricsServer> {
  let load: ScriptedLoad = { requestsPerSecond: undefined, milliCpu: undefined };
  const server = await listen(cluster, (path) =>
    metricsAnswer(path, { namespace, requestMetric, pods: pods(), load, nowMs: Date.now() }),
  );
  const objects = registration(namespace, (server.address() as AddressInfo).port);
  const close = async () => {
    try {
      // First those that ask: an API that nobody serves would keep namespaces from going.
      for (const object of objects.toReversed()) await cluster.client.remove(referenceTo(object));
    } finally {
      server.close();
      server.closeAllConnections();
    }
  };
  try {
    await register(cluster, objects);
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
  return {
    bear: (next) => {
      load = next;
    },
    close,
  };
}

async function listen(
  { certificate }: RehearsedCluster,
  answerTo: (path: string) => object | undefined,
): Promise<Server> {
  const server = createServer(
    { cert: await readFile(certificate.certificateFile), key: await readFile(certificate.keyFile) },
    (request, response) => {
      const answer = answerTo(decodeURIComponent(new URL(request.url ?? '/', 'https://localhost').pathname));
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { kind: 'Status', apiVersion: 'v1', code: 404 }));
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function register(cluster: RehearsedCluster, objects: readonly KubernetesObject[]): Promise<void> {
  const services = await cluster.follow<ApiService>(apiService);
  for (const object of objects) await cluster.client.apply(object);
  const registered = Object.values(metricsApis).map(({ group, version }) => `${version}.${group}`);
  await services.until(
    'APIs of metrics, available',
    (seen) =>
      registered.every((name) =>
        seen.some(
          ({ metadata, status }) => metadata.name === name && isTrue(status?.conditions, 'Available'),
        ),
      ),
    patienceSeconds,
  );
}

const priority = { groupPriorityMinimum: 100, versionPriority: 100 } as const;

/** A Service that leads to this machine, and both APIs behind it. */
function registration(
  namespace: string,
  port: number,
): readonly (KubernetesObject & { readonly spec: object })[] {
  const service = { name: 'scripted-metrics', namespace };
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: service,
      spec: { type: 'ExternalName', externalName: 'localhost' },
    },
    ...Object.values(metricsApis).map(({ group, version }) => ({
      ...apiService,
      metadata: { name: `${version}.${group}` },
      spec: {
        group,
        version,
        ...priority,
        service: { ...service, port },
        // The API server asks for a certificate of `scripted-metrics.<namespace>.svc`, and nobody here signs one.
        insecureSkipTLSVerify: true,
      },
    })),
  ];
}
