import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { processes, type ProcessName } from '../../../service/contract.ts';
import { labelsOf } from '../../labels.ts';
import { names } from '../../names.ts';

/**
 * An account for every process, and none with a token of Kubernetes, which no process talks to. Those that ask
 * something of AWS have their role by pod identity, which goes by the account's name. Kubernetes' own `default`
 * is for nobody.
 */
export function serviceAccounts(): readonly IServiceAccount[] {
  return [
    account('default'),
    ...(Object.keys(processes) as ProcessName[]).map((process) =>
      account(names.serviceAccount(process), labelsOf(process)),
    ),
  ];
}

function account(name: string, labels?: Record<string, string>): IServiceAccount {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: names.namespace, ...(labels && { labels }) },
    automountServiceAccountToken: false,
  };
}
