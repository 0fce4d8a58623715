import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { apiClient, type ApiClient } from '../../kubernetes/api-client.ts';
import type { ApiAddress } from '../../kubernetes/api-connection.ts';
import { findFreePort } from '../../local/free-port.ts';
import { makeCredentials, writeKubeconfig, type ClusterCredentials } from './cluster-credentials.ts';
import { startOutsideProgram, untilReady, type OutsideProgram } from './outside-program.ts';

/** A control plane that runs on this machine, with nothing in it. */
export type ControlPlane = {
  readonly client: ApiClient;
  readonly address: ApiAddress;
  /** A file for programs that are clients of Kubernetes. */
  readonly kubeconfig: string;
  /** Files of PEM that a server on 127.0.0.1 may show to the API server, which trusts them. */
  readonly certificate: { readonly certificateFile: string; readonly keyFile: string };
  /** Rejects as soon as any program of it has ended by itself. */
  readonly broken: Promise<never>;
  readonly programs: readonly OutsideProgram[];
  readonly stop: () => Promise<void>;
};

export type ControlPlaneGiven = {
  /** The program that is etcd, API server, controller manager and scheduler. */
  readonly program: string;
  readonly kwok: string;
  /** A file of stages: what becomes of nodes and pods. */
  readonly stages: string;
  /** Made anew: nothing of an earlier rehearsal may show. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
};

/** Alone they take a second or two; beside a build, much longer. */
const patienceSeconds = 60;

/** Starts the programs in their order, each on free ports of 127.0.0.1, and waits until each says that it is ready. */
export async function startControlPlane(given: ControlPlaneGiven): Promise<ControlPlane> {
  const { folder, signal } = given;
  const programs: OutsideProgram[] = [];
  const clients: ApiClient[] = [];
  const stop = async () => {
    await Promise.all(clients.map((client) => client.close()));
    // Those that ask stop before those that answer.
    for (const program of programs.toReversed()) await program.stop();
    // Keys and what they protected; the logs stay.
    await Promise.all(secretParts.map((part) => rm(join(folder, part), { recursive: true, force: true })));
  };
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const credentials = await makeCredentials(folder);
    const start = (name: string, words: readonly string[], program = given.program) => {
      signal.throwIfAborted();
      const started = startOutsideProgram({ ...given, name, program, words });
      programs.push(started);
      return started;
    };
    const store = await startStore(given, start);
    const server = await startServer(given, { start, store, credentials });
    const client = apiClient(server.address, signal);
    clients.push(client);
    await startControllers(given, { start, credentials, ...server });
    const broken = Promise.race(programs.map((program) => program.broken));
    broken.catch(() => {});
    return { ...server, client, broken, programs, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const kubeconfigFile = 'kubeconfig.json';
const certificates = 'certificates';
const storeFolder = 'etcd';
const secretParts = [
  kubeconfigFile,
  certificates,
  storeFolder,
  'tokens.csv',
  'service-accounts.key',
] as const;

type Start = (name: string, words: readonly string[], program?: string) => OutsideProgram;

async function startStore({ folder, signal }: ControlPlaneGiven, start: Start): Promise<string> {
  const url = `http://127.0.0.1:${await findFreePort()}`;
  const peerUrl = `http://127.0.0.1:${await findFreePort()}`;
  const program = start('etcd', [
    'etcd',
    `--data-dir=${join(folder, storeFolder)}`,
    `--listen-client-urls=${url}`,
    `--advertise-client-urls=${url}`,
    `--listen-peer-urls=${peerUrl}`,
    `--initial-advertise-peer-urls=${peerUrl}`,
    `--initial-cluster=default=${peerUrl}`,
    '--log-level=warn',
    // What it keeps ends with the rehearsal.
    '--unsafe-no-fsync',
  ]);
  await untilReady(program, async () => (await fetch(`${url}/readyz`)).ok, { patienceSeconds, signal });
  return url;
}

async function startServer(
  { folder, signal }: ControlPlaneGiven,
  given: { readonly start: Start; readonly store: string; readonly credentials: ClusterCredentials },
): Promise<Pick<ControlPlane, 'address' | 'kubeconfig' | 'certificate'>> {
  const { start, store, credentials } = given;
  const port = await findFreePort();
  const certificateFile = join(folder, certificates, 'apiserver.crt');
  const program = start('kube-apiserver', [
    'kube-apiserver',
    `--etcd-servers=${store}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${port}`,
    // It makes a certificate for that address by itself, and its authority with it.
    `--cert-dir=${join(folder, certificates)}`,
    `--token-auth-file=${credentials.tokenFile}`,
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${credentials.verifyingKeyFile}`,
    `--service-account-signing-key-file=${credentials.signingKeyFile}`,
    // As EKS chooses it where the network's own range begins with 10.
    '--service-cluster-ip-range=172.20.0.0/16',
    // Endpoints of an address of this machine are refused, and nobody asks for them.
    '--endpoint-reconciler-type=none',
    '--allow-privileged=true',
    '--profiling=false',
  ]);
  const url = `https://127.0.0.1:${port}`;
  const { token } = credentials;
  const isReady = async () =>
    (await asks(`${url}/readyz`, await readFile(certificateFile, 'utf8'), token)) === 200;
  await untilReady(program, isReady, { patienceSeconds, signal });
  const kubeconfig = join(folder, kubeconfigFile);
  await writeKubeconfig(kubeconfig, { url, authoritiesFile: certificateFile, token });
  return {
    address: { url, authorities: await readFile(certificateFile, 'utf8'), token },
    kubeconfig,
    certificate: { certificateFile, keyFile: join(folder, certificates, 'apiserver.key') },
  };
}

async function startControllers(
  given: ControlPlaneGiven,
  server: Pick<ControlPlane, 'address' | 'kubeconfig' | 'certificate'> & {
    readonly start: Start;
    readonly credentials: ClusterCredentials;
  },
): Promise<void> {
  const { signal } = given;
  const { start, address, kubeconfig, certificate, credentials } = server;
  const { certificateFile, keyFile } = certificate;
  const ports = {
    manager: await findFreePort(),
    scheduler: await findFreePort(),
    kwok: await findFreePort(),
  };
  const common = (port: number) => [
    `--kubeconfig=${kubeconfig}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--tls-cert-file=${certificateFile}`,
    `--tls-private-key-file=${keyFile}`,
    '--profiling=false',
  ];
  const manager = start('kube-controller-manager', [
    'kube-controller-manager',
    ...common(ports.manager),
    '--use-service-account-credentials=true',
    `--service-account-private-key-file=${credentials.signingKeyFile}`,
    `--root-ca-file=${certificateFile}`,
    // Every 15 s would be most of a rehearsal.
    '--horizontal-pod-autoscaler-sync-period=2s',
  ]);
  const scheduler = start('kube-scheduler', ['kube-scheduler', ...common(ports.scheduler)]);
  const kwok = start(
    'kwok',
    [
      `--kubeconfig=${kubeconfig}`,
      `--config=${given.stages}`,
      '--manage-all-nodes=false',
      '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
      `--server-address=127.0.0.1:${ports.kwok}`,
      // As the kubelet's own, so that the cluster holds a node for lost no sooner than in the cloud.
      '--node-lease-duration-seconds=40',
    ],
    given.kwok,
  );
  const healthy = (port: number) => async () =>
    (await asks(`https://127.0.0.1:${port}/healthz`, address.authorities, address.token)) === 200;
  await Promise.all([
    untilReady(manager, healthy(ports.manager), { patienceSeconds, signal }),
    untilReady(scheduler, healthy(ports.scheduler), { patienceSeconds, signal }),
    untilReady(kwok, async () => (await fetch(`http://127.0.0.1:${ports.kwok}/healthz`)).ok, {
      patienceSeconds,
      signal,
    }),
  ]);
}

/** The status of the answer, or an error where nobody answers. */
async function asks(url: string, authorities: string, token: string): Promise<number> {
  const dispatcher = new Agent({ connect: { ca: authorities } });
  try {
    const { statusCode, body } = await request(url, {
      dispatcher,
      headers: { authorization: `Bearer ${token}` },
    });
    await body.dump();
    return statusCode;
  } finally {
    await dispatcher.destroy();
  }
}
