import { createHmac, createSecretKey } from 'node:crypto';
import { parsePhoneNumberFromString, type CountryCode, isSupportedCountry } from 'libphonenumber-js/min';

export type ContactKind = 'email' | 'phone';

/** A contact in its one spelling, with the keyed hash by which it is recognised. */
export type Contact = { readonly kind: ContactKind; readonly value: string; readonly key: string };

/** Turns contacts into keys. One secret for all accounts of an installation. */
export type ContactKeys = (normalised: string) => string;

/**
 * The first 128 bits of HMAC-SHA256, as 32 hexadecimal digits. Keyed, so that the list of hashes tells
 * nothing to one who tries out all phone numbers.
 */
export function contactKeys(secret: Buffer): ContactKeys {
  // Made a key once: with the bare bytes each call costs nine times as much, for every contact of every lead.
  const key = createSecretKey(secret);
  return (normalised) => createHmac('sha256', key).update(normalised).digest('hex').slice(0, 32);
}

/** RFC 5321 limits; quoted local parts and address literals are not taken, as no lead has them. */
const emailShape =
  /^(?=.{3,254}$)(?=[^@]{1,64}@)[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** The address in lower case without spaces around it; undefined when it cannot be one. */
export function normaliseEmail(given: string): string | undefined {
  const address = given.trim().toLowerCase();
  return emailShape.test(address) ? address : undefined;
}

/** E.164 without extension; undefined when the number cannot be dialled. `country` is where it is national. */
export function normalisePhone(given: string, country: string): string | undefined {
  const region: CountryCode = isSupportedCountry(country) ? country : 'US';
  const number = parsePhoneNumberFromString(given, { defaultCountry: region, extract: false });
  return number?.isValid() === true ? number.number : undefined;
}
