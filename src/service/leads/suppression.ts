import { v7 } from 'uuid';
import { inTransaction, type Postgres } from '../connections/postgres.ts';
import { type ContactKeys, type ContactKind, normaliseEmail, normalisePhone } from './contact.ts';
import { inContactOrder, lockContacts } from './contact-lock.ts';
import type { Fault } from './fault.ts';
import { appendEvents } from './outbox.ts';
import { idAt, pageOf, type Page } from './page.ts';
import type { SuppressionReason } from './suppression-reason.ts';

/** A suppression as it is shown: the keyed hash of the contact, never the contact. */
export type SuppressionView = {
  id: string;
  kind: ContactKind;
  hash: string;
  reason: SuppressionReason;
  until: string | null;
  createdAt: string;
};

export type NewSuppression = {
  readonly kind: ContactKind;
  readonly reason: SuppressionReason;
  /** RFC 3339; absent or null: for good. */
  readonly until?: string | null | undefined;
} & ({ readonly value: string } | { readonly hash: string });

export type Added =
  | { readonly kind: 'added'; readonly suppression: SuppressionView }
  | { readonly kind: 'rejected'; readonly faults: readonly Fault[] };

const columns = `id, kind, replace(hash::text, '-', '') as hash, reason, until, created_at`;

/**
 * Takes no more leads with a contact: once it has returned, none with it is accepted. The same contact again
 * replaces reason and end and keeps the id.
 */
export async function addSuppression(
  postgres: Postgres,
  keys: ContactKeys,
  account: string,
  given: NewSuppression,
): Promise<Added> {
  const hash = 'hash' in given ? given.hash : hashOf(keys, given.kind, given.value);
  if (hash === undefined) return { kind: 'rejected', faults: [contactFault(given.kind)] };
  const until = given.until == null ? null : momentOf(given.until);
  if (until === undefined) return { kind: 'rejected', faults: [momentFault] };
  const suppression = await inContactOrder(postgres, account, async (transaction) => {
    await lockContacts(transaction, account, [hash]);
    const { rows } = await transaction.query<Row>(
      `insert into suppressions (account_id, hash, id, kind, reason, until) values ($1, $2, $3, $4, $5, $6)
       on conflict (account_id, hash) do update set reason = excluded.reason, until = excluded.until
       returning ${columns}`,
      [account, hash, v7(), given.kind, given.reason, until],
    );
    const row = rows[0];
    if (row === undefined) throw new Error('the database kept no suppression');
    const data = { kind: row.kind, reason: row.reason };
    await appendEvents(transaction, [{ account, type: 'suppression.added', subject: row.id, data }]);
    return suppressionView(row);
  });
  return { kind: 'added', suppression };
}

/** Takes leads with a contact again; false where the account has no suppression of this id. */
export async function liftSuppression(postgres: Postgres, account: string, id: string): Promise<boolean> {
  return inContactOrder(postgres, account, async (transaction) => {
    const found = await transaction.query<{ hash: string }>(
      'select hash from suppressions where account_id = $1 and id = $2',
      [account, id],
    );
    const hash = found.rows[0]?.hash;
    if (hash === undefined) return false;
    await lockContacts(transaction, account, [hash]);
    const lifted = await transaction.query('delete from suppressions where account_id = $1 and id = $2', [
      account,
      id,
    ]);
    if (lifted.rowCount !== 1) return false; // Another lifted it meanwhile.
    await appendEvents(transaction, [{ account, type: 'suppression.removed', subject: id, data: {} }]);
    return true;
  });
}

/** Suppressions, newest first, those that have ended too. Throws `WrongPlace`. */
export async function listSuppressions(
  postgres: Postgres,
  account: string,
  query: { readonly limit: number; readonly before?: string | undefined },
): Promise<Page<SuppressionView>> {
  return inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const { rows } = await transaction.query<Row>({
      name: 'list-suppressions',
      text: `select ${columns} from suppressions where account_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      values: [account, idAt(query.before) ?? null, query.limit + 1],
    });
    return pageOf(rows.map(suppressionView), query.limit, ({ id }) => id);
  });
}

/** The keyed hash of a contact as somebody wrote it; undefined where it cannot be one. */
export function hashOf(keys: ContactKeys, kind: ContactKind, value: string): string | undefined {
  const contact = kind === 'email' ? normaliseEmail(value) : normalisePhone(value, 'US');
  return contact === undefined ? undefined : keys(contact);
}

/** What is wrong where `hashOf` gave nothing. */
export function contactFault(kind: ContactKind): Fault {
  return kind === 'email'
    ? { path: '/value', code: 'email_malformed', detail: 'this is not an e-mail address' }
    : {
        path: '/value',
        code: 'phone_not_dialable',
        detail: 'this number cannot be dialled; write it with its country: +1 …',
      };
}

/** PostgreSQL knows no offset beyond 16 hours and no year 0, which RFC 3339 allows: so it is given UTC. */
function momentOf(text: string): Date | undefined {
  const moment = new Date(text);
  const year = moment.getUTCFullYear();
  return year >= 1 && year <= 9_999 ? moment : undefined;
}

const momentFault: Fault = {
  path: '/until',
  code: 'wrong_format',
  detail: 'a moment of the years 1 to 9999, such as 2027-01-31T00:00:00Z',
};

type Row = Omit<SuppressionView, 'until' | 'createdAt'> & {
  readonly until: Date | null;
  readonly created_at: Date;
};

function suppressionView({ id, kind, hash, reason, until, created_at }: Row): SuppressionView {
  return { id, kind, hash, reason, until: until?.toISOString() ?? null, createdAt: created_at.toISOString() };
}
