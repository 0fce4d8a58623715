import type { Heading } from '../../state.ts';
import { addons } from './addons.ts';
import { clusterAccess } from './cluster-access.ts';
import type { ClusterGiven } from './cluster-given.ts';
import { controlPlane } from './control-plane.ts';
import { podIdentities } from './pod-identities.ts';
import { systemNodes } from './system-nodes.ts';

export type ClusterHandles = {
  readonly name: string;
  readonly arn: string;
  /** The private API: `https://` and a host that only the network resolves. */
  readonly endpoint: string;
  readonly certificateAuthority: string;
  /** The group of managed nodes, without which no controller runs. */
  readonly systemNodesArn: string;
};

/**
 * `midcoast-cluster`: a control plane that only the network reaches, who may use it, the nodes of the system, and
 * the add-ons without which neither nodes nor pods work. The control plane costs 73 USD a month.
 */
export function cluster(heading: Heading, given: ClusterGiven): ClusterHandles {
  const made = controlPlane(heading, given);
  clusterAccess(heading, made, given.roles);
  const { environment } = given;
  const associations = podIdentities(heading, made, given.pods);
  // Addresses and roles of pods first: a node without them does not become ready.
  const first = addons(heading, made, 'before nodes', { environment, associations, nodes: [] });
  const nodes = systemNodes(heading, made, given, first);
  addons(heading, made, 'after nodes', { environment, associations, nodes: [nodes] });
  return {
    name: made.name,
    arn: made.arn,
    endpoint: made.endpoint,
    certificateAuthority: made.certificateAuthority.get(0).data,
    systemNodesArn: nodes.arn,
  };
}
