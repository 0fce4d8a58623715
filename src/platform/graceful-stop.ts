import { drainSeconds } from '../service/contract.ts';

/** Beyond what the service itself takes: for the network and the sidecar to end. */
const spareSeconds = 5;

/**
 * How what serves leaves: first it is told to nobody new, then it finishes what it was asked, then it goes. Each
 * step is longer than the one it waits for, and all derive from the one number of the service.
 *
 *     leaves the list of targets ──── deregistration ────┐
 *     SIGTERM is held back ─────────── preStop ──────────┤├─ drain ─┤├─ spare ─┤
 *     SIGKILL ─────────────────────── terminationGrace ────────────────────────┘
 */
export const gracefulStop = {
  drainSeconds,
  /** Seconds in which the load balancer and the gateway still finish with a target that has left their list. */
  deregistrationSeconds: 3 * drainSeconds,
  /** Seconds between a pod's leaving the list of targets and its SIGTERM: it serves on. */
  preStopSeconds: 3 * drainSeconds,
  /** Seconds from leaving the list until SIGKILL. */
  terminationGraceSeconds: 3 * drainSeconds + drainSeconds + spareSeconds,
} as const;
