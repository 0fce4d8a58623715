import type { Versions } from './environment.ts';

export type VersionKind = keyof Versions;

type Line = {
  /** Last day of standard support, as `2027-08-02`; absent where the service has published none. */
  readonly until?: string;
  readonly source: string;
  /** The day on which the source was read. */
  readonly read: string;
};

const eks = 'https://github.com/awsdocs/amazon-eks-user-guide latest/ug/versioning/kubernetes-versions.adoc';
const eksDates = 'https://github.com/endoflife-date/endoflife.date products/amazon-eks.md';
const rds = 'https://github.com/endoflife-date/endoflife.date products/amazon-rds-postgresql.md';
const redis = 'https://github.com/endoflife-date/endoflife.date products/amazon-elasticache-redis.md';
const msk = 'https://github.com/endoflife-date/endoflife.date products/amazon-msk.md';

/** Until when AWS supports what, without a surcharge. A version that is not here is refused. */
const lines: Readonly<Record<VersionKind, Readonly<Record<string, Line>>>> = {
  kubernetes: {
    '1.36': { until: '2027-08-02', source: eksDates, read: '2026-07-08' },
    '1.35': { until: '2027-03-27', source: eksDates, read: '2026-07-08' },
    '1.34': { until: '2026-12-02', source: eks, read: '2026-11-23' },
    '1.33': { until: '2026-07-29', source: eks, read: '2026-11-23' },
  },
  /** By major version: a minor one is left for the next while its major is supported. */
  postgres: {
    '18': { until: '2031-02-28', source: rds, read: '2026-08-16' },
    '17': { until: '2030-02-28', source: rds, read: '2026-08-16' },
    '16': { until: '2029-02-28', source: rds, read: '2026-08-16' },
    '15': { until: '2028-02-29', source: rds, read: '2026-08-16' },
  },
  redis: {
    '7.1': { source: redis, read: '2026-05-01' },
    '6.2': { until: '2027-01-31', source: redis, read: '2026-05-01' },
  },
  kafka: {
    '4.1.x': { source: msk, read: '2026-07-23' },
    '4.0.x': { source: msk, read: '2026-07-23' },
    '3.9.x': { source: msk, read: '2026-07-23' },
    '3.8.x': { source: msk, read: '2026-07-23' },
    '3.7.x': { until: '2026-09-01', source: msk, read: '2026-07-23' },
  },
};

/** How a version stands on a day. */
export type Support =
  | {
      readonly state: 'supported';
      readonly until: string;
      readonly daysLeft: number;
      readonly source: string;
    }
  | { readonly state: 'ended'; readonly until: string; readonly source: string }
  /** Supported, and the service has not said until when. */
  | { readonly state: 'undated'; readonly read: string; readonly source: string }
  | { readonly state: 'unknown'; readonly known: readonly string[] };

/** @param today As `2026-11-25`, in UTC. The last day of support still counts as supported. */
export function supportOf(kind: VersionKind, version: string, today: string): Support {
  const line = lines[kind][lineOf(kind, version)];
  if (line === undefined) return { state: 'unknown', known: knownVersions(kind) };
  const { until, source, read } = line;
  if (until === undefined) return { state: 'undated', read, source };
  const daysLeft = (Date.parse(until) - Date.parse(today)) / 86_400_000;
  return daysLeft < 0 ? { state: 'ended', until, source } : { state: 'supported', until, daysLeft, source };
}

export type Ending = { readonly kind: VersionKind; readonly version: string; readonly until: string };

/** What of these has lost its support on a day, or will within so many days of it. */
export function endingWithin(versions: Versions, today: string, days: number): readonly Ending[] {
  return (Object.keys(lines) as VersionKind[]).flatMap((kind) => {
    const support = supportOf(kind, versions[kind], today);
    const ends = support.state === 'ended' || (support.state === 'supported' && support.daysLeft <= days);
    return ends ? [{ kind, version: versions[kind], until: support.until }] : [];
  });
}

/** What the table holds, such as `18` for PostgreSQL, where any minor version of it is known. */
export function knownVersions(kind: VersionKind): readonly string[] {
  return Object.keys(lines[kind]);
}

function lineOf(kind: VersionKind, version: string): string {
  return kind === 'postgres' ? (/^(\d+)\.\d+$/.exec(version)?.[1] ?? '') : version;
}
