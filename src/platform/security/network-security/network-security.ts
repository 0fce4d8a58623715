import type { Environment, Region } from '../../../environments/environment.ts';
import type { Heading } from '../../state.ts';
import { networkAcls, type AclsGiven } from './acls.ts';
import { firewall } from './firewall.ts';
import { securityGroups, type Groups } from './groups.ts';

export type NetworkSecurityGiven = {
  readonly environment: Environment;
  readonly region: Region;
  readonly network: AclsGiven;
  readonly clusterName: string;
  readonly keys: { readonly logs: { readonly arn: string } };
};

export type NetworkSecurityHandles = {
  readonly groups: Groups;
  /** Of the web ACL that stands before the load balancer. */
  readonly firewallArn: string;
};

/** Three fences: groups around each party, lists around each subnet, and a firewall before the edge. */
export function networkSecurity(heading: Heading, given: NetworkSecurityGiven): NetworkSecurityHandles {
  networkAcls(heading, given.network);
  return {
    groups: securityGroups(heading, { vpcId: given.network.vpcId, clusterName: given.clusterName }),
    firewallArn: firewall(heading, given),
  };
}
