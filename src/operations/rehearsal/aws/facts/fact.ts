import type { AwsClients } from '../aws-clients.ts';

/** Something that must be true of what was made, asked of the emulator and not of Terraform's state. */
export type Fact = {
  /** As one phrase: whose, and what. */
  readonly name: string;
  readonly expected: unknown;
  readonly see: (aws: AwsClients) => Promise<unknown>;
};

export type SeenFact = {
  readonly name: string;
  readonly expected: unknown;
  readonly seen: unknown;
  readonly holds: boolean;
};

/** Asks for every fact; an emulator that refuses counts as seen, with what it said. */
export async function seeFacts(facts: readonly Fact[], aws: AwsClients): Promise<readonly SeenFact[]> {
  return Promise.all(
    facts.map(async ({ name, expected, see }) => {
      const seen = await see(aws).catch((error: unknown) => `refused: ${String(error)}`);
      return { name, expected, seen, holds: JSON.stringify(seen) === JSON.stringify(expected) };
    }),
  );
}
