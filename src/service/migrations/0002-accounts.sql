create table accounts (
  id                    uuid primary key,
  name                  text not null,
  shard                 smallint not null default 0,
  duplicate_window_days integer not null default 30 check (duplicate_window_days between 1 and 3650),
  created_at            timestamptz not null default now()
);
call isolate('accounts', 'id');
create policy of_shard on accounts for select using ((select whole_shard()));
grant select, insert, update on accounts to midcoast_app;

create table users (
  account_id    uuid not null references accounts (id),
  id            uuid not null,
  email         text not null,
  name          text not null,
  role          text not null check (role in ('viewer', 'operator', 'admin')),
  password_hash text not null,
  created_at    timestamptz not null default now(),
  primary key (account_id, id)
);
-- One address signs in to one account of a shard.
create unique index users_email on users (lower(email));
call isolate('users');
-- Sign-in knows an address and not yet an account: it may read that one row.
create policy of_sign_in on users for select
  using (lower(email) = (select nullif(current_setting('midcoast.sign_in', true), '')));
grant select, insert, update, delete on users to midcoast_app;

create table sessions (
  account_id uuid not null,
  token_hash bytea not null,
  user_id    uuid not null,
  csrf_token text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (account_id, token_hash),
  foreign key (account_id, user_id) references users (account_id, id) on delete cascade
);
call isolate('sessions');
create policy expired on sessions for delete to midcoast_owner
  using ((select whole_shard()) and expires_at < now());
create policy expired_seen on sessions for select to midcoast_owner
  using ((select whole_shard()) and expires_at < now());
grant select, insert, update, delete on sessions to midcoast_app;

create table api_keys (
  account_id      uuid not null references accounts (id),
  id              uuid not null,
  name            text not null,
  prefix          text not null,
  secret_hash     bytea not null,
  scopes          text[] not null,
  rate_per_second integer not null,
  created_at      timestamptz not null default now(),
  last_used_at    timestamptz,
  revoked_at      timestamptz,
  primary key (account_id, id)
);
create unique index api_keys_secret on api_keys (account_id, secret_hash);
call isolate('api_keys');
grant select, insert, update on api_keys to midcoast_app;

-- Changes made by people and keys, for those who must answer for them. Ids and field names only.
create table audit (
  account_id uuid not null,
  id         uuid not null,
  actor      text not null,
  action     text not null,
  target     text,
  detail     json,
  primary key (account_id, id)
) partition by range (id);
call isolate('audit');
grant select, insert on audit to midcoast_app;
