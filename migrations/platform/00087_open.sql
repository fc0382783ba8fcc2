-- +goose Up
-- What is put off on purpose, as a mail that waits for its reader, is no work in hand: whoever waits for the end of what they
-- have begun would wait for it, too.
grant create on schema jobs to longhouse_relay;
set role longhouse_relay;
create or replace function jobs.open(org uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from jobs.delivery d
                  where d.org_id = org
                    and (d.state in ('out', 'waiting', 'held') or d.state = 'ready' and d.due_at < clock_timestamp() + interval '1 minute'))
$$;
set role longhouse_owner;
revoke create on schema jobs from longhouse_relay;

-- +goose Down
grant create on schema jobs to longhouse_relay;
set role longhouse_relay;
create or replace function jobs.open(org uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from jobs.delivery d where d.org_id = org and d.state in ('ready', 'out', 'waiting', 'held'))
$$;
set role longhouse_owner;
revoke create on schema jobs from longhouse_relay;
