import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { apiClient, type ApiClient } from '../../kubernetes/api-client.ts';
import type { ApiAddress } from '../../kubernetes/api-connection.ts';
import { findFreePort } from '../../local/free-port.ts';
import { writeKubeconfig } from '../../kubernetes/kubeconfig.ts';
import { makeCredentials, type ClusterCredentials } from './cluster-credentials.ts';
import {
  etcdWords,
  kwokWords,
  managerWords,
  schedulerWords,
  serverCertificate,
  serverWords,
} from './control-plane-words.ts';
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
  /**
   * Whether webhooks are asked before an object is taken. Where add-ons are installed whose pods only say that they run,
   * nobody would answer, and nothing would be taken any more: their configurations are kept there, and nobody is asked.
   */
  readonly webhooks: boolean;
  /** Made anew: nothing of an earlier rehearsal may show. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
};

/** Starts one in a folder of its own, with the programs of the rehearsal. */
export type StartPlane = (given: Pick<ControlPlaneGiven, 'folder' | 'webhooks'>) => Promise<ControlPlane>;

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
const certificatesFolder = 'certificates';
const storeFolder = 'etcd';
const secretParts = [
  kubeconfigFile,
  certificatesFolder,
  storeFolder,
  'tokens.csv',
  'service-accounts.key',
] as const;

type Start = (name: string, words: readonly string[], program?: string) => OutsideProgram;

async function startStore({ folder, signal }: ControlPlaneGiven, start: Start): Promise<string> {
  const url = `http://127.0.0.1:${await findFreePort()}`;
  const peerUrl = `http://127.0.0.1:${await findFreePort()}`;
  const program = start('etcd', etcdWords({ folder: join(folder, storeFolder), url, peerUrl }));
  const isReady = async () => (await fetch(`${url}/readyz`)).ok;
  await untilReady(program, isReady, { patienceSeconds, signal });
  return url;
}

type Server = Pick<ControlPlane, 'address' | 'kubeconfig' | 'certificate'>;

async function startServer(
  { folder, signal, webhooks }: ControlPlaneGiven,
  given: { readonly start: Start; readonly store: string; readonly credentials: ClusterCredentials },
): Promise<Server> {
  const { start, store, credentials } = given;
  const { token } = credentials;
  const port = await findFreePort();
  const url = `https://127.0.0.1:${port}`;
  const certificates = join(folder, certificatesFolder);
  const certificate = serverCertificate(certificates);
  const program = start('kube-apiserver', serverWords({ port, store, certificates, credentials, webhooks }));
  const authorities = () => readFile(certificate.certificateFile, 'utf8');
  const isReady = async () => isWell(`${url}/readyz`, { authorities: await authorities(), token });
  await untilReady(program, isReady, { patienceSeconds, signal });
  const kubeconfig = join(folder, kubeconfigFile);
  const address = { url, authorities: await authorities(), token };
  await writeKubeconfig(kubeconfig, address);
  return { address, kubeconfig, certificate };
}

async function startControllers(
  { signal, stages, kwok: kwokProgram }: ControlPlaneGiven,
  given: Server & { readonly start: Start; readonly credentials: ClusterCredentials },
): Promise<void> {
  const { start, address, kubeconfig, certificate, credentials } = given;
  const [managerPort, schedulerPort, kwokPort] = [
    await findFreePort(),
    await findFreePort(),
    await findFreePort(),
  ];
  const place = (port: number) => ({ port, kubeconfig, ...certificate });
  const manager = start('kube-controller-manager', managerWords(place(managerPort), credentials));
  const scheduler = start('kube-scheduler', schedulerWords(place(schedulerPort)));
  const kwok = start('kwok', kwokWords(kwokPort, kubeconfig, stages), kwokProgram);
  const asking = { authorities: address.authorities, token: credentials.token };
  const answers = (port: number) => () => isWell(`https://127.0.0.1:${port}/healthz`, asking);
  const limits = { patienceSeconds, signal };
  await Promise.all([
    untilReady(manager, answers(managerPort), limits),
    untilReady(scheduler, answers(schedulerPort), limits),
    untilReady(kwok, async () => (await fetch(`http://127.0.0.1:${kwokPort}/healthz`)).ok, limits),
  ]);
}

/** As whom a program is asked whether it is well. */
type Asking = { readonly authorities: string; readonly token: string };

/** Whether the answer is good; throws where nobody answers. */
async function isWell(url: string, { authorities, token }: Asking): Promise<boolean> {
  const dispatcher = new Agent({ connect: { ca: authorities } });
  try {
    const headers = { authorization: `Bearer ${token}` };
    const { statusCode, body } = await request(url, { dispatcher, headers });
    await body.dump();
    return statusCode === 200;
  } finally {
    await dispatcher.destroy();
  }
}
