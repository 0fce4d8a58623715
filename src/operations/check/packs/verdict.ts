import type { Platform } from '../../../platform/midcoast.ts';
import { isFor, matches, mostExcuses, type Excuse } from './excuse.ts';
import type { Finding, Scan } from './finding.ts';

/** What is wrong after the excuses were heard. */
export type Verdict = {
  /** Findings that no excuse is for. */
  readonly unexcused: readonly Finding[];
  /** Excuses for resources that are built here and with which nothing is wrong any more. */
  readonly idle: readonly { readonly excuse: Excuse; readonly address: string }[];
  /** Resources that a pack did not read, although they were written. */
  readonly unread: readonly { readonly scan: Scan; readonly address: string }[];
  /** How many ids more than allowed the table of excuses holds. */
  readonly surplus: number;
};

/** Holds the scans against the table of excuses and against what was written. */
export function judge(platform: Platform, scans: readonly Scan[], excuses: readonly Excuse[]): Verdict {
  const findings = scans.flatMap((scan) => scan.findings);
  const packs = new Set(scans.map(({ pack }) => pack));
  return {
    unexcused: unique(findings.filter((finding) => !excuses.some((excuse) => isFor(excuse, finding)))),
    idle: excuses
      .filter(({ pack }) => packs.has(pack))
      .flatMap((excuse) => excuse.addresses.map((address) => ({ excuse, address })))
      .filter(({ address }) => isBuilt(platform, address))
      .filter(
        ({ excuse, address }) =>
          !findings.some((finding) => isFor({ ...excuse, addresses: [address] }, finding)),
      ),
    unread: scans.flatMap((scan) =>
      platform.states[scan.state].resources
        .filter(({ address }) => !scan.read.has(address))
        .map(({ address }) => ({ scan, address })),
    ),
    surplus: Math.max(new Set(excuses.map(({ id }) => id)).size - mostExcuses, 0),
  };
}

/** One environment may lack what an excuse is for: staging has no replica of its database. */
function isBuilt({ states }: Platform, pattern: string): boolean {
  return Object.values(states).some(({ name, resources }) =>
    resources.some(({ address }) => matches(pattern, name, address)),
  );
}

/** The files and the plan of a state may say the same. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  const byKey = new Map(
    findings.map((finding) => [`${finding.state} ${finding.id} ${finding.address}`, finding]),
  );
  return [...byKey.values()];
}
