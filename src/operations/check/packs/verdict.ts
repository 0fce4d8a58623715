import { isFor, matches, mostExcuses, type Excuse } from './excuse.ts';
import type { Finding, Part, Scan } from './finding.ts';

/** What is wrong after the excuses were heard. */
export type Verdict = {
  /** Findings that no excuse is for. */
  readonly unexcused: readonly Finding[];
  /** Excuses for what is built here and with which nothing is wrong any more. */
  readonly idle: readonly { readonly excuse: Excuse; readonly address: string }[];
  /** What a pack did not read, although it was written. */
  readonly unread: readonly { readonly scan: Scan; readonly address: string }[];
  /** How many ids more than allowed the tables of excuses hold. */
  readonly surplus: number;
};

/** What a platform is made of: the addresses of each part. */
export type Parts = Readonly<Record<Part, readonly string[]>>;

/** Holds the scans against the tables of excuses and against what was written. */
export function judge(parts: Parts, scans: readonly Scan[], tables: readonly (readonly Excuse[])[]): Verdict {
  const excuses = tables.flat();
  const findings = scans.flatMap((scan) => scan.findings);
  const packs = new Set(scans.map(({ pack }) => pack));
  return {
    unexcused: unique(findings.filter((finding) => !excuses.some((excuse) => isFor(excuse, finding)))),
    idle: excuses
      .filter(({ pack }) => packs.has(pack))
      .flatMap((excuse) => excuse.addresses.map((address) => ({ excuse, address })))
      .filter(({ address }) => isBuilt(parts, address))
      .filter(
        ({ excuse, address }) =>
          !findings.some((finding) => isFor({ ...excuse, addresses: [address] }, finding)),
      ),
    unread: scans.flatMap((scan) =>
      scan.written.filter((address) => !scan.read.has(address)).map((address) => ({ scan, address })),
    ),
    surplus: tables.reduce((sum, rows) => sum + surplusOf(rows), 0),
  };
}

function surplusOf(rows: readonly Excuse[]): number {
  return Math.max(new Set(rows.map(({ id }) => id)).size - mostExcuses, 0);
}

/** One environment may lack what an excuse is for: staging has no replica of its database. */
function isBuilt(parts: Parts, pattern: string): boolean {
  return (Object.keys(parts) as Part[]).some((part) =>
    parts[part].some((address) => matches(pattern, part, address)),
  );
}

/** The files and the plan of a state may say the same. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  const byKey = new Map(
    findings.map((finding) => [`${finding.part} ${finding.id} ${finding.address}`, finding]),
  );
  return [...byKey.values()];
}
