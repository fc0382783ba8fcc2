-- +goose Up
-- A mail is framed in the language that it is written in.
alter table platform.mail
  add column language text not null default 'en' constraint mail_has_a_language check (language ~ '^[a-z]{2}$');

-- +goose StatementBegin
create function platform.post_in(its_language text, its_id uuid, its_kind text, its_address text, its_name text, its_subject text, its_text text,
  its_label text, its_link text, is_secret boolean, its_end timestamptz, its_entity text, its_entity_id uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into platform.mail (id, kind, address, name, subject, text, label, link, secret, until, entity, entity_id, language)
  values (its_id, its_kind, its_address, its_name, its_subject, its_text, its_label, its_link, is_secret, its_end, its_entity, its_entity_id, its_language)
$$;
-- +goose StatementEnd
grant create on schema platform to longhouse_platform;
grant execute on function platform.post_in to longhouse_platform, longhouse_identity, longhouse_access, longhouse_relay, longhouse_crm, longhouse_hr, longhouse_inventory;
alter function platform.post_in owner to longhouse_platform;
revoke create on schema platform from longhouse_platform;

-- +goose Down
drop function platform.post_in;
alter table platform.mail drop column language;
