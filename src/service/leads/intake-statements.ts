/**
 * The statements of intake. Each takes a batch as arrays, one element a lead or a contact, and is prepared
 * once a connection. Both inserts of keys run in sorted order, so that two batches never wait in a circle.
 */
export const statements = {
  scope: { name: 'intake-scope', text: "select set_config('midcoast.accounts', $1, true)" },
  /** Run when the contacts are held: what another decided about them before is seen here. */
  known: {
    name: 'intake-known',
    text: `select position_of(pg_current_xact_id())::text as base, decided_later($1::uuid[], $2::uuid[]) as overtaken,
        (select json_object_agg(id, duplicate_window_days) from accounts where id = any ($1::uuid[])) as windows,
        (select json_agg(account_id || ':' || replace(hash::text, '-', '')) from suppressions
          where account_id = any ($1::uuid[]) and hash = any ($2::uuid[]) and (until is null or until > now())) as suppressed`,
  },
  claimIdempotency: {
    name: 'intake-claim-idempotency',
    text: `insert into idempotency_keys as held (account_id, key, body_hash, lead_id)
      select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) as given (account_id, key, body_hash, lead_id)
      order by 1, 2
      on conflict (account_id, key) do update set body_hash = excluded.body_hash, lead_id = excluded.lead_id
        where held.lead_id < first_id_of(now() - interval '24 hours')`,
  },
  heldIdempotency: {
    name: 'intake-held-idempotency',
    text: `select given.lead_id as arrival, held.body_hash = given.body_hash as same, held.lead_id as first, lead.id, lead.verdict,
        lead.duplicate_of, lead.matched_on, lead.score, lead.reasons, lead.position
      from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) as given (account_id, key, body_hash, lead_id)
      join idempotency_keys held on held.account_id = given.account_id and held.key = given.key
      left join leads lead on lead.account_id = held.account_id and lead.id = held.lead_id
      where held.lead_id <> given.lead_id`,
  },
  /** Takes those that are free and locks those that are held: `where false` changes no row, but locks it. */
  claimContacts: {
    name: 'intake-claim-contacts',
    text: `insert into contact_keys as held (account_id, hash, lead_id)
      select * from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as given (account_id, hash, lead_id)
      order by 1, 2
      on conflict (account_id, hash) do update set lead_id = held.lead_id where false`,
  },
  heldContacts: {
    name: 'intake-held-contacts',
    text: `select held.account_id, held.hash, held.lead_id
      from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as given (account_id, hash, lead_id)
      join contact_keys held on held.account_id = given.account_id and held.hash = given.hash
      where held.lead_id <> given.lead_id`,
  },
  moveContacts: {
    name: 'intake-move-contacts',
    text: `update contact_keys held set lead_id = given.owner
      from (select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) as one (account_id, hash, before, owner)
            order by 1, 2) given
      where held.account_id = given.account_id and held.hash = given.hash and held.lead_id = given.before`,
  },
  freeContacts: {
    name: 'intake-free-contacts',
    text: `delete from contact_keys held
      using unnest($1::uuid[], $2::uuid[], $3::uuid[]) as given (account_id, hash, lead_id)
      where held.account_id = given.account_id and held.hash = given.hash and held.lead_id = given.lead_id`,
  },
  /** A lead and its first event, which bears the lead's own id. */
  writeLeads: {
    name: 'intake-write-leads',
    text: `with given as materialized (
        select * from rows from (
          unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::smallint[], $7::bigint[], $8::uuid[],
            $9::uuid[], $10::uuid[], $11::uuid[], $12::uuid[], $13::text[]),
          json_array_elements($14::json), json_array_elements($15::json), json_array_elements($16::json)
        ) as one (account_id, id, source_id, verdict, duplicate_of, score, position, import_id,
          email_key, email2_key, phone_key, phone2_key, matched_on, reasons, person, data)
      ), lead as (
        insert into leads (account_id, id, source_id, verdict, duplicate_of, matched_on, score, reasons, person,
          email_key, email2_key, phone_key, phone2_key, position, import_id)
        select account_id, id, source_id, verdict, duplicate_of, matched_on::text[], score, reasons, person,
          email_key, email2_key, phone_key, phone2_key, position, import_id from given
      )
      insert into outbox (account_id, position, id, type, subject, data)
      select account_id, position, id, 'lead.' || verdict, id, data from given`,
  },
} as const;

/** An array in PostgreSQL's own text form, of values that need no quotes. */
export function arrayOf(values: readonly (string | number | bigint | undefined)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}
