-- +goose Up
grant select (org_id, id, sku, name, barcode) on inventory.product to longhouse_search;
grant select (org_id, id, name, code_key) on inventory.supplier to longhouse_search;
grant select (org_id, id, number, reference, party_name) on inventory.delivery to longhouse_search;
grant select (org_id, id, number, reference, supplier_id) on inventory.receipt to longhouse_search;
create policy search on inventory.product for select to longhouse_search using (true);
create policy search on inventory.supplier for select to longhouse_search using (true);
create policy search on inventory.delivery for select to longhouse_search using (true);
create policy search on inventory.receipt for select to longhouse_search using (true);

-- like is not leakproof, so behind row level security no index could serve it (architecture.md 5).
create function inventory.product_search(text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id from inventory.product
   where org_id = current_setting('app.org_id')::uuid and (name ilike '%' || $1 || '%' or sku ilike '%' || $1 || '%')
  union all
  select id from inventory.product where org_id = current_setting('app.org_id')::uuid and barcode = $1
$$;
create function inventory.supplier_search(text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id from inventory.supplier where org_id = current_setting('app.org_id')::uuid and name ilike '%' || $1 || '%'
$$;
create function inventory.delivery_search(text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id from inventory.delivery
   where org_id = current_setting('app.org_id')::uuid and (number ilike '%' || $1 || '%' or reference ilike '%' || $1 || '%' or party_name ilike '%' || $1 || '%')
$$;
create function inventory.receipt_search(text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id from inventory.receipt
   where org_id = current_setting('app.org_id')::uuid and (number ilike '%' || $1 || '%' or reference ilike '%' || $1 || '%')
  union
  select id from inventory.receipt
   where org_id = current_setting('app.org_id')::uuid
     and supplier_id in (select inventory.supplier_search($1))
$$;
grant create on schema inventory to longhouse_search;
grant execute on function inventory.product_search, inventory.supplier_search, inventory.delivery_search, inventory.receipt_search to longhouse_inventory;
alter function inventory.product_search owner to longhouse_search;
alter function inventory.supplier_search owner to longhouse_search;
alter function inventory.delivery_search owner to longhouse_search;
alter function inventory.receipt_search owner to longhouse_search;
revoke create on schema inventory from longhouse_search;

-- +goose Down
drop function inventory.receipt_search, inventory.delivery_search, inventory.supplier_search, inventory.product_search;
drop policy search on inventory.receipt;
drop policy search on inventory.delivery;
drop policy search on inventory.supplier;
drop policy search on inventory.product;
