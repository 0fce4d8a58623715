import type { LeadInput } from '../leads/lead-input.ts';
import { countryFinder } from './columns-country.ts';
import { partFullName } from './columns-full-name.ts';

/** Which field of a lead a column is; null where it is left out. An attribute is `attributes.<name>`. */
export type ColumnField = { readonly column: string; readonly field: string | null };

/**
 * Makes of a row's cells the lead that the API takes: trimmed, and without what is empty. Which cell goes where
 * is found here, once a file; a row then costs a look at each of its cells, some 1 µs in all.
 */
export function leadInputMaker(
  mapping: readonly ColumnField[],
): (cells: readonly string[]) => Partial<LeadInput> {
  const targets = (prefix: string): Target[] =>
    mapping.flatMap(({ field }, place) =>
      field?.startsWith(prefix) ? [{ place, key: field.slice(prefix.length) }] : [],
    );
  const consent = targets('consent.');
  const attributes = targets('attributes.');
  const texts = targets('').filter(({ key }) => !key.includes('.') && !made.has(key));
  const name = mapping.findIndex(({ field }) => field === 'fullName');
  const country = mapping.findIndex(({ field }) => field === 'country');
  const codeOf = country === -1 ? undefined : countryFinder();
  return (cells) => {
    const lead: Record<string, unknown> = name === -1 ? {} : { ...partFullName(cells[name] ?? '') };
    put(lead, texts, cells);
    const named = codeOf === undefined ? '' : (cells[country] ?? '').trim();
    if (codeOf !== undefined && named !== '') lead['country'] = codeOf(named);
    const given: Record<string, unknown> = {};
    if (put(given, consent, cells)) lead['consent'] = given;
    const others: Record<string, unknown> = {};
    if (put(others, attributes, cells)) lead['attributes'] = others;
    return lead;
  };
}

/** Fields that are not taken as the cell has them. */
const made: ReadonlySet<string> = new Set(['country', 'fullName']);

type Target = { readonly place: number; readonly key: string };

/** Puts what is not empty; whether there was any. */
function put(into: Record<string, unknown>, targets: readonly Target[], cells: readonly string[]): boolean {
  let any = false;
  for (const { place, key } of targets) {
    const text = (cells[place] ?? '').trim();
    if (text === '') continue;
    into[key] = text;
    any = true;
  }
  return any;
}
