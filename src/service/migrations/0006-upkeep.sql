-- What upkeep does as midcoast_owner, working for a whole shard. Its policies show it nothing else.

-- A month is made beside its table and then attached: unlike CREATE … PARTITION OF, that holds up neither
-- readers nor writers (https://www.postgresql.org/docs/18/sql-altertable.html, ATTACH PARTITION).
create or replace procedure make_month(parent name, month date)
  language plpgsql as $$
declare
  partition name := format('%s_%s', parent, to_char(month, 'YYYY_MM'));
  first timestamptz := date_trunc('month', month::timestamp) at time zone 'UTC';
  next timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') at time zone 'UTC';
begin
  if to_regclass(partition) is not null then
    return;
  end if;
  execute format('create table %I (like %I including all)', partition, parent);
  execute format('alter table %I enable row level security', partition);
  execute format('alter table %I force row level security', partition);
  execute format('alter table %I attach partition %I for values from (%L) to (%L)',
    parent, partition, first_id_of(first), first_id_of(next));
end $$;

-- Leads below this id went with their month, and so may the keys that they held.
alter table shard add column leads_expired uuid not null default '00000000-0000-0000-0000-000000000000';

create policy expired on contact_keys for delete to midcoast_owner
  using ((select whole_shard()) and lead_id < (select leads_expired from shard));
create policy expired_seen on contact_keys for select to midcoast_owner
  using ((select whole_shard()) and lead_id < (select leads_expired from shard));

-- As before, with the bound computed once a statement instead of once a row.
alter policy expired on idempotency_keys
  using ((select whole_shard()) and lead_id < (select first_id_of(now() - interval '48 hours')));
alter policy expired_seen on idempotency_keys
  using ((select whole_shard()) and lead_id < (select first_id_of(now() - interval '48 hours')));

-- Imports that were cut off are found by this; each is ended in a transaction of its account.
create policy cut_off_seen on imports for select to midcoast_owner
  using ((select whole_shard()) and status = 'running' and moved_at < now() - interval '60 seconds');
