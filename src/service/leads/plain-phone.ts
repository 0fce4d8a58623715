import { Metadata } from 'libphonenumber-js/min';

/**
 * The number in E.164, where it is written so plainly that it surely is valid: `+` and digits of a calling code
 * with one country or of the United States, or ten digits of the United States in their usual groups. Undefined
 * says nothing; the library is asked then. Its answer is the same wherever this gives one (`plain-phone.test.ts`
 * holds them together), at a tenth of the cost: the patterns are those of its own numbering plans.
 */
export function plainPhone(given: string, country: string): string | undefined {
  if (given.startsWith('+')) return international(given);
  if (country !== 'US') return undefined;
  const groups = national.exec(given);
  const digits = groups === null ? '' : `${groups[1] ?? groups[2]}${groups[3]}${groups[4]}`;
  return isValid(planOf('1'), digits) ? `+1${digits}` : undefined;
}

/** (212) 555-0123, 212-555-0123, 212.555.0123, 212 555 0123 and 2125550123. */
const national = /^(?:\((\d{3})\) ?|(\d{3})[-. ]?)(\d{3})[-. ]?(\d{4})$/;

function international(given: string): string | undefined {
  if (!/^\+[1-9]\d{6,14}$/.test(given)) return undefined;
  for (let length = 1; length <= 3; length += 1) {
    const plan = planOf(given.slice(1, 1 + length));
    if (plan !== undefined) return isValid(plan, given.slice(1 + length)) ? given : undefined;
  }
  return undefined;
}

function isValid(plan: Plan | undefined, digits: string): boolean {
  if (plan === undefined || !plan.number.test(digits) || plan.prefix?.test(digits) === true) return false;
  return plan.types === undefined || plan.types.test(digits);
}

type Plan = {
  readonly number: RegExp;
  /** What the library might take away at the beginning. */
  readonly prefix: RegExp | undefined;
  /** Absent where the pattern of the number alone decides. */
  readonly types: RegExp | undefined;
};

/** By calling code; undefined where there is no such code, or where several countries share it. */
const plans = new Map<string, Plan | undefined>();

function planOf(callingCode: string): Plan | undefined {
  if (plans.size === 0) readPlans();
  return plans.get(callingCode);
}

/** What the library reads of its numbering plans, and does not declare. */
type NumberingPlan = {
  nationalNumberPattern(): string;
  nationalPrefixForParsing(): string | undefined;
  types(): readonly (readonly [pattern: string] | 0 | null)[] | 0 | undefined;
};

function readPlans(): void {
  const library = new Metadata() as unknown as {
    readonly metadata: { readonly country_calling_codes: Readonly<Record<string, readonly string[]>> };
    selectNumberingPlan(country: string): void;
    readonly numberingPlan: NumberingPlan;
  };
  for (const [code, countries] of Object.entries(library.metadata.country_calling_codes)) {
    const [first = ''] = countries;
    if (first === '001' || (countries.length > 1 && first !== 'US')) continue;
    library.selectNumberingPlan(first);
    plans.set(code, readPlan(library.numberingPlan));
  }
}

function readPlan(plan: NumberingPlan): Plan {
  const prefix = plan.nationalPrefixForParsing();
  const types = (plan.types() || []).flatMap((type) => (type ? [type[0]] : []));
  return {
    number: whole(plan.nationalNumberPattern()),
    prefix: prefix === undefined ? undefined : new RegExp(`^(?:${prefix})`),
    types: types.length === 0 ? undefined : whole(types.join('|')),
  };
}

function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}
