-- What every table stands on: who a transaction works for, and where it stands in the order of commits.

-- The accounts that this transaction works for; nothing is visible without it.
create function current_accounts() returns uuid[]
  language sql stable parallel safe
  return nullif(current_setting('midcoast.accounts', true), '')::uuid[];

-- Reads the log and the list of accounts of a whole shard: consumers and upkeep, never a request.
create function whole_shard() returns boolean
  language sql stable parallel safe
  return coalesce(current_setting('midcoast.whole_shard', true), '') = 'on';

-- A position is base + (transaction id << 20) + ordinal. The base moves only where a database is refilled
-- by other means than physical copy, whose transaction ids start anew.
create table shard (
  only_row boolean primary key default true check (only_row),
  number   smallint not null default 0,
  base     bigint not null default 0,
  -- Positions up to here are no longer in the log.
  expired  bigint not null default 0
);
insert into shard default values;

-- Room for 1,048,576 events a transaction; the ids last 8.8e12 transactions.
create function position_of(transaction xid8) returns bigint
  language sql stable parallel safe
  return (select base from shard) + (transaction::text::bigint << 20);

-- Below this position everything is settled: no open transaction can still write there.
create function settled_position() returns bigint
  language sql stable parallel safe
  return position_of(pg_snapshot_xmin(pg_current_snapshot()));

-- The first id of a moment: UUIDv7 carries milliseconds in its first 48 bits (RFC 9562, 5.7).
create function first_id_of(moment timestamptz) returns uuid
  language sql immutable strict parallel safe
  return (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid;

-- Row-level security by account, forced for the owner too.
create procedure isolate(table_name regclass, account_column name default 'account_id')
  language plpgsql as $$
begin
  execute format('alter table %s enable row level security', table_name);
  execute format('alter table %s force row level security', table_name);
  execute format(
    'create policy of_account on %s using (%I = any ((select current_accounts())::uuid[]))',
    table_name, account_column);
end $$;

-- A month's partition of a table that is partitioned by UUIDv7. Rows are reached through the parent
-- alone: the partition itself refuses everybody.
create procedure make_month(parent name, month date)
  language plpgsql as $$
declare
  partition name := format('%s_%s', parent, to_char(month, 'YYYY_MM'));
  first timestamptz := date_trunc('month', month::timestamp) at time zone 'UTC';
  next timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') at time zone 'UTC';
begin
  if to_regclass(partition) is not null then
    return;
  end if;
  execute format('create table %I partition of %I for values from (%L) to (%L)',
    partition, parent, first_id_of(first), first_id_of(next));
  execute format('alter table %I enable row level security', partition);
  execute format('alter table %I force row level security', partition);
end $$;

-- Eight equal partitions by account, so that a shard can be split without touching a table's shape.
create procedure make_account_partitions(parent name)
  language plpgsql as $$
begin
  for remainder in 0..7 loop
    execute format('create table %I partition of %I for values with (modulus 8, remainder %s)',
      parent || '_' || remainder, parent, remainder);
    execute format('alter table %I enable row level security', parent || '_' || remainder);
    execute format('alter table %I force row level security', parent || '_' || remainder);
  end loop;
end $$;

grant select on shard to midcoast_app;
