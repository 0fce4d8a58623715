import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import type { Statement, Trust } from '../../policy.ts';

/** A role as a row of a table: who may take it, and what it may then do. Nothing else is granted anywhere. */
export type Role = {
  /** Shown in the console of AWS as the role's description. */
  readonly purpose: string;
  readonly trust: Trust;
  /** A second way to the same role, for those whom `trust` does not let in. */
  readonly alsoTrust?: Trust;
  readonly statements: readonly Statement[];
  /** Policies that AWS keeps itself, by the name below `policy/`: their actions change with the service. */
  readonly managed?: readonly string[];
  /** Seconds that a session may last; AWS's default is an hour. */
  readonly sessionSeconds?: number;
};

/** A role that the pods of one service account have, by pod identity. */
export type PodRole = Role & { readonly namespace: string; readonly serviceAccount: string };

/**
 * Only the pods of one service account of this cluster, in this account. Pod identity says these in the tags of
 * the session: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export function podTrust(environment: Environment, namespace: string, serviceAccount: string): Trust {
  return {
    principal: { Service: 'pods.eks.amazonaws.com' },
    actions: ['sts:AssumeRole', 'sts:TagSession'],
    conditions: {
      StringEquals: {
        'aws:SourceAccount': environment.accountId,
        'aws:RequestTag/eks-cluster-name': names.cluster,
        'aws:RequestTag/kubernetes-namespace': namespace,
        'aws:RequestTag/kubernetes-service-account': serviceAccount,
      },
    },
  };
}

/** A role that a service of AWS takes for what it runs for us. */
export function serviceTrust(service: string, conditions?: Trust['conditions']): Trust {
  return {
    principal: { Service: `${service}.amazonaws.com` },
    actions: ['sts:AssumeRole'],
    ...(conditions && { conditions }),
  };
}
