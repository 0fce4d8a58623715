const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };

/** Seconds of a duration such as `4m`, as Alertmanager and Istio write it; endless where it is none. */
export function secondsOf(duration = ''): number {
  const [, number, unit = ''] = /^(\d+)([smh])$/.exec(duration) ?? [];
  return number === undefined ? Infinity : Number(number) * (units[unit] ?? Infinity);
}
