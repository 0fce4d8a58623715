-- What intake does in one call: each call from outside costs a round trip and several times its own work.

-- Whether a later position decided on some contacts already; asked when they are locked. Any lead that came with
-- one of them counts, for a repeat too was told who held it and who did not; an erasure or a suppression of the
-- account counts whatever its contact, which the log does not tell. The later events are few: they are taken from
-- the end of the log by its index, and each lead by its id; where they are more than 1,000, the answer is yes.
-- Not stable: it must see what was committed since the call that it is part of began.
create function decided_later(accounts uuid[], hashes uuid[]) returns boolean
  language plpgsql volatile parallel unsafe as $$
begin
  -- Where no transaction that began after this one is over, there is nothing later to be seen.
  if pg_snapshot_xmax(pg_current_snapshot()) <= pg_current_xact_id() then
    return false;
  end if;
  return (
    select count(*) > 1000 or coalesce(bool_or(decides), false) from (
      select later.type in ('lead.erased', 'suppression.added', 'suppression.removed') or (
        select l.email_key = any (hashes) or l.email2_key = any (hashes)
          or l.phone_key = any (hashes) or l.phone2_key = any (hashes)
        from leads l where l.account_id = later.account_id and l.id = later.subject
      ) as decides
      from outbox later
      where later.account_id = any (accounts) and later.position > (select position_of(pg_current_xact_id()))
      order by later.position desc limit 1001
    ) as last_events);
end $$;

-- Takes a batch of leads that are all new: no contact and no key is known, none of them repeats another of the
-- batch, no contact is suppressed. Then each is accepted and nothing is to be decided. Answers the position of
-- the first; the others follow in their order. Where a lead is not new it raises `not_new`: nothing was kept, and
-- the batch is to be decided lead by lead.
-- Each statement in here sees what was committed before it (READ COMMITTED, a volatile function), so that what
-- others decided on a contact before this call had locked it is seen.
create function take_new_leads(
  accounts uuid[],
  key_accounts uuid[], keys uuid[], body_hashes uuid[], key_leads uuid[],
  contact_accounts uuid[], hashes uuid[], contact_leads uuid[],
  lead_accounts uuid[], ids uuid[], sources uuid[], imports uuid[], scores smallint[],
  emails uuid[], emails2 uuid[], phones uuid[], phones2 uuid[],
  reasons text[], persons text[], events text[]
) returns bigint
  language plpgsql volatile parallel unsafe as $$
#variable_conflict use_variable
declare
  taken bigint;
  base bigint;
  scope text;
begin
  -- Assignments and conditions without a query cost next to nothing; each query costs a lonely lead some 10 µs.
  scope := set_config('midcoast.accounts', accounts::text, true);
  if cardinality(keys) > 0 then
    insert into idempotency_keys (account_id, key, body_hash, lead_id)
      select unnest(key_accounts), unnest(keys), unnest(body_hashes), unnest(key_leads) order by 1, 2
      on conflict do nothing;
    get diagnostics taken = row_count;
    if taken <> cardinality(keys) then
      raise 'a key is known' using errcode = 'MC001';
    end if;
  end if;
  insert into contact_keys (account_id, hash, lead_id)
    select unnest(contact_accounts), unnest(hashes), unnest(contact_leads) order by 1, 2
    on conflict do nothing;
  get diagnostics taken = row_count;
  if taken <> cardinality(hashes) then
    raise 'a contact is known' using errcode = 'MC001';
  end if;
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
    select unnest(lead_accounts), unnest(ids), unnest(sources), 'accepted', unnest(scores), unnest(reasons)::json,
      unnest(persons)::json, unnest(emails), unnest(emails2), unnest(phones), unnest(phones2),
      generate_series(base, base + cardinality(ids) - 1), unnest(imports);
  insert into outbox (account_id, position, id, type, subject, data)
    select unnest(lead_accounts), generate_series(base, base + cardinality(ids) - 1), unnest(ids), 'lead.accepted',
      unnest(ids), unnest(events)::json;
  return base;
end $$;

-- The same for one lead alone: without arrays it takes the database little more than writing the rows does.
create function take_new_lead(
  account uuid, used_key uuid, body_hash uuid, id uuid, source uuid, score smallint,
  email uuid, email2 uuid, phone uuid, phone2 uuid, reasons text, person text, event text
) returns bigint
  language plpgsql volatile parallel unsafe as $$
#variable_conflict use_variable
declare
  taken bigint;
  base bigint;
  scope text;
begin
  scope := set_config('midcoast.accounts', '{' || account::text || '}', true);
  if used_key is not null then
    insert into idempotency_keys (account_id, key, body_hash, lead_id) values (account, used_key, body_hash, id)
      on conflict do nothing;
    if not found then
      raise 'a key is known' using errcode = 'MC001';
    end if;
  end if;
  insert into contact_keys (account_id, hash, lead_id)
    select account, given.hash, id from (values (email), (email2), (phone), (phone2)) as given (hash)
    where given.hash is not null order by given.hash
    on conflict do nothing;
  get diagnostics taken = row_count;
  if taken <> num_nonnulls(email, email2, phone, phone2) then
    raise 'a contact is known' using errcode = 'MC001';
  end if;
  perform from suppressions s where s.account_id = account and s.hash in (email, email2, phone, phone2);
  if found then
    raise 'a contact is suppressed' using errcode = 'MC001';
  end if;
  if pg_snapshot_xmax(pg_current_snapshot()) > pg_current_xact_id()
    and decided_later(array[account], array_remove(array[email, email2, phone, phone2], null))
  then
    raise 'a contact was decided on later' using errcode = 'MC001';
  end if;
  insert into leads (account_id, id, source_id, verdict, score, reasons, person,
      email_key, email2_key, phone_key, phone2_key, position)
    values (account, id, source, 'accepted', score, reasons::json, person::json,
      email, email2, phone, phone2, position_of(pg_current_xact_id()))
    returning leads.position into base;
  insert into outbox (account_id, position, id, type, subject, data)
    values (account, base, id, 'lead.accepted', id, event::json);
  return base;
end $$;
