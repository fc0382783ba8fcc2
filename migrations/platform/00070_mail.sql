-- +goose Up
create table platform.mail (
  org_id     uuid        not null default current_setting('app.org_id')::uuid,
  id         uuid        not null,
  at         timestamptz not null default clock_timestamp(),
  kind       text        not null constraint mail_has_a_kind check (kind ~ '^[a-z]+(\.[a-z_]+)+$'),
  address    text        not null constraint mail_has_an_address check (address <> ''),
  name       text        not null,
  subject    text        not null constraint mail_has_a_subject check (subject <> ''),
  text       text        not null,
  label      text        not null,
  link       text        not null,
  secret     boolean     not null,
  until      timestamptz,
  state      text        not null default 'queued' constraint mail_has_a_known_state check (state in ('queued', 'sent', 'failed', 'kept')),
  attempts   int         not null default 0,
  message_id text        not null default '',
  answer     text        not null default '',
  error      text        not null default '',
  sent_at    timestamptz,
  entity     text        not null default '',
  entity_id  uuid,
  constraint mail_key primary key (org_id, id),
  constraint mail_about_a_whole_record check ((entity = '') = (entity_id is null))
);
comment on table platform.mail is 'A mail to one person, and what became of it. Its words leave when it is sent; a link that opens something leaves first.';
comment on column platform.mail.secret is 'The link opens something for whoever has it: no list shows it but a developer''s.';
comment on column platform.mail.until is 'When the link ends: later there is nothing to send.';
create index mail_by_time on platform.mail (org_id, at, id);
create index mail_by_state on platform.mail (org_id, state, at, id);
create index mail_by_kind on platform.mail (org_id, kind, at, id);
alter table platform.mail enable row level security, force row level security;
create policy org on platform.mail using (org_id = current_setting('app.org_id')::uuid);

-- Any module posts a mail in its own transaction, without reach into the table.
-- +goose StatementBegin
create function platform.post(its_id uuid, its_kind text, its_address text, its_name text, its_subject text, its_text text,
  its_label text, its_link text, is_secret boolean, its_end timestamptz, its_entity text, its_entity_id uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into platform.mail (id, kind, address, name, subject, text, label, link, secret, until, entity, entity_id)
  values (its_id, its_kind, its_address, its_name, its_subject, its_text, its_label, its_link, is_secret, its_end, its_entity, its_entity_id)
$$;
-- +goose StatementEnd
grant create on schema platform to longhouse_platform;
grant execute on function platform.post to longhouse_platform, longhouse_identity, longhouse_access, longhouse_relay, longhouse_crm, longhouse_hr, longhouse_inventory;
alter function platform.post owner to longhouse_platform;
revoke create on schema platform from longhouse_platform;

-- +goose Down
drop function platform.post;
drop table platform.mail;
