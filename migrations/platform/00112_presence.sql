-- +goose Up
-- Who has which record open at this moment. What a crash takes along is said again within seconds.
create unlogged table platform.presence (
  org_id     uuid        not null default current_setting('app.org_id')::uuid,
  user_id    uuid        not null,
  tab_id     uuid        not null,
  entity     text        not null constraint presence_is_at_a_kind_of_record check (entity <> ''),
  record_id  uuid        not null,
  editing    boolean     not null,
  gone       boolean     not null default false,
  seen_at    timestamptz not null,
  changed_at timestamptz not null,
  constraint presence_key primary key (org_id, entity, record_id, user_id, tab_id)
);
comment on table platform.presence is 'A screen of somebody that shows a record. A technical table.';
comment on column platform.presence.changed_at is 'When it came, went, or began or ceased to edit: others hear of that, and not of every sign of life.';
create index presence_news on platform.presence (org_id, changed_at);
create index presence_of_a_person on platform.presence (org_id, user_id, seen_at);
alter table platform.presence enable row level security, force row level security;
create policy org on platform.presence using (org_id = current_setting('app.org_id')::uuid);
grant select, insert, update, delete on platform.presence to longhouse_platform;

-- +goose Down
drop table platform.presence;
