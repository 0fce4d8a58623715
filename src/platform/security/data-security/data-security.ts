import { KmsAlias } from '@cdktn/provider-aws/lib/kms-alias/index.js';
import { KmsKey } from '@cdktn/provider-aws/lib/kms-key/index.js';
import type { Environment, Region } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import type { Heading } from '../../state.ts';
import { keyPolicy, type KeyPlace } from './key-policy.ts';
import { keyUses, type KeyPurpose } from './key-purposes.ts';

export type DataSecurityGiven = {
  readonly environment: Environment;
  readonly region: Region;
  readonly serviceRoles: KeyPlace['serviceRoles'];
};

/** A key a purpose, by which everything of that purpose is encrypted. */
export type Keys = Readonly<Record<KeyPurpose, Key>>;
export type Key = { readonly arn: string; readonly id: string };

/** AWS waits so long before a key is gone for good: the longest there is, as nothing it encrypted can be read after. */
const deletionWindowDays = 30;

/**
 * The keys of a region: each rotates every year, has an alias, and is used by the services of its purpose alone.
 * Costs 1 USD a month each.
 */
export function dataSecurity(heading: Heading, given: DataSecurityGiven): Keys {
  const place = {
    accountId: given.environment.accountId,
    region: given.region,
    serviceRoles: given.serviceRoles,
  };
  const key = (purpose: KeyPurpose) => {
    const made = new KmsKey(heading, `${purpose}-key`, {
      description: keyUses[purpose].description,
      policy: keyPolicy(purpose, place),
      enableKeyRotation: true,
      rotationPeriodInDays: 365,
      deletionWindowInDays: deletionWindowDays,
      tags: { Name: names.key(purpose) },
    });
    new KmsAlias(heading, `${purpose}-alias`, { name: names.key(purpose), targetKeyId: made.id });
    return { arn: made.arn, id: made.id };
  };
  const purposes = Object.keys(keyUses) as KeyPurpose[];
  return Object.fromEntries(purposes.map((purpose) => [purpose, key(purpose)])) as Keys;
}
