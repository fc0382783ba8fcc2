-- +goose Up
-- Fails when somebody changed one of the rows after the change that an undo has seen of it, or touched a part of a record that
-- goes. It runs right before the commit: whoever changed a row before us has committed by then, as we hold its lock.
-- +goose StatementBegin
create function history.unseen(rows uuid[], seen bigint[], owner uuid, parts bigint) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  ours uuid := current_setting('app.change_set')::uuid;
begin
  if exists (select
               from (select unnest(rows) as row_id, unnest(seen) as n) w
              cross join lateral (select from history.change c
                                   where c.org_id = current_setting('app.org_id')::uuid and c.row_id = w.row_id and c.n > w.n and c.change_set_id <> ours
                                   limit 1) l)
     or owner is not null and parts <> (select count(*) from history.change c
                                         where c.org_id = current_setting('app.org_id')::uuid and c.owner_id = owner and c.change_set_id <> ours) then
    raise exception using errcode = 'LH002', message = 'a record was changed while its undo was prepared';
  end if;
end $$;
-- +goose StatementEnd

-- Which tables the transaction has changed so far: for the answer that says what can be undone.
-- +goose StatementBegin
create function history.changed_tables() returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(distinct c.table_name), '{}')
    from history.change c
   where c.org_id = current_setting('app.org_id')::uuid
     and c.change_set_id = current_setting('app.change_set')::uuid
     and c.at > now() - interval '1 hour'
$$;
-- +goose StatementEnd

grant create on schema history to longhouse_history;
grant execute on function history.unseen, history.changed_tables to longhouse_platform, longhouse_identity, longhouse_access, longhouse_relay, longhouse_crm, longhouse_hr, longhouse_inventory;
alter function history.unseen owner to longhouse_history;
alter function history.changed_tables owner to longhouse_history;
revoke create on schema history from longhouse_history;

create table history.undo (
  org_id      uuid        not null default current_setting('app.org_id')::uuid,
  id          uuid        not null,
  of_id       uuid        not null,
  state       text        not null constraint undo_is_in_a_known_state check (state in ('running', 'done', 'failed')),
  done        bigint      not null default 0,
  total       bigint      not null,
  result      jsonb,
  by_user     uuid        not null,
  started_at  timestamptz not null,
  finished_at timestamptz,
  constraint undo_key primary key (org_id, id)
);
comment on table history.undo is 'An undo of many records that a job works on: how far it is and what it had to leave. What it changed is history like any other.';
alter table history.undo enable row level security, force row level security;
create policy org on history.undo using (org_id = current_setting('app.org_id')::uuid);
grant select, insert, update on history.undo to longhouse_platform;

-- +goose Down
drop table history.undo;
drop function history.changed_tables, history.unseen;
