import { Compile } from 'typebox/compile';
import { badCharacterFault, holdsBadCharacter } from './bad-character.ts';
import { type Contact, type ContactKeys, normaliseEmail, normalisePhone } from './contact.ts';
import { LeadInput } from './lead-input.ts';
import { faultsOf, type Fault } from './fault.ts';
import { score, type BadContact, type Reason } from './scoring.ts';

/** A lead that can be taken: parsed, normalised and scored; whether it is one will be decided with others. */
export type Candidate = {
  readonly sourceName: string;
  /** JSON of all that is personal. */
  readonly person: string;
  /** By field: up to two e-mails and two phones; equal ones once. */
  readonly contacts: readonly Contact[];
  readonly score: number;
  readonly reasons: readonly Reason[];
};

export type Parsed =
  | { readonly kind: 'candidate'; readonly candidate: Candidate }
  | { readonly kind: 'rejected'; readonly faults: readonly Fault[] };

const shape = Compile(LeadInput);

/** Says what is wrong with a lead as given, or makes it a candidate. The same for every door. */
export function parseLead(given: unknown, keys: ContactKeys): Parsed {
  if (!shape.Check(given)) return { kind: 'rejected', faults: faultsOf(shape.Errors(given), LeadInput) };
  const person = personOf(given);
  if (holdsBadCharacter(person) || holdsBadCharacter(JSON.stringify(given.source))) {
    return { kind: 'rejected', faults: [badCharacterFault] };
  }
  const { contacts, bad } = contactsOf(given, keys);
  if (contacts.length === 0) return { kind: 'rejected', faults: contactFaults(bad) };
  return { kind: 'candidate', candidate: candidateOf(given, person, contacts, bad) };
}

function candidateOf(
  given: LeadInput,
  person: string,
  contacts: readonly Contact[],
  bad: readonly BadContact[],
): Candidate {
  const consent = given.consent ?? undefined;
  const email = contacts.find((contact) => contact.kind === 'email')?.value;
  const { score: points, reasons } = score({
    email,
    dialable: contacts.some((contact) => contact.kind === 'phone'),
    secondContact: contacts.length > 1,
    fullName: isGiven(given.firstName) && isGiven(given.lastName),
    company: isGiven(given.company),
    website: given.website ?? undefined,
    place: isGiven(given.postalCode),
    consent:
      !isGiven(consent?.text) && !isGiven(consent?.givenAt)
        ? 'absent'
        : isGiven(consent?.evidenceUrl)
          ? 'proved'
          : 'stated',
    badContacts: bad,
  });
  return { sourceName: given.source.trim(), person, contacts, score: points, reasons };
}

const emailFields = ['email', 'email2'] as const;
const phoneFields = ['phone', 'phone2'] as const;

function contactsOf(given: LeadInput, keys: ContactKeys): { contacts: Contact[]; bad: BadContact[] } {
  const contacts: Contact[] = [];
  const bad: BadContact[] = [];
  const take = (kind: Contact['kind'], field: BadContact, value: string | undefined) => {
    if (value === undefined) bad.push(field);
    else if (!contacts.some((contact) => contact.value === value))
      contacts.push({ kind, value, key: keys(value) });
  };
  for (const field of emailFields) {
    const text = given[field];
    if (isGiven(text)) take('email', field, normaliseEmail(text));
  }
  const country = isGiven(given.country) ? given.country.toUpperCase() : 'US';
  for (const field of phoneFields) {
    const text = given[field];
    if (isGiven(text)) take('phone', field, normalisePhone(text, country));
  }
  return { contacts, bad };
}

function contactFaults(bad: readonly BadContact[]): Fault[] {
  if (bad.length === 0) {
    return [
      { path: '', code: 'contact_missing', detail: 'one valid e-mail or one dialable phone is needed' },
    ];
  }
  return bad.map((field) =>
    field.startsWith('email')
      ? {
          path: `/${field}`,
          code: 'email_malformed',
          detail: 'this is not an e-mail address, and there is no other contact',
        }
      : {
          path: `/${field}`,
          code: 'phone_not_dialable',
          detail: 'this number cannot be dialled, and there is no other contact',
        },
  );
}

const textFields = [
  'firstName',
  'lastName',
  ...emailFields,
  ...phoneFields,
  'company',
  'website',
  'postalCode',
  'country',
] as const satisfies readonly (keyof LeadInput)[];

/** The person as it is kept: what was given, trimmed, without what is empty. */
function personOf(given: LeadInput): string {
  const { consent, attributes } = given;
  const person: Record<string, unknown> = {};
  for (const field of textFields) {
    const text = given[field];
    if (isGiven(text)) person[field] = text.trim();
  }
  if (consent != null) person['consent'] = consent;
  if (attributes !== undefined) person['attributes'] = attributes;
  return JSON.stringify(person);
}

function isGiven(text: string | null | undefined): text is string {
  return text != null && text.trim() !== '';
}
