import type { IExternalSecret } from '@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret';
import type { ISecretStore } from '@kubernetes-models/external-secrets/external-secrets.io/v1/SecretStore';
import type { Environment } from '../../../environments/environment.ts';
import { processes, variables, type ProcessName } from '../../../service/contract.ts';
import { hole } from '../../holes.ts';
import { labelsOf } from '../../labels.ts';
import type { Manifest } from '../../manifest.ts';
import { names } from '../../names.ts';
import { secretSources, type Part, type SecretVariable } from './secret-sources.ts';

/**
 * The way from Secrets Manager to the pods: a Secret for each process that needs one, with what its variables hold
 * and nothing else. The operator of External Secrets reads with its own role; no process may.
 */
export function secretStore(environment: Environment): readonly Manifest[] {
  return [
    store,
    ...(Object.keys(processes) as ProcessName[]).flatMap((process) => secretOf(environment, process)),
  ];
}

const store: ISecretStore = {
  apiVersion: 'external-secrets.io/v1',
  kind: 'SecretStore',
  metadata: { name: names.secretStore, namespace: names.namespace },
  // Without `auth`, it is the operator's own role that asks, by pod identity.
  spec: { provider: { aws: { service: 'SecretsManager', region: hole('REGION') } } },
};

/** How long a changed secret may stay unseen. Pods read theirs at their start alone. */
const refreshInterval = '15m';

function secretOf(environment: Environment, process: ProcessName): IExternalSecret[] {
  const needed = secretsOf(process);
  if (needed.length === 0) return [];
  const sources = secretSources(environment);
  const parts: Record<string, Part> = Object.assign({}, ...needed.map((name) => sources[name].parts));
  return [
    {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: names.workload(process), namespace: names.namespace, labels: labelsOf(process) },
      spec: {
        refreshInterval,
        secretStoreRef: { kind: 'SecretStore', name: names.secretStore },
        target: {
          name: names.workload(process),
          creationPolicy: 'Owner',
          // What runs keeps running while the source is away.
          deletionPolicy: 'Retain',
          template: {
            engineVersion: 'v2',
            mergePolicy: 'Replace',
            data: Object.fromEntries(needed.map((name) => [name, sources[name].text])),
          },
        },
        data: Object.entries(parts).map(([secretKey, { secret, property }]) => ({
          secretKey,
          remoteRef: { key: secret, ...(property !== undefined && { property }) },
        })),
      },
    },
  ];
}

function secretsOf(process: ProcessName): SecretVariable[] {
  return Object.entries(variables)
    .filter(
      ([, { secret, processes: readers }]) => secret && (readers as readonly string[]).includes(process),
    )
    .map(([name]) => name as SecretVariable);
}
