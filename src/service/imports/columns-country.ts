import { getCountries } from 'libphonenumber-js/min';
import { spellingOf } from './columns-spelling.ts';

/** Names in use that are no country's full name. */
const otherNames: Readonly<Record<string, string>> = {
  usa: 'US',
  unitedstatesofamerica: 'US',
  america: 'US',
  uk: 'GB',
  gbr: 'GB',
  greatbritain: 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  northernireland: 'GB',
  can: 'CA',
  deutschland: 'DE',
  holland: 'NL',
  thenetherlands: 'NL',
};

/**
 * Finds the ISO 3166-1 code of a country as files name it: «United States», «USA», «us». What names none is
 * given back as it is, for the lead's own rules to refuse.
 */
export function countryFinder(): (text: string) => string {
  const names = new Intl.DisplayNames('en', { type: 'region' });
  const codes = new Map(getCountries().map((code) => [spellingOf(names.of(code) ?? code), code as string]));
  for (const [name, code] of Object.entries(otherNames)) codes.set(name, code);
  return (text) =>
    /^(?!uk)[a-z]{2}$/i.test(text) ? text.toUpperCase() : (codes.get(spellingOf(text)) ?? text);
}
