import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { Environment } from '../../../environments/environment.ts';
import { variables, type ProcessName, type VariableName } from '../../../service/contract.ts';
import { names } from '../../names.ts';
import { databaseTrust } from '../../database-trust.ts';
import { imageOf } from './image.ts';
import { podVariables } from './pod-variables.ts';

/** What the pod of one process adds to what all have. */
export type PodGiven = {
  readonly environment: Environment;
  readonly process: ProcessName;
  readonly resources: Resources;
  readonly container?: Pick<
    IContainer,
    'ports' | 'startupProbe' | 'readinessProbe' | 'livenessProbe' | 'lifecycle'
  >;
};

/** Quantities of Kubernetes. Memory has one number: what a pod may use is what was kept for it, so no node runs out. */
export type Resources = { readonly cpu: string; readonly mostCpu: string; readonly memory: string };

/** Of nobody on the node, and above the users that images and systems bring. */
const userId = 10_001;

/** Logs that the node has yet to rotate; the service itself writes no file. */
const ephemeralStorage = '256Mi';

/**
 * The pod of a process: one container, which may write nowhere, gain no rights and see no token of Kubernetes. It
 * meets the restricted standard: https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function podOf(given: PodGiven): IPodSpec {
  const { process } = given;
  return {
    serviceAccountName: names.serviceAccount(process),
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: userId,
      runAsGroup: userId,
      fsGroup: userId,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [containerOf(given)],
    volumes: trusting(process, { name: trust, configMap: { name: databaseTrust.configMap } }),
  };
}

function containerOf({ environment, process, resources, container }: PodGiven): IContainer {
  const { cpu, mostCpu, memory } = resources;
  return {
    name: names.workload(process),
    image: imageOf(environment),
    imagePullPolicy: 'Always',
    args: [process],
    env: podVariables(environment, process),
    ...container,
    resources: {
      requests: { cpu, memory, 'ephemeral-storage': ephemeralStorage },
      limits: { cpu: mostCpu, memory, 'ephemeral-storage': ephemeralStorage },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      privileged: false,
      readOnlyRootFilesystem: true,
    },
    volumeMounts: trusting(process, { name: trust, mountPath: databaseTrust.folder, readOnly: true }),
  };
}

const trust = 'database-trust';

const addresses: readonly VariableName[] = [
  'MIDCOAST_DATABASE_URL',
  'MIDCOAST_OWNER_DATABASE_URL',
  'MIDCOAST_ADMIN_DATABASE_URL',
];

/** Only for who talks to the databases. */
function trusting<Entry>(process: ProcessName, entry: Entry): Entry[] {
  const reads = addresses.some((name) =>
    (variables[name].processes as readonly ProcessName[]).includes(process),
  );
  return reads ? [entry] : [];
}
