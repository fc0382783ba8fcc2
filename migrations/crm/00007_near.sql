-- +goose Up
-- What a mistyped name leads to: the closest words, when nothing holds the text itself.
grant create on schema crm to longhouse_search;
set role longhouse_search;
select public.word_similarity('a', 'a'); -- loads the extension, which knows the threshold
create function crm.account_near(text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp set pg_trgm.word_similarity_threshold = 0.33 as $$
  select id from crm.account
   where org_id = current_setting('app.org_id')::uuid and name_key operator(public.%>) crm.fold($1)
   order by name_key operator(public.<->>) crm.fold($1), id
   limit 20
$$;
create function crm.contact_near(text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp set pg_trgm.word_similarity_threshold = 0.33 as $$
  select id from crm.contact
   where org_id = current_setting('app.org_id')::uuid and name_key operator(public.%>) crm.fold($1)
   order by name_key operator(public.<->>) crm.fold($1), id
   limit 20
$$;
create function crm.deal_near(text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp set pg_trgm.word_similarity_threshold = 0.33 as $$
  select id from crm.deal
   where org_id = current_setting('app.org_id')::uuid and name_key operator(public.%>) crm.fold($1)
   order by name_key operator(public.<->>) crm.fold($1), id
   limit 20
$$;
revoke execute on function crm.account_near, crm.contact_near, crm.deal_near from public;
grant execute on function crm.account_near, crm.contact_near, crm.deal_near to longhouse_crm;
set role longhouse_owner;
revoke create on schema crm from longhouse_search;

-- +goose Down
drop function crm.account_near, crm.contact_near, crm.deal_near;
