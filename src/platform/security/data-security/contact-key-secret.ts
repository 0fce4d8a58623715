import { names } from '../../names.ts';
import type { Heading } from '../../state.ts';
import { generatedSecret, type SecretPlace } from '../../generated-secret.ts';

/**
 * The key of the HMAC over contacts, 64 hexadecimal digits. Its version is never raised: another key knows none of
 * the contacts that the old one hashed, so that every duplicate and every suppression would be forgotten.
 */
export function contactKeySecret(heading: Heading, place: SecretPlace): string {
  return generatedSecret(heading, place, {
    id: 'contact-key',
    name: names.contactKeySecret(place.environment),
    description: 'Key of the hashes of contacts',
    characters: {
      passwordLength: 64,
      excludeUppercase: true,
      excludePunctuation: true,
      excludeCharacters: 'ghijklmnopqrstuvwxyz',
    },
    version: 1,
  }).arn;
}
