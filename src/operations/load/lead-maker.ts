import {
  companyKinds,
  companyNames,
  firstNames,
  lastNames,
  messages,
  places,
  products,
  sources,
} from './lead-words.ts';

/** A made-up lead; text that is not given is empty. */
export type MadeLead = {
  readonly source: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly company: string;
  readonly website: string;
  readonly postalCode: string;
  readonly country: 'US';
  readonly consent: { readonly givenAt: string; readonly text: string; readonly evidenceUrl: string };
  readonly attributes: { readonly product: string; readonly budget: string; readonly message: string };
};

export type LeadRecipe = {
  /** The same seed gives the same leads, on every machine. */
  readonly seed: number;
  readonly count: number;
  /** From 0 to 1: how many of them repeat an earlier one, in other words. */
  readonly repeatShare: number;
};

/**
 * Makes leads of people who do not exist, at domains that no one has (RFC 2606) and phones that are kept for
 * fiction (555-0100 to 555-0199 of an area code). There are 4,800 such phones here; leads after that have none.
 */
export function makeLeads({ seed, count, repeatShare }: LeadRecipe): readonly MadeLead[] {
  const dice = diceOf(seed);
  const leads: MadeLead[] = [];
  let persons = 0;
  for (let n = 0; n < count; n += 1) {
    const repeats = n > 0 && dice.below(1_000) < repeatShare * 1_000;
    leads.push(repeats ? repeated(dice.one(leads), dice, n) : newLead(dice, n, (persons += 1)));
  }
  return leads;
}

const consentText = 'I agree to be called and written to about my request, at the contacts given here.';
/** 2026-01-05, a Monday, 08:00 in New York. */
const firstMoment = Date.UTC(2026, 0, 5, 13);
const minute = 60_000;

function newLead(dice: Dice, n: number, person: number): MadeLead {
  const firstName = dice.one(firstNames);
  const lastName = dice.one(lastNames);
  const [company, domain] = dice.below(4) === 0 ? ['', `mail.example.${dice.one(tops)}`] : companyOf(dice);
  const proved = dice.below(3) > 0;
  const { phone, postalCode } = placeOf(dice, person);
  return {
    source: dice.one(sources),
    firstName,
    lastName,
    email: `${firstName}.${lastName}${person}@${domain}`.toLowerCase(),
    phone,
    company,
    website: company !== '' && dice.below(2) === 0 ? `https://${domain}/` : '',
    postalCode,
    country: 'US',
    consent: {
      givenAt: momentOf(n),
      text: consentText,
      evidenceUrl: proved ? `https://consent.example.com/${person.toString(36).padStart(6, '0')}` : '',
    },
    attributes: {
      product: dice.one(products),
      budget: dice.below(3) === 0 ? '' : String(500 * (1 + dice.below(40))),
      message: dice.one(messages),
    },
  };
}

const tops = ['com', 'net', 'org'] as const;

function companyOf(dice: Dice): [name: string, domain: string] {
  const name = dice.one(companyNames);
  return [`${name} ${dice.one(companyKinds)}`, `${name.toLowerCase()}.example.${dice.one(tops)}`];
}

function placeOf(dice: Dice, person: number): { phone: string; postalCode: string } {
  const [areaCode, zipStart] = places[person % places.length] ?? ['212', '100'];
  const line = Math.floor(person / places.length);
  const phone = line < 100 ? `+1 ${areaCode} 555 01${String(line).padStart(2, '0')}` : '';
  return { phone, postalCode: zipStart + String(1 + dice.below(30)).padStart(2, '0') };
}

/** The same person as another form or another day has it: one contact the same, its spelling perhaps not. */
function repeated(lead: MadeLead, dice: Dice, n: number): MadeLead {
  const [, areaCode, rest, line] = lead.phone.split(' ');
  const again = { ...lead, source: dice.one(sources), consent: { ...lead.consent, givenAt: momentOf(n) } };
  const changes: readonly Partial<MadeLead>[] = [
    { email: lead.email.toUpperCase() },
    { firstName: lead.firstName.charAt(0), company: '' },
    ...(line === undefined
      ? []
      : [{ phone: `(${areaCode}) ${rest}-${line}`, email: `me+${n}@mail.example.org` }]),
    ...(line === undefined ? [] : [{ phone: '', website: '' }]),
  ];
  return { ...again, ...dice.one(changes) };
}

function momentOf(n: number): string {
  return new Date(firstMoment + n * 7 * minute).toISOString().replace('.000Z', 'Z');
}

type Dice = { readonly below: (limit: number) => number; readonly one: <T>(choices: readonly T[]) => T };

/** The generator «xorshift» of https://www.jstatsoft.org/article/view/v008i14: small, and the same everywhere. */
function diceOf(seed: number): Dice {
  let state = fnv1a(`seed ${seed}`) || 1;
  const below = (limit: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * limit);
  };
  return { below, one: <T>(choices: readonly T[]) => choices[below(choices.length)] as T };
}

/**
 * The JSON of one lead of an endless stream, for load: for each run and number from 0 to 10^10 another e-mail
 * and another phone, at some 1 µs each. Two runs share a phone once in 10,000 pairs of runs of a million leads.
 * The phones are German in form, with 11 digits after Berlin's code, where a real one has at most 8: valid to
 * those who check them, and no one's. The 555 numbers would be used up after some thousand leads.
 */
export function leadBody(n: number, run: string): string {
  const tag = tagOf(run);
  const firstName = firstNames[n % firstNames.length];
  const lastName = lastNames[(n * 7 + 3) % lastNames.length];
  const company = companyNames[(n * 11 + 5) % companyNames.length];
  const phone = phoneStart + ((tag.number + n) % phoneCount);
  return (
    `{"source":"${sources[n % sources.length]}","firstName":"${firstName}","lastName":"${lastName}",` +
    `"email":"${firstName}.${lastName}.${n}@${tag.text}.example.com","phone":"+4930${phone}",` +
    `"company":"${company} ${companyKinds[n % companyKinds.length]}","website":"https://${tag.text}.example.com/",` +
    `"postalCode":"${10_115 + (n % 4_000)}","country":"DE","consent":{"givenAt":"2026-01-05T13:00:00Z",` +
    `"text":"${consentText}"},"attributes":{"product":"${products[n % products.length]}","batch":"${tag.text}"}}`
  );
}

const phoneStart = 10 ** 10;
const phoneCount = 9 * 10 ** 10;

type Tag = { readonly run: string; readonly text: string; readonly number: number };

let lastTag: Tag = { run: '', text: '', number: 0 };

/**
 * A number of 52 bits for a run, by FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/); the last is kept, as calls of
 * one run follow each other.
 */
function tagOf(run: string): Tag {
  if (lastTag.run === run && lastTag.text !== '') return lastTag;
  const number = (fnv1a(`a${run}`) & 0xfffff) * 2 ** 32 + fnv1a(`b${run}`);
  lastTag = { run, text: `r${number.toString(36)}`, number };
  return lastTag;
}

/** Twice over the text: a short one leaves the upper bits much alike after once. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text + text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
