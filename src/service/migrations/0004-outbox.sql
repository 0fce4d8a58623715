-- The event log. An event is published by its row, in the transaction of what it tells; no update ever.
create table outbox (
  account_id uuid not null,
  position   bigint not null,
  id         uuid not null,
  type       text not null,
  subject    uuid,
  data       json not null,
  primary key (account_id, position, id)
) partition by range (id);
create index outbox_position on outbox (position);
create index outbox_subject on outbox (subject, position);
call isolate('outbox');
-- Consumers read the log of all accounts of a shard; it holds ids and verdicts, nothing personal.
create policy of_shard on outbox for select using ((select whole_shard()));
grant select, insert on outbox to midcoast_app;

-- How far each group of consumers has come. An advisory lock, which holds no transaction id and so holds
-- back no reader, lets one member handle at a time; the old position fences one that lost it.
create table consumer_positions (
  consumer_group text primary key,
  position       bigint not null default 0,
  handled_at     timestamptz not null default now()
);
grant select, insert, update on consumer_positions to midcoast_app;

-- Leads by source and hour: what leaderboards are made of, kept when old months of the log are dropped.
create table source_tallies (
  account_id uuid not null,
  source_id  uuid not null,
  hour       timestamptz not null,
  accepted   bigint not null default 0,
  duplicate  bigint not null default 0,
  suppressed bigint not null default 0,
  points     bigint not null default 0,
  -- The last event counted here: an event that is handed over twice is counted once.
  position   bigint not null default 0,
  primary key (account_id, source_id, hour)
);
create index source_tallies_hour on source_tallies (account_id, hour);
call isolate('source_tallies');
grant select, insert, update, delete on source_tallies to midcoast_app;
