-- name: TakeYourTime :exec
select set_config('statement_timeout', '0', true);

-- name: Audit :many
select 'AU-1 ledger is balance' as broken, coalesce(b.product_id, m.product_id)::text as at
  from (select x.org_id, x.product_id, x.place, sum(x.qty) as qty
          from (select t.org_id, t.product_id, t.to_location_id as place, t.qty from inventory.movement t
                union all
                select f.org_id, f.product_id, f.from_location_id, -f.qty from inventory.movement f) x
          join inventory.location l on l.org_id = x.org_id and l.id = x.place and l.kind in ('bin', 'view')
         group by 1, 2, 3) m
  full join (select s.org_id, s.product_id, s.location_id, sum(s.on_hand) as on_hand from inventory.stock_balance s group by 1, 2, 3) b
    on b.org_id = m.org_id and b.product_id = m.product_id and b.location_id = m.place
 where coalesce(m.qty, 0) <> coalesce(b.on_hand, 0)
union all
select 'AU-2 bins are availability', a.product_id::text
  from inventory.availability a
  left join (select b.org_id, b.product_id, l.warehouse_id, sum(b.on_hand) as on_hand, sum(b.on_hand) filter (where not l.promisable) as held
               from inventory.stock_balance b
               join inventory.location l on l.org_id = b.org_id and l.id = b.location_id
              group by 1, 2, 3) s on s.org_id = a.org_id and s.product_id = a.product_id and s.warehouse_id = a.warehouse_id
 where coalesce(s.on_hand, 0) <> a.on_hand or coalesce(s.held, 0) <> a.held
union all
select 'AU-3 promises are promised', a.product_id::text
  from inventory.availability a
  left join (select r.org_id, r.product_id, r.warehouse_id, sum(r.qty) as qty from inventory.reservation r
              where r.level = 'promise' and r.state = 'active' group by 1, 2, 3) p
    on p.org_id = a.org_id and p.product_id = a.product_id and p.warehouse_id = a.warehouse_id
 where coalesce(p.qty, 0) <> a.promised
union all
select 'AU-3 allocations are allocated', b.id::text
  from inventory.stock_balance b
  left join (select r.org_id, r.balance_id, sum(r.qty) as qty from inventory.reservation r
              where r.level = 'allocation' and r.state = 'active' group by 1, 2) p on p.org_id = b.org_id and p.balance_id = b.id
 where coalesce(p.qty, 0) <> b.allocated
union all
select 'AU-3 promises are the lines''', l.id::text
  from inventory.demand_line l
  left join (select r.org_id, r.demand_line_id, sum(r.qty) as qty from inventory.reservation r
              where r.level = 'promise' and r.state = 'active' group by 1, 2) p on p.org_id = l.org_id and p.demand_line_id = l.id
 where coalesce(p.qty, 0) <> l.reserved
union all
select 'AU-4 nothing below zero or in a virtual place', b.id::text
  from inventory.stock_balance b
  join inventory.location l on l.org_id = b.org_id and l.id = b.location_id
 where l.kind <> 'bin' or b.on_hand < 0 and not b.allow_negative
union all
select 'deliveries hold what is demanded', l.id::text
  from inventory.demand_line l
  join (select d.org_id, d.demand_line_id, sum(d.qty) filter (where d.state <> 'cancelled') as going, sum(d.qty) filter (where d.state = 'shipped') as shipped
          from inventory.delivery_line d group by 1, 2) g on g.org_id = l.org_id and g.demand_line_id = l.id
 where coalesce(g.going, 0) <> l.qty_base - l.cancelled or coalesce(g.shipped, 0) <> l.shipped
union all
select 'numbers are taken from their counter', n.number
  from (select d.org_id, d.number from inventory.delivery d
        union all
        select r.org_id, r.number from inventory.receipt r
        union all
        select p.org_id, p.number from inventory.posting p) n
  left join inventory.counter c on c.org_id = n.org_id and c.kind = split_part(n.number, '-', 1)
 where n.number ~ '^[DRM]-[0-9]{5,18}$' and split_part(n.number, '-', 2)::bigint > coalesce(c.last, 0)
 limit @max::int;
