import type { StateName } from '../../../platform/midcoast.ts';
import type { Finding, PackName } from './finding.ts';

/** A finding that stays, with its reason. */
export type Excuse = {
  readonly pack: PackName;
  readonly id: string;
  /** The resources that it is for, see {@link matches}; a shard, a replica or a zone may stand as `*`. */
  readonly addresses: readonly string[];
  readonly reason: string;
};

/** More would be a habit. */
export const mostExcuses = 12;

/** Whether an excuse is for a finding. */
export function isFor(excuse: Excuse, { pack, id, state, address }: Finding): boolean {
  return (
    excuse.pack === pack &&
    excuse.id === id &&
    excuse.addresses.some((pattern) => matches(pattern, state, address))
  );
}

/** Whether a pattern is for a resource: `recovery: aws_x.y` for that state alone, `aws_x.*` for any. */
export function matches(pattern: string, state: StateName, address: string): boolean {
  const [, only, rest = ''] = /^(?:(\w+): )?(.+)$/.exec(pattern) ?? [];
  if (only !== undefined && only !== state) return false;
  const parts = rest.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(String.raw`\w+`)}$`).test(address);
}
