-- +goose Up
create table history.fact (
  org_id     uuid        not null default current_setting('app.org_id')::uuid,
  id         uuid        not null,
  at         timestamptz not null default clock_timestamp(),
  kind       text        not null constraint fact_has_a_kind check (kind ~ '^[a-z]+(\.[a-z_]+)+$'),
  actor      text        not null constraint fact_has_an_actor check (actor ~ '^[us]:'),
  via        text        not null constraint fact_came_by_a_known_door check (via in ('ui', 'api', 'import', 'job', 'system')),
  token_id   uuid,
  address    text        not null default '',
  request_id uuid,
  reason     text,
  entity     text        not null default '',
  entity_id  uuid,
  detail     jsonb       not null default '{}',
  constraint fact_key primary key (org_id, id),
  constraint fact_about_a_whole_record check ((entity = '') = (entity_id is null))
);
comment on table history.fact is 'What is worth knowing and changes no business row: a refused sign-in, an export, an act on a job.';
create index fact_by_time on history.fact (org_id, at, id);
create index fact_by_actor on history.fact (org_id, actor, at, id);
create index fact_by_record on history.fact (org_id, entity_id, at, id) where entity_id is not null;
alter table history.fact enable row level security, force row level security;
create policy org on history.fact using (org_id = current_setting('app.org_id')::uuid);
grant select on history.fact to longhouse_platform;
grant select, insert on history.fact to longhouse_history;

-- Notes a fact with the transaction of whoever acts: their name and door are those of the transaction.
-- +goose StatementBegin
create function history.note(its_id uuid, its_kind text, its_address text, its_entity text, its_entity_id uuid, its_detail jsonb) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into history.fact (id, kind, actor, via, token_id, address, request_id, reason, entity, entity_id, detail)
  values (its_id, its_kind, current_setting('app.actor'), current_setting('app.via'), nullif(current_setting('app.token', true), '')::uuid,
          its_address, nullif(current_setting('app.request', true), '')::uuid, nullif(current_setting('app.reason', true), ''),
          its_entity, its_entity_id, its_detail)
$$;
-- +goose StatementEnd
grant usage on schema history to longhouse_identity, longhouse_access, longhouse_relay, longhouse_crm, longhouse_hr, longhouse_inventory;
grant create on schema history to longhouse_history;
grant execute on function history.note to longhouse_platform, longhouse_identity, longhouse_access, longhouse_relay, longhouse_crm, longhouse_hr, longhouse_inventory;
alter function history.note owner to longhouse_history;
revoke create on schema history from longhouse_history;

-- +goose Down
drop function history.note;
drop table history.fact;
