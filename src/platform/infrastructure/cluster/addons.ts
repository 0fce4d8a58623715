import { EksAddon } from '@cdktn/provider-aws/lib/eks-addon/index.js';
import type { EksCluster } from '@cdktn/provider-aws/lib/eks-cluster/index.js';
import type { TerraformResource } from 'cdktn';
import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import type { Heading } from '../../state.ts';

/** An add-on that EKS keeps, at one exact build. */
type Addon = {
  readonly version: string;
  readonly when: 'before nodes' | 'after nodes';
  /** The purpose of the pod role that it works with. */
  readonly role?: string;
  /** Settings that differ from the add-on's own. */
  readonly settings?: (environment: Environment) => object;
};

/**
 * Builds for Kubernetes 1.36, as of October 2026: those that most public configurations of EKS 1.36 pin. AWS
 * withdraws old ones; `aws eks describe-addon-versions --kubernetes-version 1.36` lists what there is today.
 */
const builds: Readonly<Record<string, Addon>> = {
  'vpc-cni': {
    version: 'v1.22.4-eksbuild.3',
    when: 'before nodes',
    role: 'vpc-cni',
    // Without the first, network policies are objects that nobody obeys. Without the second, the nodes change the
    // ports of what pods ask of the internet to any above 1023, which the network lists do not let back in. Without
    // the others, each node keeps a whole spare interface, twenty addresses of the subnet, whatever runs there:
    // https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/eni-and-ip-target.md
    settings: () => ({
      enableNetworkPolicy: 'true',
      env: { AWS_VPC_K8S_CNI_EXTERNALSNAT: 'true', MINIMUM_IP_TARGET: '6', WARM_IP_TARGET: '2' },
    }),
  },
  'eks-pod-identity-agent': { version: 'v1.3.10-eksbuild.3', when: 'before nodes' },
  'kube-proxy': { version: 'v1.36.0-eksbuild.25', when: 'before nodes' },
  coredns: {
    version: 'v1.14.3-eksbuild.23',
    when: 'after nodes',
    // As many as the nodes and processors ask for, and never one alone.
    settings: () => ({ autoScaling: { enabled: true, minReplicas: 2, maxReplicas: 10 } }),
  },
  'aws-ebs-csi-driver': {
    version: 'v1.66.0-eksbuild.1',
    when: 'after nodes',
    role: 'ebs-csi',
    // Volumes of pods are found by their tags when the platform is taken down, and for backups.
    settings: (environment) => ({ controller: { extraVolumeTags: names.ownershipTags(environment) } }),
  },
  'metrics-server': {
    version: 'v0.9.0-eksbuild.11',
    when: 'after nodes',
    // The first nodes are the system's own, which refuse whatever does not say so.
    settings: () => ({ tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }] }),
  },
};

/** What an add-on waits for. */
type AddonsGiven = {
  readonly environment: Environment;
  /** By purpose: pods that start before they have their role go without it. */
  readonly associations: Readonly<Record<string, TerraformResource>>;
  readonly nodes: readonly TerraformResource[];
};

/** Installs the add-ons of one moment. Their settings are ours: what was changed by hand goes back. */
export function addons(
  heading: Heading,
  cluster: EksCluster,
  when: Addon['when'],
  { environment, associations, nodes }: AddonsGiven,
): readonly TerraformResource[] {
  return Object.entries(builds)
    .filter(([, addon]) => addon.when === when)
    .map(([name, { version, role, settings }]) => {
      const association = role === undefined ? undefined : associations[role];
      const dependsOn = [...(association ? [association] : []), ...nodes];
      return new EksAddon(heading, name, {
        clusterName: cluster.name,
        addonName: name,
        addonVersion: version,
        resolveConflictsOnCreate: 'OVERWRITE',
        resolveConflictsOnUpdate: 'OVERWRITE',
        ...(settings && { configurationValues: JSON.stringify(settings(environment)) }),
        ...(dependsOn.length > 0 && { dependsOn }),
      });
    });
}
