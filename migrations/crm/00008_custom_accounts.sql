-- +goose Up
-- Values of fields that the organisation has added, and the words of those that can be searched.
alter table crm.account add column custom jsonb not null default '{}' constraint account_custom_is_an_object check (jsonb_typeof(custom) = 'object');
alter table crm.account add column custom_words text not null default '';
create trigger custom_words before insert or update of custom, custom_words on crm.account for each row execute function custom.keep_words();
create index account_has_custom on crm.account using gin (custom.folded(custom) jsonb_path_ops) where deleted_at is null;
create index account_has_custom_words on crm.account using gin (custom_words public.gin_trgm_ops);
drop trigger history on crm.account;
create trigger history after insert or update or delete on crm.account for each row execute function history.capture('name_key', 'code_key', 'custom_words');
grant select (custom, custom_words) on crm.account to longhouse_search;

create function crm.account_custom(jsonb) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.id
    from jsonb_array_elements($1) v(one)
    join crm.account a on custom.folded(a.custom) @> custom.folded(v.one)
   where a.org_id = current_setting('app.org_id')::uuid
     and a.deleted_at is null
$$;
grant create on schema crm to longhouse_search;
alter function crm.account_custom owner to longhouse_search;
revoke create on schema crm from longhouse_search;
revoke all on function crm.account_custom from public;
grant execute on function crm.account_custom to longhouse_crm;

set role longhouse_search;
create or replace function crm.account_search(text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id from crm.account
   where org_id = current_setting('app.org_id')::uuid and name_key like '%' || crm.fold($1) || '%'
  union
  select id from crm.account
   where org_id = current_setting('app.org_id')::uuid and code_key like '%' || lower($1) || '%'
  union
  select id from crm.account
   where org_id = current_setting('app.org_id')::uuid and custom_words like '%' || custom.fold($1) || '%'
  union
  select account_id from crm.contact_point
   where org_id = current_setting('app.org_id')::uuid and account_id is not null and norm like '%' || lower($1) || '%'
  union
  select account_id from crm.contact_point
   where org_id = current_setting('app.org_id')::uuid and account_id is not null and digits like '%' || crm.phone_tail($1) || '%'
$$;
set role longhouse_owner;

-- +goose Down
drop function crm.account_custom;
alter table crm.account drop column custom, drop column custom_words;
