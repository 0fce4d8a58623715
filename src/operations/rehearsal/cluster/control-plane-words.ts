import { join } from 'node:path';
import type { ClusterCredentials } from './cluster-credentials.ts';

/** The words that each program of a control plane is started with. All listen on 127.0.0.1 alone. */

type Place = {
  /** Of the store's files. */
  readonly folder: string;
  readonly url: string;
  readonly peerUrl: string;
};

export function etcdWords({ folder, url, peerUrl }: Place): readonly string[] {
  return [
    'etcd',
    `--data-dir=${folder}`,
    `--listen-client-urls=${url}`,
    `--advertise-client-urls=${url}`,
    `--listen-peer-urls=${peerUrl}`,
    `--initial-advertise-peer-urls=${peerUrl}`,
    `--initial-cluster=default=${peerUrl}`,
    '--log-level=warn',
    // What it keeps ends with the rehearsal.
    '--unsafe-no-fsync',
  ];
}

type ServerPlace = {
  readonly port: number;
  /** Of etcd. */
  readonly store: string;
  readonly certificates: string;
  readonly credentials: ClusterCredentials;
  /** Whether those are asked who are to be asked before an object is taken. */
  readonly webhooks: boolean;
};

export function serverWords({
  port,
  store,
  certificates,
  credentials,
  webhooks,
}: ServerPlace): readonly string[] {
  return [
    'kube-apiserver',
    `--etcd-servers=${store}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${port}`,
    // It makes a certificate for that address by itself, and its authority with it.
    `--cert-dir=${certificates}`,
    `--token-auth-file=${credentials.tokenFile}`,
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    ...(webhooks ? [] : ['--disable-admission-plugins=MutatingAdmissionWebhook,ValidatingAdmissionWebhook']),
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${credentials.verifyingKeyFile}`,
    `--service-account-signing-key-file=${credentials.signingKeyFile}`,
    // As EKS chooses it where the network's own range begins with 10.
    '--service-cluster-ip-range=172.20.0.0/16',
    // Endpoints of an address of this machine are refused, and nobody asks for them.
    '--endpoint-reconciler-type=none',
    '--allow-privileged=true',
    '--profiling=false',
  ];
}

/** The certificate that the API server made, by its place in the folder given to it. */
export function serverCertificate(certificates: string) {
  return {
    certificateFile: join(certificates, 'apiserver.crt'),
    keyFile: join(certificates, 'apiserver.key'),
  } as const;
}

type ControllerPlace = {
  readonly port: number;
  readonly kubeconfig: string;
  readonly certificateFile: string;
  readonly keyFile: string;
};

export function managerWords(
  place: ControllerPlace,
  { signingKeyFile }: ClusterCredentials,
): readonly string[] {
  return [
    'kube-controller-manager',
    ...controllerWords(place),
    '--use-service-account-credentials=true',
    `--service-account-private-key-file=${signingKeyFile}`,
    `--root-ca-file=${place.certificateFile}`,
    // Every 15 s would be most of a rehearsal.
    '--horizontal-pod-autoscaler-sync-period=2s',
  ];
}

export function schedulerWords(place: ControllerPlace): readonly string[] {
  return ['kube-scheduler', ...controllerWords(place)];
}

function controllerWords({ port, kubeconfig, certificateFile, keyFile }: ControllerPlace): readonly string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--tls-cert-file=${certificateFile}`,
    `--tls-private-key-file=${keyFile}`,
    '--profiling=false',
  ];
}

export function kwokWords(port: number, kubeconfig: string, stages: string): readonly string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    `--config=${stages}`,
    '--manage-all-nodes=false',
    '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
    `--server-address=127.0.0.1:${port}`,
    // As the kubelet's own, so that the cluster holds a node for lost no sooner than in the cloud.
    '--node-lease-duration-seconds=40',
  ];
}
