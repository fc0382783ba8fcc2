-- +goose Up
create schema desk;
grant usage on schema desk to longhouse_app, longhouse_platform;

create table desk.view (
  org_id      uuid        not null default current_setting('app.org_id')::uuid,
  id          uuid        not null,
  list        text        not null constraint view_is_of_a_list check (list ~ '^[a-z]+(\.[a-z_-]+)+$' and length(list) <= 100),
  name        text        not null constraint view_has_a_name check (name <> '' and length(name) <= 100),
  owner_id    uuid        not null,
  sharing     text        not null default 'private' constraint view_has_a_known_sharing check (sharing in ('private', 'team', 'organisation')),
  locked      boolean     not null default false,
  default_for text[]      not null default '{}' constraint view_is_default_for_few check (cardinality(default_for) <= 50),
  position    int         not null,
  state       jsonb       not null constraint view_state_is_an_object check (jsonb_typeof(state) = 'object' and octet_length(state::text) <= 60000),
  version     bigint      not null default 1,
  created_at  timestamptz not null default clock_timestamp(),
  updated_at  timestamptz not null default clock_timestamp(),
  constraint view_key primary key (org_id, id),
  constraint private_view_is_open check (sharing <> 'private' or not locked),
  constraint private_view_is_default_for_its_owner check (sharing <> 'private' or default_for <@ array['me']),
  constraint shared_view_is_default_for_others check (sharing = 'private' or not 'me' = any (default_for))
);
comment on table desk.view is 'How somebody wants to see a list: layout, filter, order, columns. It widens nobody''s rights.';
comment on column desk.view.sharing is 'team: people of the owner''s teams, and those whose teams the owner is of.';
comment on column desk.view.default_for is 'For whom the list opens with it: me, everybody, or roles.';
create index view_of_list on desk.view (org_id, list, position, id);
alter table desk.view enable row level security, force row level security;
create policy org on desk.view using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on desk.view
  for each row execute function history.capture('version', 'updated_at');
grant select, insert, update, delete on desk.view to longhouse_platform;

-- +goose Down
drop table desk.view;
drop schema desk;
