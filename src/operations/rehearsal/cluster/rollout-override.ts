import type { Manifest } from '../../../platform/midcoast.ts';

/**
 * The one thing in which a rehearsed rollout differs from what is generated, and the report shows it word for word: its
 * clock. Pauses, looks, the windows of their queries and what stays for undoing take a twentieth of their time; how
 * many requests a look needs, which shares it allows and how long pods may take to stand are as they are. Prometheus
 * is the rehearsal's own.
 */
export const rolloutOverride = {
  kinds: ['AnalysisTemplate', 'Rollout'],
  timesFaster: 20,
  durations: ['duration', 'initialDelay', 'interval'],
  seconds: ['minReadySeconds', 'scaleDownDelaySeconds', 'abortScaleDownDelaySeconds'],
  windowsIn: ['query'],
  prometheusIn: ['address'],
} as const;

/** The manifest with a faster clock; the same object where it has none. */
export function withFasterClock(manifest: Manifest, prometheusUrl: string): Manifest {
  if (!(rolloutOverride.kinds as readonly string[]).includes(manifest.kind)) return manifest;
  return changed(manifest, prometheusUrl) as Manifest;
}

function changed(value: unknown, prometheusUrl: string): unknown {
  if (Array.isArray(value)) return value.map((each) => changed(each, prometheusUrl));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      changedField(key, each, prometheusUrl) ?? changed(each, prometheusUrl),
    ]),
  );
}

/** Undefined where the field is none of those above. */
function changedField(key: string, value: unknown, prometheusUrl: string): unknown {
  const { durations, seconds, windowsIn, prometheusIn } = rolloutOverride;
  const isOneOf = (keys: readonly string[]) => keys.includes(key);
  if (isOneOf(durations) && typeof value === 'string') return faster(value);
  if (isOneOf(seconds) && typeof value === 'number') return Math.ceil(value / rolloutOverride.timesFaster);
  if (isOneOf(windowsIn) && typeof value === 'string') {
    return value.replaceAll(/(?<=\[|offset )\d+[sm]\b/g, faster);
  }
  return isOneOf(prometheusIn) ? prometheusUrl : undefined;
}

/** Of `2m` or `30s`, whole seconds. */
function faster(duration: string): string {
  const [, number, unit] = /^(\d+)([sm])$/.exec(duration) ?? [];
  if (number === undefined) throw new RangeError(`${duration} is no duration such as 30s or 2m`);
  return `${Math.ceil((Number(number) * (unit === 'm' ? 60 : 1)) / rolloutOverride.timesFaster)}s`;
}
