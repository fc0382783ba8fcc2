-- name: ListProducts :many
select p.id, p.sku, p.name, p.description, p.kind, p.status, p.category_id, p.supplier_id, p.scale, p.quantity_per_unit, p.barcode,
       p.list_price, p.list_price_currency, p.cost, p.cost_currency, p.reorder_point, p.reorder_quantity, p.version, p.created_at, p.custom,
       u.code as unit, c.name as category_name, c.path as category_path, s.name as supplier_name,
       coalesce(a.on_hand, 0)::numeric as on_hand, coalesce(a.held, 0)::numeric as held, coalesce(a.promised, 0)::numeric as promised,
       coalesce(i.incoming, 0)::numeric as incoming, p.page_key
  from (select p.*, (/* TEMPLATE_BEGIN: key */ p.id::text /* TEMPLATE_END */)::text as page_key
          from inventory.product p
         where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
         order by /* TEMPLATE_BEGIN: order */ p.id /* TEMPLATE_END */
         limit @max::int) p
  join inventory.unit u on u.org_id = p.org_id and u.id = p.unit_id
  left join inventory.category c on c.org_id = p.org_id and c.id = p.category_id
  left join inventory.supplier s on s.org_id = p.org_id and s.id = p.supplier_id
  left join lateral (select sum(x.on_hand) as on_hand, sum(x.held) as held, sum(x.promised) as promised
                       from inventory.availability x where x.org_id = p.org_id and x.product_id = p.id) a on true
  left join lateral (select sum(x.incoming) as incoming
                       from inventory.receipt_line x where x.org_id = p.org_id and x.product_id = p.id and x.incoming > 0) i on true
 order by /* TEMPLATE_BEGIN: order */ p.id /* TEMPLATE_END */;

-- name: CountProducts :one
select count(*) from (select 1 from inventory.product p where /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */ limit 10001) x;

-- name: ProductsByID :many
select p.id, p.sku, p.name, p.description, p.kind, p.status, p.category_id, p.supplier_id, p.scale, p.quantity_per_unit, p.barcode,
       p.list_price, p.list_price_currency, p.cost, p.cost_currency, p.reorder_point, p.reorder_quantity, p.version, p.created_at, p.custom,
       u.code as unit, c.name as category_name, c.path as category_path, s.name as supplier_name,
       coalesce(a.on_hand, 0)::numeric as on_hand, coalesce(a.held, 0)::numeric as held, coalesce(a.promised, 0)::numeric as promised,
       coalesce(i.incoming, 0)::numeric as incoming, ''::text as page_key
  from inventory.product p
  join inventory.unit u on u.org_id = p.org_id and u.id = p.unit_id
  left join inventory.category c on c.org_id = p.org_id and c.id = p.category_id
  left join inventory.supplier s on s.org_id = p.org_id and s.id = p.supplier_id
  left join lateral (select sum(x.on_hand) as on_hand, sum(x.held) as held, sum(x.promised) as promised
                       from inventory.availability x where x.org_id = p.org_id and x.product_id = p.id) a on true
  left join lateral (select sum(x.incoming) as incoming
                       from inventory.receipt_line x where x.org_id = p.org_id and x.product_id = p.id and x.incoming > 0) i on true
 where p.id = any(@ids::uuid[]) and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */
 order by p.name_key, p.id;

-- name: CatalogueProducts :many
select p.id, p.sku, p.name, p.kind, p.status, p.scale, p.category_id, p.list_price, p.list_price_currency,
       u.code as unit, u.category as unit_category, u.num as unit_num, u.den as unit_den, c.path as category_path
  from inventory.product p
  join inventory.unit u on u.org_id = p.org_id and u.id = p.unit_id
  left join inventory.category c on c.org_id = p.org_id and c.id = p.category_id
 where (p.id = any(@ids::uuid[]) or p.sku_key = any(@skus::text[])) and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */
 order by p.name_key, p.id;

-- name: PackagingsOf :many
select id, product_id, name, num, den, barcode, keep_whole, version from inventory.packaging
 where product_id = any(@products::uuid[])
 order by product_id, name;

-- name: LockProduct :one
select p.* from inventory.product p
 where p.id = @id and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */
   for no key update;

-- name: InsertProduct :exec
insert into inventory.product (id, sku, name, description, kind, status, category_id, supplier_id, unit_id, scale, quantity_per_unit, barcode,
       list_price, list_price_currency, cost, cost_currency, reorder_point, reorder_quantity, custom, created_at)
values (@id, @sku, @name, @description, @kind, @status, @category_id, @supplier_id, @unit_id, @scale, @quantity_per_unit, @barcode,
       @list_price, @list_price_currency, @cost, @cost_currency, @reorder_point, @reorder_quantity, @custom, @created_at);

-- name: UpdateProduct :execrows
update inventory.product
   set sku = @sku, name = @name, description = @description, kind = @kind, status = @status, category_id = @category_id,
       supplier_id = @supplier_id, unit_id = @unit_id, scale = @scale, quantity_per_unit = @quantity_per_unit, barcode = @barcode,
       list_price = @list_price, list_price_currency = @list_price_currency, cost = @cost, cost_currency = @cost_currency,
       reorder_point = @reorder_point, reorder_quantity = @reorder_quantity, custom = @custom, version = version + 1
 where id = @id and version = @version;

-- name: DeleteProduct :execrows
delete from inventory.product where id = @id;

-- name: ProductIsUsed :one
select (exists (select from inventory.movement m where m.product_id = @id)
     or exists (select from inventory.demand_line d where d.product_id = @id)
     or exists (select from inventory.receipt_line r where r.product_id = @id))::boolean as used;

-- name: ProductIsBusy :one
select (exists (select from inventory.availability a where a.product_id = @id and (a.on_hand <> 0 or a.promised <> 0))
     or exists (select from inventory.demand_line d where d.product_id = @id and d.waits)
     or exists (select from inventory.receipt_line r where r.product_id = @id and r.incoming > 0))::boolean as busy;

-- name: InsertPackaging :exec
insert into inventory.packaging (id, product_id, name, num, den, barcode, keep_whole, created_at)
values (@id, @product_id, @name, @num, @den, @barcode, @keep_whole, @created_at);

-- name: UpdatePackaging :execrows
update inventory.packaging set name = @name, num = @num, den = @den, barcode = @barcode, keep_whole = @keep_whole, version = version + 1
 where id = @id and product_id = @product_id and version = @version;

-- name: DeletePackaging :execrows
delete from inventory.packaging where id = @id and product_id = @product_id;

-- name: ProductTitles :many
select p.id, p.name from inventory.product p where p.id = any(@ids::uuid[]) and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;

-- name: ProductsByBarcode :many
select id, barcode::text as barcode from inventory.product where barcode = any(@codes::text[]);
