-- +goose Up
-- Names are found however their accents are typed, as in the other modules, and mistyped ones lead to the closest words.
create function inventory.fold(text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
  select pg_catalog.lower(public.unaccent('public.unaccent', $1))
$$;
grant execute on function inventory.fold to longhouse_inventory, longhouse_search;
drop index inventory.supplier_name_trigrams;
drop index inventory.product_name_trigrams;
create index supplier_has_words on inventory.supplier using gin (inventory.fold(name) public.gin_trgm_ops);
create index product_has_words on inventory.product using gin (inventory.fold(name) public.gin_trgm_ops);

grant create on schema inventory to longhouse_search;
set role longhouse_search;
create or replace function inventory.product_search(text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id from inventory.product
   where org_id = current_setting('app.org_id')::uuid and (inventory.fold(name) like '%' || inventory.fold($1) || '%' or sku ilike '%' || $1 || '%')
  union all
  select id from inventory.product where org_id = current_setting('app.org_id')::uuid and barcode = $1
$$;
create or replace function inventory.supplier_search(text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id from inventory.supplier where org_id = current_setting('app.org_id')::uuid and inventory.fold(name) like '%' || inventory.fold($1) || '%'
$$;
select public.word_similarity('a', 'a'); -- loads the extension, which knows the threshold
create function inventory.product_near(text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp set pg_trgm.word_similarity_threshold = 0.33 as $$
  select id from inventory.product
   where org_id = current_setting('app.org_id')::uuid and inventory.fold(name) operator(public.%>) inventory.fold($1)
   order by inventory.fold(name) operator(public.<->>) inventory.fold($1), id
   limit 20
$$;
create function inventory.supplier_near(text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp set pg_trgm.word_similarity_threshold = 0.33 as $$
  select id from inventory.supplier
   where org_id = current_setting('app.org_id')::uuid and inventory.fold(name) operator(public.%>) inventory.fold($1)
   order by inventory.fold(name) operator(public.<->>) inventory.fold($1), id
   limit 20
$$;
revoke execute on function inventory.product_near, inventory.supplier_near from public;
grant execute on function inventory.product_near, inventory.supplier_near to longhouse_inventory;
set role longhouse_owner;
revoke create on schema inventory from longhouse_search;

-- +goose Down
drop function inventory.product_near, inventory.supplier_near;
drop index inventory.product_has_words;
drop index inventory.supplier_has_words;
create index supplier_name_trigrams on inventory.supplier using gin (name public.gin_trgm_ops);
create index product_name_trigrams on inventory.product using gin (name public.gin_trgm_ops);
