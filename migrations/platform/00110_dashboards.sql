-- +goose Up
create table desk.dashboard (
  org_id      uuid        not null default current_setting('app.org_id')::uuid,
  id          uuid        not null,
  name        text        not null constraint dashboard_has_a_name check (name <> '' and length(name) <= 100),
  owner_id    uuid        not null,
  sharing     text        not null default 'private' constraint dashboard_has_a_known_sharing check (sharing in ('private', 'team', 'organisation')),
  roles       text[]      not null default '{}' constraint dashboard_is_for_few_roles check (cardinality(roles) <= 50),
  locked      boolean     not null default false,
  default_for text[]      not null default '{}' constraint dashboard_is_default_for_few check (cardinality(default_for) <= 50),
  position    int         not null,
  widgets     jsonb       not null constraint dashboard_widgets_are_a_list check (jsonb_typeof(widgets) = 'array' and octet_length(widgets::text) <= 400000),
  version     bigint      not null default 1,
  created_at  timestamptz not null default clock_timestamp(),
  updated_at  timestamptz not null default clock_timestamp(),
  constraint dashboard_key primary key (org_id, id),
  constraint only_a_shared_dashboard_is_for_roles check (sharing = 'organisation' or roles = '{}'),
  constraint private_dashboard_is_open check (sharing <> 'private' or not locked),
  constraint private_dashboard_is_default_for_its_owner check (sharing <> 'private' or default_for <@ array['me']),
  constraint shared_dashboard_is_default_for_others check (sharing = 'private' or not 'me' = any (default_for))
);
comment on table desk.dashboard is 'What somebody keeps an eye on: numbers, tables and charts of lists. It widens nobody''s rights.';
comment on column desk.dashboard.roles is 'Who sees a dashboard of the organisation; empty: everybody.';
comment on column desk.dashboard.default_for is 'Whose Today begins with it: me, everybody, or roles.';
comment on column desk.dashboard.widgets is 'Each names a list, perhaps a view of it, what is shown, and its place of twelve columns.';
create index dashboard_in_order on desk.dashboard (org_id, position, id);
alter table desk.dashboard enable row level security, force row level security;
create policy org on desk.dashboard using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on desk.dashboard
  for each row execute function history.capture('version', 'updated_at');
grant select, insert, update, delete on desk.dashboard to longhouse_platform;

-- +goose Down
drop table desk.dashboard;
