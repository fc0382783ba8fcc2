-- name: AvailabilityOf :many
select k.product_id::uuid as product_id, k.warehouse_id::uuid as warehouse_id, coalesce(a.on_hand, 0)::numeric as on_hand, coalesce(a.held, 0)::numeric as held,
       coalesce(a.promised, 0)::numeric as promised, coalesce(i.incoming, 0)::numeric as incoming
  from (select unnest(@products::uuid[]) as product_id, unnest(@ns::int[]) as n, @warehouse_id::uuid as warehouse_id) k
  left join inventory.availability a on a.product_id = k.product_id and a.warehouse_id = k.warehouse_id
  left join lateral (select sum(l.incoming) as incoming from inventory.receipt_line l join inventory.receipt r on r.org_id = l.org_id and r.id = l.receipt_id
                      where l.product_id = k.product_id and l.incoming > 0 and r.warehouse_id = k.warehouse_id) i on true
 order by k.n;

-- name: ListStock :many
select b.id, b.product_id, b.location_id, b.on_hand, b.allocated, b.arrived_at, p.sku, p.name, u.code as unit, l.code as location_code, l.name as location_name,
       l.warehouse_id, (/* TEMPLATE_BEGIN: key */ b.id::text /* TEMPLATE_END */)::text as page_key
  from inventory.stock_balance b
  join inventory.product p on p.org_id = b.org_id and p.id = b.product_id
  join inventory.unit u on u.org_id = p.org_id and u.id = p.unit_id
  join inventory.location l on l.org_id = b.org_id and l.id = b.location_id
 where not b.is_empty and /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ b.id /* TEMPLATE_END */
 limit @max::int;

-- name: CountStock :one
select count(*) from (select 1 from inventory.stock_balance b
  join inventory.product p on p.org_id = b.org_id and p.id = b.product_id
  join inventory.location l on l.org_id = b.org_id and l.id = b.location_id
 where not b.is_empty and /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */ limit 10001) x;

-- name: ListMovements :many
select m.id, m.seq, m.kind, m.product_id, p.sku, p.name, u.code as unit, m.from_location_id, f.code as from_code, f.name as from_name,
       m.to_location_id, t.code as to_code, t.name as to_name, m.qty, m.effective_at, m.posted_at, m.reason, m.document_kind, m.document_id, m.document_number,
       m.reverses_id, x.id as reversed_by, m.actor, m.page_key
  from (select m.*, (/* TEMPLATE_BEGIN: key */ m.id::text /* TEMPLATE_END */)::text as page_key
          from inventory.movement m
         where (sqlc.narg('location_id')::uuid is null or m.from_location_id = sqlc.narg('location_id') or m.to_location_id = sqlc.narg('location_id'))
           and /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
         order by /* TEMPLATE_BEGIN: order */ m.id /* TEMPLATE_END */
         limit @max::int) m
  join inventory.product p on p.org_id = m.org_id and p.id = m.product_id
  join inventory.unit u on u.org_id = p.org_id and u.id = p.unit_id
  join inventory.location f on f.org_id = m.org_id and f.id = m.from_location_id
  join inventory.location t on t.org_id = m.org_id and t.id = m.to_location_id
  left join inventory.movement x on x.org_id = m.org_id and x.reverses_id = m.id
 order by /* TEMPLATE_BEGIN: order */ m.id /* TEMPLATE_END */;

-- name: CountMovements :one
select count(*) from (select 1 from inventory.movement m
 where (sqlc.narg('location_id')::uuid is null or m.from_location_id = sqlc.narg('location_id') or m.to_location_id = sqlc.narg('location_id'))
   and /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */ limit 10001) x;

-- name: ListReorder :many
select p.id, p.sku, p.name, u.code as unit, p.scale, p.reorder_point, p.reorder_quantity, p.supplier_id, s.name as supplier_name,
       a.on_hand::numeric as on_hand, a.promised::numeric as promised, a.free::numeric as free, i.incoming::numeric as incoming,
       (/* TEMPLATE_BEGIN: key */ p.id::text /* TEMPLATE_END */)::text as page_key
  from inventory.product p
  join inventory.unit u on u.org_id = p.org_id and u.id = p.unit_id
  left join inventory.supplier s on s.org_id = p.org_id and s.id = p.supplier_id
  cross join lateral (select coalesce(sum(x.on_hand), 0) as on_hand, coalesce(sum(x.promised), 0) as promised, coalesce(sum(x.on_hand - x.held - x.promised), 0) as free
                        from inventory.availability x where x.org_id = p.org_id and x.product_id = p.id) a
  cross join lateral (select coalesce(sum(x.incoming), 0) as incoming
                        from inventory.receipt_line x where x.org_id = p.org_id and x.product_id = p.id and x.incoming > 0) i
 where p.reorder_point is not null and p.status = 'active' and p.kind = 'stocked'
   and (case when @projected::boolean then a.free else a.on_hand end) + i.incoming <= p.reorder_point
   and /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ p.id /* TEMPLATE_END */
 limit @max::int;

-- name: CountReorder :one
select count(*) from (select 1 from inventory.product p
  cross join lateral (select coalesce(sum(x.on_hand), 0) as on_hand, coalesce(sum(x.on_hand - x.held - x.promised), 0) as free
                        from inventory.availability x where x.org_id = p.org_id and x.product_id = p.id) a
  cross join lateral (select coalesce(sum(x.incoming), 0) as incoming
                        from inventory.receipt_line x where x.org_id = p.org_id and x.product_id = p.id and x.incoming > 0) i
 where p.reorder_point is not null and p.status = 'active' and p.kind = 'stocked'
   and (case when @projected::boolean then a.free else a.on_hand end) + i.incoming <= p.reorder_point
   and /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */ limit 10001) x;

-- name: StockOfProduct :many
select b.location_id, l.code, l.name, w.name as warehouse_name, b.on_hand, b.allocated, b.arrived_at
  from inventory.stock_balance b
  join inventory.location l on l.org_id = b.org_id and l.id = b.location_id
  join inventory.warehouse w on w.org_id = l.org_id and w.id = l.warehouse_id
 where b.product_id = @product_id and not b.is_empty
 order by w.sequence, l.pick_sequence, l.code_key, b.id;

-- name: ReservationsOfProduct :many
select r.id, r.level, r.qty, r.created_at, r.priority, r.promised_on, d.reference, d.party_name, d.id as demand_id, l.n, v.id as delivery_id, v.number
  from inventory.reservation r
  join inventory.demand_line l on l.org_id = r.org_id and l.id = r.demand_line_id
  join inventory.demand d on d.org_id = l.org_id and d.id = l.demand_id
  join inventory.delivery v on v.org_id = d.org_id and v.demand_id = d.id
 where r.product_id = @product_id and r.state = 'active'
 order by r.priority desc, r.promised_on nulls last, r.created_at, r.id
 limit 200;

-- name: IncomingOfProduct :many
select r.id, r.number, r.expected_on, r.supplier_id, s.name as supplier_name, w.name as warehouse_name, l.incoming::numeric as incoming
  from (select x.receipt_id, sum(x.incoming) as incoming from inventory.receipt_line x where x.product_id = @product_id and x.incoming > 0 group by x.receipt_id) l
  join inventory.receipt r on r.id = l.receipt_id
  join inventory.warehouse w on w.org_id = r.org_id and w.id = r.warehouse_id
  left join inventory.supplier s on s.org_id = r.org_id and s.id = r.supplier_id
 order by r.expected_on nulls last, r.created_at, r.id
 limit 200;

-- name: WaitingOfProduct :one
select coalesce(sum(l.qty_base - l.reserved - l.shipped - l.cancelled), 0)::numeric as waiting from inventory.demand_line l where l.product_id = @product_id and l.waits;

-- name: StockReport :many
with stock as (select a.product_id, sum(a.on_hand) as on_hand from inventory.availability a group by a.product_id),
     coming as (select r.product_id, sum(r.incoming) as incoming from inventory.receipt_line r where r.incoming > 0 group by r.product_id),
     line as (
  select p.category_id, p.list_price_currency, p.list_price, p.kind, p.status, p.reorder_point, coalesce(s.on_hand, 0) as on_hand, coalesce(i.incoming, 0) as incoming
    from inventory.product p
    left join stock s on s.product_id = p.id
    left join coming i on i.product_id = p.id
   where p.status <> 'archived')
select l.category_id, c.path as category_path, l.list_price_currency, count(*) as products,
       sum(l.on_hand)::numeric as units, sum(l.on_hand * coalesce(l.list_price, 0))::numeric as value,
       count(*) filter (where l.on_hand <= 0 and l.kind = 'stocked') as out_of_stock,
       count(*) filter (where l.reorder_point is not null and l.on_hand < l.reorder_point) as below_reorder_point,
       count(*) filter (where l.status = 'discontinued') as discontinued,
       count(*) filter (where l.status = 'discontinued' and l.on_hand > 0) as discontinued_in_stock, sum(l.incoming)::numeric as incoming
  from line l
  left join inventory.category c on c.id = l.category_id
 group by l.category_id, c.path, l.list_price_currency;
