import type { IProbe } from 'kubernetes-models/v1/Probe';
import { probes } from '../../../service/contract.ts';

/** Seconds that a process may take until it answers for the first time. */
const startSeconds = 60;

/** A probe asks once this often while a pod starts. */
const startPeriodSeconds = 2;

/**
 * What Kubernetes asks `app`. Startup and liveness look at the process alone, so that a database that is away
 * restarts nothing; readiness looks at the database too, and takes a pod out of service within 15 seconds.
 */
export const appProbes = {
  startupProbe: {
    httpGet: { ...probes.liveness },
    periodSeconds: startPeriodSeconds,
    timeoutSeconds: 2,
    failureThreshold: startSeconds / startPeriodSeconds,
  },
  readinessProbe: {
    httpGet: { ...probes.readiness },
    periodSeconds: 5,
    timeoutSeconds: 3,
    failureThreshold: 3,
  },
  livenessProbe: {
    httpGet: { ...probes.liveness },
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 3,
  },
} satisfies Record<string, IProbe>;
