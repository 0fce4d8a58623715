import { CloudwatchLogGroup } from '@cdktn/provider-aws/lib/cloudwatch-log-group/index.js';
import { EksCluster } from '@cdktn/provider-aws/lib/eks-cluster/index.js';
import { names } from '../../names.ts';
import type { Heading } from '../../state.ts';
import type { ClusterGiven } from './cluster-given.ts';

/** All that EKS can write: who asked for what is in `audit` and `authenticator`. */
const logTypes = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

const logDays = 365;

/** The API is private, its secrets are encrypted with our key, and nobody is let in for having made it. */
export function controlPlane(heading: Heading, given: ClusterGiven): EksCluster {
  const { environment, keys, groups, roles, privateSubnetIds } = given;
  // Made before the cluster, since EKS would make it without key and end; and kept after it.
  const logs = new CloudwatchLogGroup(heading, 'logs', {
    name: names.controlPlaneLogGroup,
    retentionInDays: logDays,
    kmsKeyId: keys.logs.arn,
  });
  return new EksCluster(heading, 'cluster', {
    name: names.cluster,
    version: environment.versions.kubernetes,
    roleArn: roles.cluster.arn,
    vpcConfig: {
      subnetIds: [...privateSubnetIds],
      securityGroupIds: [groups.cluster.id],
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
    },
    accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
    // Whatever runs in the cluster from the start is in the table of add-ons.
    bootstrapSelfManagedAddons: false,
    encryptionConfig: { resources: ['secrets'], provider: { keyArn: keys.application.arn } },
    enabledClusterLogTypes: logTypes,
    // Extended support costs six times as much, and begins by itself where it is not refused.
    upgradePolicy: { supportType: 'STANDARD' },
    zonalShiftConfig: { enabled: true },
    dependsOn: [logs, ...roles.cluster.grants],
  });
}
