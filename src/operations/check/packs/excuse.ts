import type { PackName } from './finding.ts';

/** A finding that stays, with its reason. */
export type Excuse = {
  readonly pack: PackName;
  readonly id: string;
  /** The resources that it is for; a shard's index or a zone may stand as `*`. */
  readonly addresses: readonly string[];
  readonly reason: string;
};

/** More would be a habit. */
export const mostExcuses = 12;

/** Every excuse there is; `synth` writes them into `generated/`, so that a plain scan is green too. */
export const excuses: readonly Excuse[] = [
  {
    pack: 'checkov',
    id: 'CKV2_AWS_57',
    addresses: ['aws_secretsmanager_secret.*'],
    reason: 'the key of the contact hashes cannot change, or every duplicate would be new',
  },
];

/** Whether an excuse is for a finding. */
export function excusesAddress({ addresses }: Excuse, address: string): boolean {
  return addresses.some((pattern) => matchesAddress(pattern, address));
}

export function matchesAddress(pattern: string, address: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(String.raw`\w+`)}$`).test(address);
}
