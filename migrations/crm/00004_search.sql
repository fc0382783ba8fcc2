-- +goose Up
-- like is not leakproof, so behind row level security no index could serve it
-- (architecture.md 5). These functions name the organisation themselves.
grant select (org_id, id, name_key, code_key, deleted_at) on crm.account to longhouse_search;
grant select (org_id, id, name_key, deleted_at) on crm.contact to longhouse_search;
grant select (org_id, account_id, contact_id, digits, norm) on crm.contact_point to longhouse_search;
grant select (org_id, contact_id, account_id, ended_on) on crm.affiliation to longhouse_search;
grant select (org_id, id, name_key, code_key, account_id, deleted_at) on crm.deal to longhouse_search;
grant select (org_id, id, number_key, account_id) on crm."order" to longhouse_search;
create policy search on crm.account for select to longhouse_search using (true);
create policy search on crm.contact for select to longhouse_search using (true);
create policy search on crm.contact_point for select to longhouse_search using (true);
create policy search on crm.affiliation for select to longhouse_search using (true);
create policy search on crm.deal for select to longhouse_search using (true);
create policy search on crm."order" for select to longhouse_search using (true);

-- The last nine digits, however the number was typed; fewer than five are no number.
create function crm.phone_tail(text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
  select case when length(d) >= 5 then right(ltrim(d, '0'), 9) end
    from (select case when $1 ~ '[[:alpha:]]' then '' else regexp_replace($1, '[^0-9]', '', 'g') end as d) x
$$;

create function crm.account_search(text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id from crm.account
   where org_id = current_setting('app.org_id')::uuid and name_key like '%' || crm.fold($1) || '%'
  union
  select id from crm.account
   where org_id = current_setting('app.org_id')::uuid and code_key like '%' || lower($1) || '%'
  union
  select account_id from crm.contact_point
   where org_id = current_setting('app.org_id')::uuid and account_id is not null and norm like '%' || lower($1) || '%'
  union
  select account_id from crm.contact_point
   where org_id = current_setting('app.org_id')::uuid and account_id is not null and digits like '%' || crm.phone_tail($1) || '%'
$$;

create function crm.contact_search(text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id from crm.contact
   where org_id = current_setting('app.org_id')::uuid and name_key like '%' || crm.fold($1) || '%'
  union
  select contact_id from crm.contact_point
   where org_id = current_setting('app.org_id')::uuid and contact_id is not null and norm like '%' || lower($1) || '%'
  union
  select contact_id from crm.contact_point
   where org_id = current_setting('app.org_id')::uuid and contact_id is not null and digits like '%' || crm.phone_tail($1) || '%'
  union
  select f.contact_id from crm.affiliation f
   where f.org_id = current_setting('app.org_id')::uuid and f.ended_on is null
     and f.account_id in (select id from crm.account
                           where org_id = current_setting('app.org_id')::uuid and name_key like '%' || crm.fold($1) || '%')
$$;

create function crm.deal_search(text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id from crm.deal
   where org_id = current_setting('app.org_id')::uuid and name_key like '%' || crm.fold($1) || '%'
  union
  select id from crm.deal
   where org_id = current_setting('app.org_id')::uuid and code_key like '%' || lower($1) || '%'
  union
  select id from crm.deal
   where org_id = current_setting('app.org_id')::uuid
     and account_id in (select id from crm.account
                         where org_id = current_setting('app.org_id')::uuid and name_key like '%' || crm.fold($1) || '%')
$$;

create function crm.order_search(text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id from crm."order"
   where org_id = current_setting('app.org_id')::uuid and number_key like '%' || lower($1) || '%'
  union
  select id from crm."order"
   where org_id = current_setting('app.org_id')::uuid
     and account_id in (select id from crm.account
                         where org_id = current_setting('app.org_id')::uuid and name_key like '%' || crm.fold($1) || '%')
$$;

grant create on schema crm to longhouse_search;
grant execute on function crm.account_search, crm.contact_search, crm.deal_search, crm.order_search to longhouse_crm;
grant execute on function crm.phone_tail to longhouse_search;
alter function crm.account_search owner to longhouse_search;
alter function crm.contact_search owner to longhouse_search;
alter function crm.deal_search owner to longhouse_search;
alter function crm.order_search owner to longhouse_search;
revoke create on schema crm from longhouse_search;

-- +goose Down
drop function crm.order_search, crm.deal_search, crm.contact_search, crm.account_search, crm.phone_tail;
drop policy search on crm."order";
drop policy search on crm.deal;
drop policy search on crm.affiliation;
drop policy search on crm.contact_point;
drop policy search on crm.contact;
drop policy search on crm.account;
