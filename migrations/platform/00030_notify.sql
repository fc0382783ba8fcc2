-- +goose Up
create table platform.message (
  org_id    uuid        not null default current_setting('app.org_id')::uuid,
  id        uuid        not null,
  user_id   uuid        not null,
  at        timestamptz not null default clock_timestamp(),
  kind      text        not null default '',
  title     text        not null constraint message_has_a_title check (title <> ''),
  text      text        not null default '',
  entity    text        not null default '',
  entity_id uuid,
  read_at   timestamptz,
  constraint message_key primary key (org_id, id),
  constraint message_about_a_whole_record check ((entity = '') = (entity_id is null))
);
comment on table platform.message is 'What the house tells one person: the bell.';
create index message_by_person on platform.message (org_id, user_id, at, id);
create index message_unread on platform.message (org_id, user_id) where read_at is null;
create index message_by_time on platform.message (org_id, at);
alter table platform.message enable row level security, force row level security;
create policy org on platform.message using (org_id = current_setting('app.org_id')::uuid);

-- Any module tells a person something in its own transaction, without reach into the table.
-- +goose StatementBegin
create function platform.send(its_id uuid, person uuid, its_kind text, its_title text, its_text text, its_entity text, its_entity_id uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into platform.message (id, user_id, kind, title, text, entity, entity_id)
  values (its_id, person, its_kind, its_title, its_text, its_entity, its_entity_id)
$$;
-- +goose StatementEnd
grant create on schema platform to longhouse_platform;
grant execute on function platform.send to longhouse_platform, longhouse_identity, longhouse_access, longhouse_relay, longhouse_crm, longhouse_hr, longhouse_inventory;
alter function platform.send owner to longhouse_platform;
revoke create on schema platform from longhouse_platform;

-- +goose Down
drop function platform.send;
drop table platform.message;
