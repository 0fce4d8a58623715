import type { Rule } from './rule.ts';
import { addOnRules } from './rules/add-on.ts';
import { alarmCoverageRules } from './rules/alarm-coverage.ts';
import { awsRefusesRules } from './rules/aws-refuses.ts';
import { backupCoverageRules } from './rules/backup-coverage.ts';
import { clusterClosureRules } from './rules/cluster-closure.ts';
import { clusterReferenceRules } from './rules/cluster-references.ts';
import { clusterSelectionRules } from './rules/cluster-selection.ts';
import { connectionBudgetRules } from './rules/connection-budget.ts';
import { contractKeptRules } from './rules/contract-kept.ts';
import { controlPlaneReachRules } from './rules/control-plane-reach.ts';
import { deletionRules } from './rules/deletion.ts';
import { encryptionRules } from './rules/encryption.ts';
import { firewallRules } from './rules/firewall.ts';
import { logKeepingRules } from './rules/log-keeping.ts';
import { networkGraphRules } from './rules/network-graph.ts';
import { nodeTaintRules } from './rules/node-taints.ts';
import { physicalNameRules } from './rules/physical-name.ts';
import { pipelineTrustRules } from './rules/pipeline-trust.ts';
import { podRoomRules } from './rules/pod-room.ts';
import { podSafetyRules } from './rules/pod-safety.ts';
import { policyBreadthRules } from './rules/policy-breadth.ts';
import { queueSafetyRules } from './rules/queue-safety.ts';
import { referenceRules } from './rules/reference.ts';
import { rolloutPartsRules } from './rules/rollout-parts.ts';
import { secretLeakRules } from './rules/secret-leak.ts';
import { spendingRules } from './rules/spending.ts';
import { subnetRoomRules } from './rules/subnet-room.ts';
import { transportRules } from './rules/transport.ts';
import { versionSupportRules } from './rules/version-support.ts';

/** Every rule, in the order in which they are shown. */
export const rules: readonly Rule[] = [
  ...encryptionRules,
  ...transportRules,
  ...networkGraphRules,
  ...firewallRules,
  ...clusterClosureRules,
  ...controlPlaneReachRules,
  ...nodeTaintRules,
  ...policyBreadthRules,
  ...pipelineTrustRules,
  ...secretLeakRules,
  ...backupCoverageRules,
  ...alarmCoverageRules,
  ...deletionRules,
  ...logKeepingRules,
  ...versionSupportRules,
  ...queueSafetyRules,
  ...awsRefusesRules,
  ...connectionBudgetRules,
  ...subnetRoomRules,
  ...spendingRules,
  ...referenceRules,
  ...physicalNameRules,
  ...podSafetyRules,
  ...contractKeptRules,
  ...clusterReferenceRules,
  ...clusterSelectionRules,
  ...rolloutPartsRules,
  ...podRoomRules,
  ...addOnRules,
];
