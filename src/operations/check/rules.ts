import { contract } from './contract.ts';
import type { Rule } from './rule.ts';
import { addOnRules } from './rules/add-on.ts';
import { alarmCoverageRules } from './rules/alarm-coverage.ts';
import { alertRunbookRules } from './rules/alert-runbooks.ts';
import { alertTopicRules } from './rules/alert-topics.ts';
import { analysisArgumentRules } from './rules/analysis-arguments.ts';
import { awsRefusesRules } from './rules/aws-refuses.ts';
import { backupCoverageRules } from './rules/backup-coverage.ts';
import { callsInGroupsRules } from './rules/calls-in-groups.ts';
import { callsInMeshRules } from './rules/calls-in-mesh.ts';
import { callsInPoliciesRules } from './rules/calls-in-policies.ts';
import { clusterClosureRules } from './rules/cluster-closure.ts';
import { clusterReferenceRules } from './rules/cluster-references.ts';
import { clusterSelectionRules } from './rules/cluster-selection.ts';
import { connectionBudgetRules } from './rules/connection-budget.ts';
import { contractKeptRules } from './rules/contract-kept.ts';
import { controlPlaneReachRules } from './rules/control-plane-reach.ts';
import { deletionRules } from './rules/deletion.ts';
import { encryptionRules } from './rules/encryption.ts';
import { firewallRules } from './rules/firewall.ts';
import { frontDoorRules } from './rules/front-door.ts';
import { gatewayGraceRules } from './rules/gateway-grace.ts';
import { karpenterNodeRules } from './rules/karpenter-nodes.ts';
import { logKeepingRules } from './rules/log-keeping.ts';
import { meshClosureRules } from './rules/mesh-closure.ts';
import { meshRouteRules } from './rules/mesh-routes.ts';
import { metricUseRules } from './rules/metric-use.ts';
import { monitorRules } from './rules/monitors-find-pods.ts';
import { namespaceRestrictedRules } from './rules/namespace-restricted.ts';
import { networkGraphRules } from './rules/network-graph.ts';
import { nodeTaintRules } from './rules/node-taints.ts';
import { passwordAgeRules } from './rules/password-age.ts';
import { physicalNameRules } from './rules/physical-name.ts';
import { pipelineTrustRules } from './rules/pipeline-trust.ts';
import { podRoomRules } from './rules/pod-room.ts';
import { podSafetyRules } from './rules/pod-safety.ts';
import { policyBreadthRules } from './rules/policy-breadth.ts';
import { queueSafetyRules } from './rules/queue-safety.ts';
import { referenceRules } from './rules/reference.ts';
import { rolloutPartsRules } from './rules/rollout-parts.ts';
import { secretLeakRules } from './rules/secret-leak.ts';
import { secretLogRules } from './rules/secret-logs.ts';
import { serverAvailabilityRules } from './rules/server-availability.ts';
import { spendingRules } from './rules/spending.ts';
import { strategyFitRules } from './rules/strategy-fit.ts';
import { subnetRoomRules } from './rules/subnet-room.ts';
import { transportRules } from './rules/transport.ts';
import { versionSupportRules } from './rules/version-support.ts';

/** Every rule, in the order in which they are shown. */
export const rules: readonly Rule[] = [
  ...encryptionRules,
  ...transportRules,
  ...networkGraphRules,
  ...callsInGroupsRules,
  ...callsInPoliciesRules,
  ...callsInMeshRules,
  ...firewallRules,
  ...clusterClosureRules,
  ...controlPlaneReachRules,
  ...nodeTaintRules,
  ...karpenterNodeRules,
  ...policyBreadthRules,
  ...pipelineTrustRules,
  ...secretLeakRules,
  ...secretLogRules(contract),
  ...backupCoverageRules,
  ...alarmCoverageRules,
  ...deletionRules,
  ...logKeepingRules,
  ...versionSupportRules,
  ...passwordAgeRules,
  ...queueSafetyRules,
  ...awsRefusesRules,
  ...connectionBudgetRules,
  ...subnetRoomRules,
  ...spendingRules,
  ...referenceRules,
  ...physicalNameRules,
  ...podSafetyRules,
  ...namespaceRestrictedRules,
  ...contractKeptRules(contract),
  ...clusterReferenceRules,
  ...clusterSelectionRules,
  ...frontDoorRules,
  ...gatewayGraceRules,
  ...serverAvailabilityRules,
  ...meshClosureRules,
  ...meshRouteRules,
  ...monitorRules,
  ...metricUseRules(contract),
  ...alertRunbookRules,
  ...alertTopicRules,
  ...rolloutPartsRules,
  ...strategyFitRules,
  ...analysisArgumentRules,
  ...podRoomRules,
  ...addOnRules,
];
