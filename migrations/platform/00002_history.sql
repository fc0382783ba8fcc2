-- +goose Up
create table history.change_set (
  org_id       uuid        not null default current_setting('app.org_id')::uuid,
  id           uuid        not null,
  actor        text        not null constraint change_set_has_an_actor check (actor ~ '^[us]:'),
  via          text        not null constraint change_set_came_by_a_known_door check (via in ('ui', 'api', 'import', 'job', 'system')),
  token_id     uuid,
  request_id   uuid,
  reason       text,
  operation_id uuid,
  tab_id       uuid,
  at           timestamptz not null default clock_timestamp(),
  constraint change_set_key primary key (org_id, id)
);
comment on table history.change_set is 'One transaction that changed something: who, through what, why.';
comment on column history.change_set.tab_id is 'The screen that did it, which need not be told.';
create index change_set_by_time on history.change_set (org_id, at, id);
create index change_set_by_actor on history.change_set (org_id, actor, at, id);
create index change_set_by_operation on history.change_set (org_id, operation_id) where operation_id is not null;
alter table history.change_set enable row level security, force row level security;
create policy org on history.change_set using (org_id = current_setting('app.org_id')::uuid);

create table history.change (
  org_id        uuid        not null default current_setting('app.org_id')::uuid,
  change_set_id uuid        not null,
  n             bigint      generated always as identity,
  table_name    text        not null,
  row_id        uuid        not null,
  owner_id      uuid,
  op            text        not null constraint change_is_of_a_known_kind check (op in ('insert', 'update', 'delete')),
  before        jsonb,
  after         jsonb,
  at            timestamptz not null default clock_timestamp(),
  constraint change_key primary key (org_id, n),
  constraint change_of_set foreign key (org_id, change_set_id) references history.change_set (org_id, id)
);
comment on table history.change is 'What one row of a business table held before and after one change.';
comment on column history.change.owner_id is 'The record that the row is a part of: an order, for its lines.';
create index change_by_row on history.change (org_id, row_id, n);
create index change_by_owner on history.change (org_id, owner_id, n) where owner_id is not null;
create index change_by_set on history.change (org_id, change_set_id, n);
alter table history.change enable row level security, force row level security;
create policy org on history.change using (org_id = current_setting('app.org_id')::uuid);

grant select on history.change_set, history.change to longhouse_platform;
grant select, insert on history.change_set, history.change to longhouse_history;

-- Arguments of the trigger: names of columns that are not kept, and @name for the column that says
-- whose part the row is; of several the first that is not null.
-- +goose StatementBegin
create function history.capture() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  hidden text[] := coalesce(tg_argv, '{}');
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - hidden end;
  after  jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - hidden end;
  row_id uuid  := coalesce(after, before) ->> 'id';
  owner  uuid;
begin
  for i in 1 .. cardinality(hidden) loop
    if left(tg_argv[i - 1], 1) = '@' then
      owner := coalesce(owner, (coalesce(after, before) ->> substr(tg_argv[i - 1], 2))::uuid);
    end if;
  end loop;
  if tg_op = 'UPDATE' then                                            -- keep what changed, and only that
    select jsonb_object_agg(b.key, b.value), jsonb_object_agg(b.key, after -> b.key) into before, after
      from jsonb_each(before) b where b.value is distinct from after -> b.key;
    if before is null then return null; end if;
  end if;
  if current_setting('app.recorded', true) is distinct from current_setting('app.change_set') then
    insert into history.change_set (org_id, id, actor, via, token_id, request_id, reason, operation_id, tab_id)
    values (current_setting('app.org_id')::uuid, current_setting('app.change_set')::uuid,
            current_setting('app.actor'), current_setting('app.via'),
            nullif(current_setting('app.token', true), '')::uuid,
            nullif(current_setting('app.request', true), '')::uuid, nullif(current_setting('app.reason', true), ''),
            nullif(current_setting('app.operation', true), '')::uuid, nullif(current_setting('app.tab', true), '')::uuid);
    perform set_config('app.recorded', current_setting('app.change_set'), true);
  end if;
  insert into history.change (org_id, change_set_id, table_name, row_id, owner_id, op, before, after)
  values (current_setting('app.org_id')::uuid, current_setting('app.change_set')::uuid,
          tg_table_schema || '.' || tg_table_name, row_id, owner, lower(tg_op), before, after);
  return null;
end $$;
-- +goose StatementEnd
grant create, usage on schema history to longhouse_history;
alter function history.capture owner to longhouse_history;
revoke create on schema history from longhouse_history;
-- A grant to oneself goes with the ownership, so the new owner gives it.
set role longhouse_history;
grant execute on function history.capture to longhouse_owner;
set role longhouse_owner;

-- +goose Down
drop function history.capture;
drop table history.change, history.change_set;
