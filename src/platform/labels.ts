import type { ProcessName } from '../service/contract.ts';
import { names } from './names.ts';

/** Labels of everything that belongs to a process: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export function labelsOf(process: ProcessName) {
  return {
    ...selectorOf(process),
    'app.kubernetes.io/component': process,
    'app.kubernetes.io/part-of': names.namespace,
  };
}

/** Finds the pods of a process and no others. A selector cannot be changed once a Deployment has it. */
export function selectorOf(process: ProcessName) {
  return { 'app.kubernetes.io/name': names.workload(process) };
}

/** Finds the pods of the mesh's gateway, in the namespace of the application. */
export const gatewaySelector = { istio: names.gateway };
