import type { Finding, PackName, Part } from './finding.ts';

/** A finding that stays, with its reason. */
export type Excuse = {
  readonly pack: PackName;
  readonly id: string;
  /** What it is for, see {@link matches}; a shard, a replica or a zone may stand as `*`. */
  readonly addresses: readonly string[];
  readonly reason: string;
};

/** Of ids in one table: there is one for the cloud and one for the cluster. More would be a habit. */
export const mostExcuses = 12;

/** Whether an excuse is for a finding. */
export function isFor(excuse: Excuse, { pack, id, part, address }: Finding): boolean {
  return (
    excuse.pack === pack &&
    excuse.id === id &&
    excuse.addresses.some((pattern) => matches(pattern, part, address))
  );
}

/** Whether a pattern is for an address: `recovery: aws_x.y` for that part alone, `aws_x.*` for any. */
export function matches(pattern: string, part: Part, address: string): boolean {
  const [, only, rest = ''] = /^(?:(\w+): )?(.+)$/.exec(pattern) ?? [];
  if (only !== undefined && only !== part) return false;
  const parts = rest.split('*').map((text) => text.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(String.raw`\w+`)}$`).test(address);
}
