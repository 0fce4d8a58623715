import type { AwsClients } from '../aws-clients.ts';

/** How things of some resource types are found by asking the emulator, not the state. */
export type Scan = {
  readonly types: readonly string[];
  /** What identifies each thing that is there, as `identity` gives it for a resource of the state. */
  readonly list: (aws: AwsClients) => Promise<readonly (string | undefined)[]>;
  /** The attribute of the resource in the state that `list` gives; `id` when absent. */
  readonly identity?: string;
};

/** A scan of one type. */
export function scan(type: string, list: Scan['list'], identity?: string): Scan {
  return { types: [type], list, ...(identity === undefined ? {} : { identity }) };
}
