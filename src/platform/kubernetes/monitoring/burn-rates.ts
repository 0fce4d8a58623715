import { rounded, type Objective } from './objective.ts';
import type { Alert } from './alert.ts';

/**
 * How fast the month's allowance is spent, over a long window, and over a short one that says whether it still is:
 * https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
 */
const burnRates = [
  {
    factor: 14.4,
    long: '1h',
    short: '5m',
    for: '2m',
    severity: 'page',
    spends: '2 % of the month’s in an hour',
  },
  {
    factor: 6,
    long: '6h',
    short: '30m',
    for: '5m',
    severity: 'page',
    spends: '5 % of the month’s in six hours',
  },
  {
    factor: 3,
    long: '1d',
    short: '2h',
    for: '15m',
    severity: 'ticket',
    spends: '10 % of the month’s in a day',
  },
  {
    factor: 1,
    long: '3d',
    short: '6h',
    for: '1h',
    severity: 'ticket',
    spends: '10 % of the month’s in three days',
  },
] as const;

/** The share from which on an objective wakes somebody: what burns for hours as fast as that. */
export function pagingShare({ allowed }: Burning): number {
  const paging = burnRates.filter(({ severity }) => severity === 'page').map(({ factor }) => factor);
  return rounded(Math.min(...paging) * allowed);
}

export type RecordingRule = { readonly record: string; readonly expr: string };

/** The share that goes wrong, recorded once for each window that an alert looks at. */
export function recordedShares({ recorded, share }: Burning): readonly RecordingRule[] {
  const windows = [...new Set(burnRates.flatMap(({ short, long }) => [short, long]))];
  return windows.map((window) => ({ record: `${recorded}${window}`, expr: share(window) }));
}

const words = {
  availability: {
    alert: 'MidcoastAvailabilityBurns',
    what: 'requests that are answered with a fault of ours',
  },
  latency: { alert: 'MidcoastLatencyBurns', what: 'leads that are answered too late' },
  gateway: {
    alert: 'MidcoastGatewayBurns',
    what: 'requests that the gateway answers with a fault in place of the application',
  },
} as const;

/** Whatever has an allowance that can be spent too soon: the objectives, and what only the gateway sees of them. */
export type Burning = Pick<Objective, 'allowed' | 'recorded' | 'share'> & {
  readonly name: keyof typeof words;
};

export function burnAlerts({ name, allowed, recorded }: Burning): readonly Alert[] {
  const { alert, what } = words[name];
  return burnRates.map(({ factor, long, short, severity, spends, for: lasting }) => {
    const threshold = rounded(factor * allowed);
    return {
      name: alert,
      severity,
      lasting,
      expression: `${recorded}${long} > ${threshold}\nand\n${recorded}${short} > ${threshold}`,
      labels: { window: long },
      summary: `Too many ${what}`,
      description: `{{ $value | humanizePercentage }} over ${long}: this spends ${spends} allowance of ${what}.`,
      runbook: `${name}-burns`,
    };
  });
}
