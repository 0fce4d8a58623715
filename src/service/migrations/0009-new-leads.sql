-- Takes leads that are all new, as `take_new_leads` of 0007 does, which processes of an earlier release still call:
-- no contact and no key is known, none repeats another of the batch, no contact is suppressed. Then each is accepted
-- and nothing is to be decided. Answers the position of the first; the others follow in their order. A contact or a
-- key that is known is met by its constraint, which costs half of asking first: `unique_violation` then, `MC001` for
-- the rest. Either way nothing was kept, and the batch is to be decided lead by lead.
-- Keys come before contacts, and each in their order, as in every transaction that takes both: so none waits in a
-- circle. Each statement in here sees what was committed before it (READ COMMITTED, a volatile function), so that
-- what others decided on a contact before this call had it is seen.
create function accept_new_leads(
  accounts uuid[],
  key_accounts uuid[], keys uuid[], body_hashes uuid[], key_leads uuid[],
  contact_accounts uuid[], hashes uuid[], contact_leads uuid[],
  lead_accounts uuid[], ids uuid[], sources uuid[], imports uuid[], scores smallint[],
  emails uuid[], emails2 uuid[], phones uuid[], phones2 uuid[],
  reasons json[], persons json[], events json[]
) returns bigint
  language plpgsql volatile parallel unsafe as $$
#variable_conflict use_variable
declare
  base bigint;
  scope text;
begin
  scope := set_config('midcoast.accounts', accounts::text, true);
  if cardinality(keys) > 0 then
    insert into idempotency_keys (account_id, key, body_hash, lead_id)
      select unnest(key_accounts), unnest(keys), unnest(body_hashes), unnest(key_leads) order by 1, 2;
  end if;
  insert into contact_keys (account_id, hash, lead_id)
    select unnest(contact_accounts), unnest(hashes), unnest(contact_leads) order by 1, 2;
  perform from suppressions where account_id = any (accounts) and hash = any (hashes);
  if found then
    raise 'a contact is suppressed' using errcode = 'MC001';
  end if;
  if decided_later(accounts, hashes) then
    raise 'a contact was decided on later' using errcode = 'MC001';
  end if;
  base := position_of(pg_current_xact_id());
  insert into leads (account_id, id, source_id, verdict, score, reasons, person,
      email_key, email2_key, phone_key, phone2_key, position, import_id)
    select unnest(lead_accounts), unnest(ids), unnest(sources), 'accepted', unnest(scores), unnest(reasons),
      unnest(persons), unnest(emails), unnest(emails2), unnest(phones), unnest(phones2),
      generate_series(base, base + cardinality(ids) - 1), unnest(imports);
  insert into outbox (account_id, position, id, type, subject, data)
    select unnest(lead_accounts), generate_series(base, base + cardinality(ids) - 1), unnest(ids), 'lead.accepted',
      unnest(ids), unnest(events);
  return base;
end $$;

-- The same for one lead alone: without arrays, and in as few statements as the rule allows, for each costs a lonely
-- lead some 10 µs. Of a statement's parts the last is done first: the key before the contacts. The position is
-- computed in place: a function that reads a table is called at the price of a statement.
create function accept_new_lead(
  account uuid, used_key uuid, body_hash uuid, id uuid, source uuid, score smallint,
  email uuid, email2 uuid, phone uuid, phone2 uuid, reasons json, person json, event json
) returns bigint
  language plpgsql volatile parallel unsafe as $$
#variable_conflict use_variable
declare
  base bigint;
  scope text;
begin
  scope := set_config('midcoast.accounts', '{' || account::text || '}', true);
  with contacts as (
    insert into contact_keys (account_id, hash, lead_id)
      select account, given.hash, id from (values (email), (email2), (phone), (phone2)) as given (hash)
      where given.hash is not null order by given.hash
  )
  insert into idempotency_keys (account_id, key, body_hash, lead_id)
    select account, used_key, body_hash, id where used_key is not null;
  perform from suppressions s where s.account_id = account and s.hash in (email, email2, phone, phone2);
  if found then
    raise 'a contact is suppressed' using errcode = 'MC001';
  end if;
  if pg_snapshot_xmax(pg_current_snapshot()) > pg_current_xact_id()
    and decided_later(array[account], array_remove(array[email, email2, phone, phone2], null))
  then
    raise 'a contact was decided on later' using errcode = 'MC001';
  end if;
  with lead as (
    insert into leads (account_id, id, source_id, verdict, score, reasons, person,
        email_key, email2_key, phone_key, phone2_key, position)
      values (account, id, source, 'accepted', score, reasons, person, email, email2, phone, phone2,
        (select shard.base from shard) + (pg_current_xact_id()::text::bigint << 20))
      returning position
  )
  insert into outbox (account_id, position, id, type, subject, data)
    select account, lead.position, id, 'lead.accepted', id, event from lead
    returning position into base;
  return base;
end $$;
