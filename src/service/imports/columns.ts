import type { Fault } from '../leads/fault.ts';
import { leadLimits, type LeadInput } from '../leads/lead-input.ts';
import { leadInputMaker, type ColumnField } from './columns-lead-input.ts';
import { fieldNamed, leadFields, spellingOf, type LeadField, type Named } from './columns-spelling.ts';

export type ColumnOptions = {
  /** Column → field, or «-» to leave the column out. */
  readonly override?: Readonly<Record<string, string>>;
  /** The whole file has one source: a column `Source` is then an attribute, so that it is not lost. */
  readonly sourceGiven?: boolean;
};

export type Columns =
  | {
      readonly kind: 'mapped';
      readonly mapping: readonly ColumnField[];
      /** The lead that a row's cells make: trimmed, without what is empty. */
      readonly toLeadInput: (cells: readonly string[]) => Partial<LeadInput>;
    }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] };

/** The field that takes a second column of the same meaning. */
const second: Readonly<Partial<Record<LeadField, LeadField>>> = { email: 'email2', phone: 'phone2' };
const seconds: ReadonlySet<LeadField> = new Set(Object.values(second));

const contactFields: ReadonlySet<string | null> = new Set(['email', 'email2', 'phone', 'phone2']);

/**
 * Maps the columns of a file to fields of a lead, once a file. Every column has a field: the one that is said
 * in `override`, the one that its name means, or an attribute by its name in camelCase; no two have the same.
 *
 * Refuses, with every fault at once: `no_header` (the names look like a lead's own data), `no_contact_column`
 * (no e-mail and no phone), and in an override `unknown_column`, `unknown_field` and `field_taken`.
 */
export function mapColumns(columns: readonly string[], options: ColumnOptions = {}): Columns {
  if (columns.some(isData)) return { kind: 'refused', faults: [noHeader] };
  const claims = new Claims(options.sourceGiven === true);
  const faults = claimOverrides(claims, columns, options.override ?? {});
  claimNames(claims, columns);
  const mapping = columns.map((column, place) => ({ column, field: claims.of(place) ?? null }));
  if (!mapping.some(({ field }) => contactFields.has(field))) faults.push(noContactColumn);
  return faults.length > 0
    ? { kind: 'refused', faults }
    : { kind: 'mapped', mapping, toLeadInput: leadInputMaker(mapping) };
}

/** Which column has which field. */
class Claims {
  readonly #fields = new Map<number, string | null>();
  readonly #taken = new Set<string>();

  constructor(sourceGiven: boolean) {
    if (sourceGiven) this.#taken.add('source');
  }

  has(place: number): boolean {
    return this.#fields.has(place);
  }

  of(place: number): string | null | undefined {
    return this.#fields.get(place);
  }

  isTaken(field: string): boolean {
    return this.#taken.has(field);
  }

  /** Gives a column a field, or leaves it out; false where another has the field. */
  claim(place: number, field: string | null): boolean {
    if (field !== null && this.#taken.has(field)) return false;
    if (field !== null) this.#taken.add(field);
    this.#fields.set(place, field);
    return true;
  }
}

function claimOverrides(
  claims: Claims,
  columns: readonly string[],
  override: Readonly<Record<string, string>>,
): Fault[] {
  const faults: Fault[] = [];
  for (const [name, field] of Object.entries(override)) {
    const path = `/map/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const place = placeOf(columns, name);
    if (place === -1) {
      faults.push({ path, code: 'unknown_column', detail: 'the file has no such column', allowed: columns });
    } else if (field !== '-' && !isField(field)) {
      faults.push({
        path,
        code: 'unknown_field',
        detail: 'a lead has no such field',
        allowed: allowedFields,
      });
    } else if (!claims.claim(place, field === '-' ? null : field)) {
      faults.push({
        path,
        code: 'field_taken',
        detail: `${field} is given by another column or for the whole file`,
      });
    }
  }
  return faults;
}

/** Fields by the columns' names: a field's own name before other spellings, whole names last, otherwise in their order. */
function claimNames(claims: Claims, columns: readonly string[]): void {
  const open = columns.map((column, place) => ({ column, place, named: fieldNamed(column) }));
  const isWhole = (named: Named | undefined) => named?.field === 'fullName';
  const whole = open.filter(({ named }) => isWhole(named));
  const others = open.filter(({ named }) => !isWhole(named));
  const own = others.filter(({ named }) => named !== undefined && (named.own || seconds.has(named.field)));
  for (const { column, place, named } of [...own, ...others, ...whole]) {
    if (claims.has(place)) continue;
    const direct = attributeNamed.test(column) ? column : undefined;
    const meant = isWhole(named) ? wholeName(claims, column) : named?.field;
    const fields = [direct, meant, named && second[named.field]];
    if (fields.some((field) => field !== undefined && claims.claim(place, field))) continue;
    const name = camelCase(column) || `column${place + 1}`;
    for (let count = 1; !claims.claim(place, `attributes.${name}${count > 1 ? count : ''}`);) count += 1;
  }
}

/** A whole name is for files without its parts; beside a first name alone, «Name» is the last name. */
function wholeName(claims: Claims, column: string): LeadField | undefined {
  const [first, last] = [claims.isTaken('firstName'), claims.isTaken('lastName')];
  if (!first && !last) return 'fullName';
  return first && !last && spellingOf(column) === 'name' ? 'lastName' : undefined;
}

function placeOf(columns: readonly string[], name: string): number {
  const place = columns.indexOf(name);
  if (place !== -1) return place;
  const alike = columns.flatMap((column, at) => (spellingOf(column) === spellingOf(name) ? [at] : []));
  return alike.length === 1 ? (alike[0] ?? -1) : -1;
}

/** A letter first, so that no name is one that objects have of themselves. */
const attributeNamed = new RegExp(
  `^attributes\\.\\p{L}[\\p{L}\\p{N}_.-]{0,${leadLimits.attributeNameLength - 1}}$`,
  'u',
);
const allowedFields = [...leadFields, 'attributes.<name>', '-'];

function isField(field: string): boolean {
  return (leadFields as readonly string[]).includes(field) || attributeNamed.test(field);
}

/** «Deal Stage» → dealStage, «UTM_SOURCE» → utmSource, «dealStage» as it is. Shorter than a name may be. */
function camelCase(column: string): string {
  const words = column.match(/[\p{L}\p{N}]+/gu) ?? [];
  const name = words.map((word, place) => {
    const calm = word.length > 1 && word === word.toUpperCase() ? word.toLowerCase() : word;
    const first = calm.charAt(0);
    return (place === 0 ? first.toLowerCase() : first.toUpperCase()) + calm.slice(1);
  });
  return name.join('').slice(0, leadLimits.attributeNameLength - 4);
}

/** An address, a phone or a link: no column has such a name, so the first line is a row. */
function isData(column: string): boolean {
  return (
    /^\S+@\S+\.\S+$/.test(column) ||
    /^https?:\/\//.test(column) ||
    /^(?=(?:.*\d){7})[\d\s()+./-]+$/.test(column)
  );
}

const noHeader: Fault = {
  path: '',
  code: 'no_header',
  detail: 'the first line holds data, not names of columns; put a line of names before it',
};

const noContactColumn: Fault = {
  path: '',
  code: 'no_contact_column',
  detail: 'no column is an e-mail address or a phone; name one so, or say with a mapping which it is',
  allowed: ['Email', 'Phone'],
};
