create table sources (
  account_id uuid not null references accounts (id),
  id         uuid not null,
  name       text not null,
  created_at timestamptz not null default now(),
  primary key (account_id, id)
);
create unique index sources_name on sources (account_id, lower(name));
call isolate('sources');
grant select, insert, update on sources to midcoast_app;

-- Everything personal of a lead is in `person` and the four keys, so that erasing is forgetting them.
-- The time of receipt is in the id. No foreign key leads here: partitions are dropped whole.
create table leads (
  account_id   uuid not null,
  id           uuid not null,
  source_id    uuid not null,
  verdict      text not null check (verdict in ('accepted', 'duplicate', 'suppressed')),
  duplicate_of uuid,
  matched_on   text[],
  score        smallint,
  reasons      json not null,
  person       json,
  email_key    uuid,
  email2_key   uuid,
  phone_key    uuid,
  phone2_key   uuid,
  position     bigint not null,
  import_id    uuid,
  erased_at    timestamptz,
  primary key (account_id, id)
) partition by range (id);
call isolate('leads');
grant select, insert, update on leads to midcoast_app;

-- Who holds a contact: the constraint that decides duplicates. `lead_id` carries the time of its receipt.
create table contact_keys (
  account_id uuid not null,
  hash       uuid not null,
  lead_id    uuid not null,
  primary key (account_id, hash)
) partition by hash (account_id);
call isolate('contact_keys');
call make_account_partitions('contact_keys');
grant select, insert, update, delete on contact_keys to midcoast_app;

-- `key` is a 128-bit hash over API key and Idempotency-Key; `lead_id` carries the time of its first use.
create table idempotency_keys (
  account_id uuid not null,
  key        uuid not null,
  body_hash  uuid not null,
  lead_id    uuid not null,
  primary key (account_id, key)
) partition by hash (account_id);
call isolate('idempotency_keys');
call make_account_partitions('idempotency_keys');
-- Kept 24 h; a day more, so that a clock that is off loses nothing.
create policy expired on idempotency_keys for delete to midcoast_owner
  using ((select whole_shard()) and lead_id < first_id_of(now() - interval '48 hours'));
create policy expired_seen on idempotency_keys for select to midcoast_owner
  using ((select whole_shard()) and lead_id < first_id_of(now() - interval '48 hours'));
grant select, insert, update, delete on idempotency_keys to midcoast_app;

create table suppressions (
  account_id uuid not null,
  hash       uuid not null,
  id         uuid not null,
  kind       text not null check (kind in ('email', 'phone')),
  reason     text not null,
  until      timestamptz,
  created_at timestamptz not null default now(),
  primary key (account_id, hash)
);
create unique index suppressions_id on suppressions (account_id, id);
call isolate('suppressions');
grant select, insert, update, delete on suppressions to midcoast_app;

-- What was erased. Every restore replays these before it serves: `lead_ids` name what must be forgotten.
create table erasures (
  account_id   uuid not null,
  id           uuid not null,
  lead_ids     uuid[] not null,
  requested_by text not null,
  requested_at timestamptz not null default now(),
  primary key (account_id, id)
);
call isolate('erasures');
grant select, insert on erasures to midcoast_app;
