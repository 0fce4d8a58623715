import type { ContactKind } from './contact.ts';
import type { StoredDecision } from './stored-decision.ts';
import { reasonTexts, type Reason } from './scoring.ts';

export type Verdict = StoredDecision['verdict'];

/** A lead as it is shown. Everything personal is null once it is erased. Times are RFC 3339, UTC. */
export type LeadView = {
  id: string;
  verdict: Verdict;
  source: string;
  duplicateOf: string | null;
  matchedOn: ContactKind[];
  score: number | null;
  reasons: { code: string; points: number; text: string }[];
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  email2: string | null;
  phone: string | null;
  phone2: string | null;
  company: string | null;
  website: string | null;
  postalCode: string | null;
  country: string | null;
  consent: { givenAt: string | null; text: string | null; evidenceUrl: string | null } | null;
  attributes: Record<string, unknown>;
  position: string;
  receivedAt: string;
  importId: string | null;
  erasedAt: string | null;
};

/** What a `LeadRow` is read by, from `leads l left join sources s`. */
export const leadColumns = `l.id, l.verdict, s.name as source, l.duplicate_of, l.matched_on, l.score, l.reasons, l.person,
  (select number from shard) || '.' || l.position as position, uuid_extract_timestamp(l.id) as received_at, l.import_id, l.erased_at`;

export type LeadRow = StoredDecision & {
  readonly source: string | null;
  readonly person: Person | null;
  readonly received_at: Date;
  readonly import_id: string | null;
  readonly erased_at: Date | null;
};

type PersonField =
  | 'firstName'
  | 'lastName'
  | 'email'
  | 'email2'
  | 'phone'
  | 'phone2'
  | 'company'
  | 'website'
  | 'postalCode'
  | 'country';

type Person = { readonly [Field in PersonField]?: string } & {
  readonly consent?: {
    readonly givenAt?: string | null;
    readonly text?: string | null;
    readonly evidenceUrl?: string | null;
  };
  readonly attributes?: Record<string, unknown>;
};

/** A row as it is shown. */
export function leadView(row: LeadRow): LeadView {
  const person = row.person ?? {};
  const { consent } = person;
  return {
    id: row.id,
    verdict: row.verdict,
    source: row.source ?? '',
    duplicateOf: row.duplicate_of,
    matchedOn: row.matched_on ?? [],
    score: row.score,
    reasons: row.reasons.map(inWords),
    firstName: person.firstName ?? null,
    lastName: person.lastName ?? null,
    email: person.email ?? null,
    email2: person.email2 ?? null,
    phone: person.phone ?? null,
    phone2: person.phone2 ?? null,
    company: person.company ?? null,
    website: person.website ?? null,
    postalCode: person.postalCode ?? null,
    country: person.country ?? null,
    consent:
      consent === undefined
        ? null
        : {
            givenAt: consent.givenAt ?? null,
            text: consent.text ?? null,
            evidenceUrl: consent.evidenceUrl ?? null,
          },
    attributes: person.attributes ?? {},
    position: row.position,
    receivedAt: row.received_at.toISOString(),
    importId: row.import_id,
    erasedAt: row.erased_at?.toISOString() ?? null,
  };
}

function inWords({ code, points }: Reason): { code: string; points: number; text: string } {
  return { code, points, text: reasonTexts[code] };
}
