-- name: ListStock :many
select b.id, b.product_id, b.location_id, b.on_hand, b.allocated, b.arrived_at, p.sku, p.name, u.code as unit, l.code as location_code, l.name as location_name,
       l.warehouse_id, ((p.name_key)::text)::text as page_key
  from inventory.stock_balance b
  join inventory.product p on p.org_id = b.org_id and p.id = b.product_id
  join inventory.unit u on u.org_id = p.org_id and u.id = p.unit_id
  join inventory.location l on l.org_id = b.org_id and l.id = b.location_id
 where not b.is_empty and (true and (((b.on_hand) > $2::text::numeric)))
 order by p.name_key, b.id
 limit $1::int

-- 2 values
