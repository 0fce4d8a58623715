create table imports (
  account_id      uuid not null,
  id              uuid not null,
  idempotency_key uuid,
  name            text,
  source          text,
  status          text not null check (status in ('running', 'finished', 'interrupted', 'failed')),
  started_at      timestamptz not null default now(),
  finished_at     timestamptz,
  bytes           bigint not null default 0,
  rows            bigint not null default 0,
  accepted        bigint not null default 0,
  duplicate       bigint not null default 0,
  suppressed      bigint not null default 0,
  rejected        bigint not null default 0,
  unreadable      bigint not null default 0,
  mapping         json not null default '[]',
  failure         json,
  -- Moves with every batch; an import that runs but has not moved for a minute was cut off.
  moved_at        timestamptz not null default now(),
  primary key (account_id, id)
);
create unique index imports_idempotency on imports (account_id, idempotency_key) where idempotency_key is not null;
call isolate('imports');
grant select, insert, update on imports to midcoast_app;

-- A verdict a row, written with the lead in one transaction. No values of the row: they may be personal.
create table import_rows (
  account_id   uuid not null,
  import_id    uuid not null,
  row          integer not null,
  verdict      text not null,
  lead_id      uuid,
  duplicate_of uuid,
  code         text,
  field        text,
  detail       text,
  primary key (account_id, import_id, row)
);
call isolate('import_rows');
grant select, insert on import_rows to midcoast_app;
