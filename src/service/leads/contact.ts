import { hash } from 'node:crypto';
import { parsePhoneNumberFromString, type CountryCode, isSupportedCountry } from 'libphonenumber-js/min';
import { plainPhone } from './plain-phone.ts';

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
  // By its definition (https://www.rfc-editor.org/rfc/rfc2104#section-2) of two hashes, each computed at one go:
  // an object for each HMAC costs more than the hashing, for every contact of every lead.
  const key = secret.length > blockBytes ? hash('sha256', secret, 'buffer') : secret;
  const inner = Buffer.alloc(blockBytes + 3 * mostCharacters, 0x36);
  const outer = Buffer.alloc(blockBytes + 32, 0x5c);
  for (const [place, byte] of key.entries()) {
    inner[place] = byte ^ 0x36;
    outer[place] = byte ^ 0x5c;
  }
  return (normalised) => {
    if (normalised.length > mostCharacters) throw new Error('this is longer than any contact');
    const bytes = inner.write(normalised, blockBytes, 'utf8');
    outer.set(hash('sha256', inner.subarray(0, blockBytes + bytes), 'buffer'), blockBytes);
    return hash('sha256', outer, 'hex').slice(0, 32);
  };
}

/** Of SHA-256. */
const blockBytes = 64;

/** A contact has no more: an e-mail address 254, a phone 16. */
const mostCharacters = 500;

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
  const plain = plainPhone(given, region);
  if (plain !== undefined) return plain;
  const number = parsePhoneNumberFromString(given, { defaultCountry: region, extract: false });
  return number?.isValid() === true ? number.number : undefined;
}
