-- +goose Up
-- History that is older than the house keeps it goes, by whole seals from the oldest on. Of each row
-- that was there at the end of what went its image stays, so that "as of" is right for all that is kept.
create table history.base (
  org_id     uuid        not null,
  row_id     uuid        not null,
  table_name text        not null,
  owner_id   uuid,
  image      jsonb       not null,
  n          bigint      not null,
  at         timestamptz not null,
  key_id     text        not null default '',
  mark       bytea       not null default '',
  constraint base_key primary key (org_id, row_id, table_name)
);
comment on table history.base is 'A row as the last change said that was cut off its history: the first image of what is kept.';
comment on column history.base.n is 'Its place among the rows of its record: the number of the change with which its life began.';
comment on column history.base.at is 'When the last change was that is in the image.';
comment on column history.base.mark is 'Sixteen bytes over all of it, which nobody can make without the key; empty until the transaction that cut has marked it.';
create index base_by_owner on history.base (org_id, owner_id) where owner_id is not null;
create index base_unmarked on history.base (org_id) where mark = '';
alter table history.base enable row level security, force row level security;
create policy org on history.base using (org_id = current_setting('app.org_id')::uuid);
create policy sealer on history.base to longhouse_sealer using (true);
grant select on history.base to longhouse_platform, longhouse_sealer;
grant update (mark, key_id) on history.base to longhouse_sealer;

-- What was cut, in the record that the key proves.
alter table history.chain add column kept_since timestamptz, add column bases bytea not null default '';
comment on column history.chain.kept_since is 'Since when history is kept; null: nothing was cut.';
comment on column history.chain.bases is 'The sum of the marks of all bases, so that one that is gone or put back is missed.';

-- The images of changes, one laid over the other in their order.
create aggregate history.merged (jsonb) (sfunc = pg_catalog.jsonb_concat, stype = jsonb, initcond = '{}');
revoke execute on function history.merged(jsonb) from public;

-- Which version of the organisation's own policy was in force; null: it had none.
alter table history.change_set add column policy_version bigint;
alter table history.fact add column policy_version bigint;

grant create on schema history to longhouse_history;
set role longhouse_history;
grant execute on function history.note to longhouse_sealer; -- a cut is a fact of the transaction that cuts

-- Notes that the transaction has changed a table: the first time it writes the change set. The
-- words go with a savepoint that is rolled back. It is called by functions that fix the search path.
-- +goose StatementBegin
create or replace function history.touch(its_id uuid, name text) returns boolean
language plpgsql as $$
declare
  touched text := current_setting('app.recorded', true);
  said    text;
  actor   text;
  door    text;
begin
  if starts_with(touched, its_id::text) then
    if strpos(touched || ' ', ' ' || name || ' ') = 0 then
      said := set_config('app.recorded', touched || ' ' || name, true);
    end if;
    return false;
  end if;
  actor := current_setting('app.actor');
  door  := current_setting('app.via');
  if left(actor, 2) not in ('u:', 's:') or door not in ('ui', 'api', 'import', 'job', 'system') then
    raise check_violation using message = 'a change set has an actor and came by a known door', constraint = 'change_set_has_an_actor';
  end if;
  with opened as (
    insert into history.change_set (org_id, id, actor, via, token_id, request_id, reason, operation_id, tab_id, policy_version)
    values (current_setting('app.org_id')::uuid, its_id, actor, door,
            nullif(current_setting('app.token', true), '')::uuid,
            nullif(current_setting('app.request', true), '')::uuid, nullif(current_setting('app.reason', true), ''),
            nullif(current_setting('app.operation', true), '')::uuid, nullif(current_setting('app.tab', true), '')::uuid,
            nullif(current_setting('app.policy', true), '')::bigint)
  )
  insert into history.unsealed (org_id, id, kind) values (current_setting('app.org_id')::uuid, its_id, 's');
  said := set_config('app.recorded', its_id::text || ' ' || name, true);
  return true;
end $$;

create or replace function history.note(its_id uuid, its_kind text, its_address text, its_entity text, its_entity_id uuid, its_detail jsonb) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into history.fact (id, kind, actor, via, token_id, address, request_id, reason, entity, entity_id, detail, policy_version)
  values (its_id, its_kind, current_setting('app.actor'), current_setting('app.via'), nullif(current_setting('app.token', true), '')::uuid,
          its_address, nullif(current_setting('app.request', true), '')::uuid, nullif(current_setting('app.reason', true), ''),
          its_entity, its_entity_id, its_detail, nullif(current_setting('app.policy', true), '')::bigint)
$$;
-- +goose StatementEnd

-- +goose StatementBegin
create or replace function history.note_seldom(its_id uuid, its_kind text, its_address text, its_entity text, its_entity_id uuid, its_detail jsonb, seconds int) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into history.fact (id, kind, actor, via, token_id, address, request_id, reason, entity, entity_id, detail, policy_version)
  select its_id, its_kind, current_setting('app.actor'), current_setting('app.via'), nullif(current_setting('app.token', true), '')::uuid,
         its_address, nullif(current_setting('app.request', true), '')::uuid, nullif(current_setting('app.reason', true), ''),
         its_entity, its_entity_id, its_detail, nullif(current_setting('app.policy', true), '')::bigint
   where not exists (select from history.fact f
                      where f.entity_id = its_entity_id and f.entity = its_entity and f.kind = its_kind and f.actor = current_setting('app.actor')
                        and f.at > clock_timestamp() - make_interval(secs => seconds))
$$;
-- +goose StatementEnd
set role longhouse_owner;
revoke create on schema history from longhouse_history;

-- +goose Down
grant create on schema history to longhouse_history;
set role longhouse_history;
revoke execute on function history.note from longhouse_sealer;
-- Notes that the transaction has changed a table: the first time it writes the change set. The
-- words go with a savepoint that is rolled back. It is called by functions that fix the search path.
-- +goose StatementBegin
create or replace function history.touch(its_id uuid, name text) returns boolean
language plpgsql as $$
declare
  touched text := current_setting('app.recorded', true);
  said    text;
  actor   text;
  door    text;
begin
  if starts_with(touched, its_id::text) then
    if strpos(touched || ' ', ' ' || name || ' ') = 0 then
      said := set_config('app.recorded', touched || ' ' || name, true);
    end if;
    return false;
  end if;
  actor := current_setting('app.actor');
  door  := current_setting('app.via');
  if left(actor, 2) not in ('u:', 's:') or door not in ('ui', 'api', 'import', 'job', 'system') then
    raise check_violation using message = 'a change set has an actor and came by a known door', constraint = 'change_set_has_an_actor';
  end if;
  with opened as (
    insert into history.change_set (org_id, id, actor, via, token_id, request_id, reason, operation_id, tab_id)
    values (current_setting('app.org_id')::uuid, its_id, actor, door,
            nullif(current_setting('app.token', true), '')::uuid,
            nullif(current_setting('app.request', true), '')::uuid, nullif(current_setting('app.reason', true), ''),
            nullif(current_setting('app.operation', true), '')::uuid, nullif(current_setting('app.tab', true), '')::uuid)
  )
  insert into history.unsealed (org_id, id, kind) values (current_setting('app.org_id')::uuid, its_id, 's');
  said := set_config('app.recorded', its_id::text || ' ' || name, true);
  return true;
end $$;

create or replace function history.note(its_id uuid, its_kind text, its_address text, its_entity text, its_entity_id uuid, its_detail jsonb) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into history.fact (id, kind, actor, via, token_id, address, request_id, reason, entity, entity_id, detail)
  values (its_id, its_kind, current_setting('app.actor'), current_setting('app.via'), nullif(current_setting('app.token', true), '')::uuid,
          its_address, nullif(current_setting('app.request', true), '')::uuid, nullif(current_setting('app.reason', true), ''),
          its_entity, its_entity_id, its_detail)
$$;
-- +goose StatementEnd

-- +goose StatementBegin
create or replace function history.note_seldom(its_id uuid, its_kind text, its_address text, its_entity text, its_entity_id uuid, its_detail jsonb, seconds int) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into history.fact (id, kind, actor, via, token_id, address, request_id, reason, entity, entity_id, detail)
  select its_id, its_kind, current_setting('app.actor'), current_setting('app.via'), nullif(current_setting('app.token', true), '')::uuid,
         its_address, nullif(current_setting('app.request', true), '')::uuid, nullif(current_setting('app.reason', true), ''),
         its_entity, its_entity_id, its_detail
   where not exists (select from history.fact f
                      where f.entity_id = its_entity_id and f.entity = its_entity and f.kind = its_kind and f.actor = current_setting('app.actor')
                        and f.at > clock_timestamp() - make_interval(secs => seconds))
$$;
-- +goose StatementEnd
set role longhouse_owner;
revoke create on schema history from longhouse_history;
alter table history.change_set drop column policy_version;
alter table history.fact drop column policy_version;
drop aggregate history.merged (jsonb);
alter table history.chain drop column kept_since, drop column bases;
drop table history.base;
