-- name: ListProducts :many
select p.id, p.sku, p.name, p.description, p.kind, p.status, p.category_id, p.supplier_id, p.scale, p.quantity_per_unit, p.barcode,
       p.list_price, p.list_price_currency, p.cost, p.cost_currency, p.reorder_point, p.reorder_quantity, p.version, p.created_at, p.custom,
       u.code as unit, c.name as category_name, c.path as category_path, s.name as supplier_name,
       coalesce(a.on_hand, 0)::numeric as on_hand, coalesce(a.held, 0)::numeric as held, coalesce(a.promised, 0)::numeric as promised,
       coalesce(i.incoming, 0)::numeric as incoming, p.page_key
  from (select p.org_id, p.id, p.sku, p.sku_key, p.name, p.name_key, p.description, p.kind, p.status, p.category_id, p.supplier_id, p.unit_id, p.scale, p.quantity_per_unit, p.barcode, p.list_price, p.list_price_currency, p.cost, p.cost_currency, p.reorder_point, p.reorder_quantity, p.version, p.created_at, p.custom, p.custom_words, ((p.name_key)::text)::text as page_key
          from inventory.product p
         where (true and (((p.name_key) >= $2::text and (p.name_key) < $3::text) and ((p.status) = any($4::text[]::text[])) and (p.id in (select inventory.product_search($5::text) union select inventory.product_custom_words($6::text)))))
         order by p.name_key, p.id
         limit $1::int) p
  join inventory.unit u on u.org_id = p.org_id and u.id = p.unit_id
  left join inventory.category c on c.org_id = p.org_id and c.id = p.category_id
  left join inventory.supplier s on s.org_id = p.org_id and s.id = p.supplier_id
  left join lateral (select sum(x.on_hand) as on_hand, sum(x.held) as held, sum(x.promised) as promised
                       from inventory.availability x where x.org_id = p.org_id and x.product_id = p.id) a on true
  left join lateral (select sum(x.incoming) as incoming
                       from inventory.receipt_line x where x.org_id = p.org_id and x.product_id = p.id and x.incoming > 0) i on true
 order by p.name_key, p.id

-- 6 values
