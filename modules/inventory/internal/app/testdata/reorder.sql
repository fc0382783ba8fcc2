-- name: ListReorder :many
select p.id, p.sku, p.name, u.code as unit, p.scale, p.reorder_point, p.reorder_quantity, p.supplier_id, s.name as supplier_name,
       a.on_hand::numeric as on_hand, a.promised::numeric as promised, a.free::numeric as free, i.incoming::numeric as incoming,
       ((p.name_key)::text)::text as page_key
  from inventory.product p
  join inventory.unit u on u.org_id = p.org_id and u.id = p.unit_id
  left join inventory.supplier s on s.org_id = p.org_id and s.id = p.supplier_id
  cross join lateral (select coalesce(sum(x.on_hand), 0) as on_hand, coalesce(sum(x.promised), 0) as promised, coalesce(sum(x.on_hand - x.held - x.promised), 0) as free
                        from inventory.availability x where x.org_id = p.org_id and x.product_id = p.id) a
  cross join lateral (select coalesce(sum(x.incoming), 0) as incoming
                        from inventory.receipt_line x where x.org_id = p.org_id and x.product_id = p.id and x.incoming > 0) i
 where p.reorder_point is not null and p.status = 'active' and p.kind = 'stocked'
   and (case when $1::boolean then a.free else a.on_hand end) + i.incoming <= p.reorder_point
   and (true and true)
 order by p.name_key, p.id
 limit $2::int

-- 2 values
