-- +goose Up
alter table platform.message
  add column because text not null default '',
  add column urgent boolean not null default false,
  add column channel text not null default 'app' constraint message_has_a_known_channel check (channel in ('app', 'mail', 'digest')),
  add column said text,
  add column mailed_at timestamptz,
  add column archived_at timestamptz;
comment on column platform.message.said is 'A word under which this person is told once: a second message with it is dropped.';
create unique index message_is_said_once on platform.message (org_id, user_id, said) where said is not null;
create index message_for_the_digest on platform.message (org_id, user_id, at) where channel = 'digest' and read_at is null and mailed_at is null and archived_at is null;
drop index platform.message_unread;
create index message_unread on platform.message (org_id, user_id) where read_at is null and archived_at is null;

create table platform.preference (
  org_id  uuid not null default current_setting('app.org_id')::uuid,
  id      uuid not null,
  user_id uuid not null,
  kind    text not null constraint preference_has_a_kind check (kind <> ''),
  channel text not null constraint preference_has_a_known_channel check (channel in ('app', 'mail', 'digest', 'none')),
  constraint preference_key primary key (org_id, id),
  constraint preference_is_one_for_a_kind unique (org_id, user_id, kind)
);
comment on table platform.preference is 'How a person wants to hear of a kind of message, where that is not the kind''s own way.';
alter table platform.preference enable row level security, force row level security;
create policy org on platform.preference using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on platform.preference
  for each row execute function history.capture();

create table platform.mute (
  org_id    uuid        not null default current_setting('app.org_id')::uuid,
  id        uuid        not null,
  user_id   uuid        not null,
  entity    text        not null constraint mute_names_a_kind_of_record check (entity <> ''),
  entity_id uuid        not null,
  title     text        not null,
  at        timestamptz not null default clock_timestamp(),
  constraint mute_key primary key (org_id, id),
  constraint mute_is_one_for_a_record unique (org_id, user_id, entity, entity_id)
);
comment on table platform.mute is 'A record of which a person wants to hear nothing.';
create index mute_by_person on platform.mute (org_id, user_id, at, id);
alter table platform.mute enable row level security, force row level security;
create policy org on platform.mute using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on platform.mute
  for each row execute function history.capture();

-- Tells a person something by the way that they want, and answers which one it was: app, mail, digest, or none.
-- its_way is the kind's own; a kind that stays cannot be switched off, by preference or by mute.
-- +goose StatementBegin
create function platform.tell(its_id uuid, person uuid, its_kind text, its_way text, stays boolean, is_urgent boolean, its_title text, its_text text,
  why text, its_word text, its_entity text, its_entity_id uuid) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  way text := coalesce((select p.channel from platform.preference p where p.user_id = person and p.kind = its_kind), its_way);
begin
  if not stays and exists (select from platform.mute m where m.user_id = person and m.entity = its_entity and m.entity_id = its_entity_id) then
    way := 'none';
  end if;
  if way = 'none' then
    if not stays then return way; end if;
    way := 'app';
  end if;
  insert into platform.message (id, user_id, kind, channel, urgent, title, text, because, said, entity, entity_id)
  values (its_id, person, its_kind, way, is_urgent, its_title, its_text, why, its_word, its_entity, its_entity_id)
  on conflict (org_id, user_id, said) where said is not null do nothing;
  return case when found then way else 'none' end;
end $$;
-- +goose StatementEnd
grant create on schema platform to longhouse_platform;
grant execute on function platform.tell to longhouse_platform, longhouse_identity, longhouse_access, longhouse_relay, longhouse_crm, longhouse_hr, longhouse_inventory;
alter function platform.tell owner to longhouse_platform;
revoke create on schema platform from longhouse_platform;

-- +goose Down
drop function platform.tell;
drop table platform.mute, platform.preference;
drop index platform.message_is_said_once, platform.message_for_the_digest, platform.message_unread;
alter table platform.message drop column because, drop column urgent, drop column channel, drop column said, drop column mailed_at, drop column archived_at;
create index message_unread on platform.message (org_id, user_id) where read_at is null;
