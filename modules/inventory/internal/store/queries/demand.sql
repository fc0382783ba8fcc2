-- name: InsertDemand :execrows
insert into inventory.demand (id, mode, reference, party, party_name, ship_to, ship_on, priority, warehouse_id, created_at)
values (@id, @mode, @reference, @party, @party_name, @ship_to, @ship_on, @priority, @warehouse_id, @created_at)
on conflict on constraint demand_key do nothing;

-- name: DemandProducts :many
select k.n::int as n, p.id, p.sku, p.kind, p.status, p.scale, b.code as base_code, b.category as base_category, b.num as base_num, b.den as base_den,
       u.category as unit_category, u.num as unit_num, u.den as unit_den, g.num as pack_num, g.den as pack_den, coalesce(g.keep_whole, false) as keep_whole,
       coalesce(a.on_hand - a.held - a.promised, 0)::numeric as free
  from (select unnest(@ns::int[]) as n, unnest(@products::uuid[]) as product_id, unnest(@units::text[]) as unit) k
  join inventory.product p on p.id = k.product_id and p.id = any(@products::uuid[])
  join inventory.unit b on b.org_id = p.org_id and b.id = p.unit_id
  left join inventory.unit u on u.org_id = p.org_id and u.code = k.unit
  left join inventory.packaging g on g.org_id = p.org_id and g.product_id = p.id and g.name = k.unit
  left join inventory.availability a on a.org_id = p.org_id and a.product_id = p.id and a.warehouse_id = sqlc.narg('warehouse_id')::uuid
 order by k.n;

-- name: InsertDemandLines :exec
with given as (
  select unnest(@ids::uuid[]) as id, unnest(@ns::int[]) as n, unnest(@products::uuid[]) as product_id, unnest(@qtys::numeric[]) as qty,
         unnest(@units::text[]) as unit, unnest(@nums::numeric[]) as num, unnest(@dens::numeric[]) as den, unnest(@wholes::boolean[]) as whole,
         unnest(@bases::numeric[]) as qty_base, unnest(@reserved::numeric[]) as reserved, unnest(@whys::text[]) as why,
         unnest(@delivery_lines::uuid[]) as delivery_line_id, unnest(@reservations::uuid[]) as reservation_id
), line as (
  insert into inventory.demand_line (id, demand_id, n, product_id, warehouse_id, qty, unit, num, den, whole, qty_base, reserved, why, priority, ship_on, created_at)
  select g.id, @demand_id::uuid, g.n, g.product_id, @warehouse_id::uuid, g.qty, g.unit, g.num, g.den, g.whole, g.qty_base, g.reserved, g.why,
         @priority::int, sqlc.narg('ship_on')::date, @created_at::timestamptz
    from given g
), delivery as (
  insert into inventory.delivery (id, number, demand_id, warehouse_id, state, reference, party_name, ship_on, created_at)
  values (@delivery_id::uuid, @number::text, @demand_id::uuid, @warehouse_id::uuid, @state::text, @reference::text, @party_name::text,
          sqlc.narg('ship_on')::date, @created_at::timestamptz)
), goes as (
  insert into inventory.delivery_line (id, delivery_id, demand_line_id, n, qty, state)
  select g.delivery_line_id, @delivery_id::uuid, g.id, g.n, g.qty_base, 'open' from given g
)
insert into inventory.reservation (id, demand_line_id, level, product_id, warehouse_id, qty, priority, promised_on, request_id, created_at)
select g.reservation_id, g.id, 'promise', g.product_id, @warehouse_id::uuid, g.reserved, @priority::int, sqlc.narg('ship_on')::date,
       sqlc.narg('request_id')::uuid, @created_at::timestamptz
  from given g where g.reserved > 0;

-- name: LockDemand :one
select * from inventory.demand where id = @id for no key update;

-- name: DemandLines :many
select * from inventory.demand_line where demand_id = @demand_id order by n;

-- name: DemandLinesByID :many
select l.*, d.id as delivery_id, d.reference
  from inventory.demand_line l
  join inventory.delivery d on d.org_id = l.org_id and d.demand_id = l.demand_id
 where l.id = any(@ids::uuid[])
 order by l.demand_id, l.n;

-- name: DeliveryOfDemand :one
select id, number, reference, warehouse_id from inventory.delivery where demand_id = @demand_id;

-- name: WaitingLines :many
select * from inventory.demand_line
 where product_id = @product_id and warehouse_id = @warehouse_id and waits
 order by priority desc, ship_on nulls last, created_at, id
 limit 1000;

-- name: GivePromises :exec
insert into inventory.reservation (id, demand_line_id, level, product_id, warehouse_id, qty, priority, promised_on, created_at)
select k.id, l.id, 'promise', l.product_id, l.warehouse_id, k.qty, l.priority, l.ship_on, @created_at::timestamptz
  from (select unnest(@ids::uuid[]) as id, unnest(@lines::uuid[]) as line_id, unnest(@qtys::numeric[]) as qty) k
  join inventory.demand_line l on l.id = k.line_id and l.id = any(@lines::uuid[]);

-- name: ChangeDemandLines :many
update inventory.demand_line l
   set reserved = l.reserved + d.reserved, shipped = l.shipped + d.shipped, cancelled = l.cancelled + d.cancelled,
       why = case when l.reserved + d.reserved + l.shipped + d.shipped + l.cancelled + d.cancelled < l.qty_base then @why::text else '' end
  from (select unnest(@ids::uuid[]) as id, unnest(@reserved::numeric[]) as reserved, unnest(@shipped::numeric[]) as shipped, unnest(@cancelled::numeric[]) as cancelled) d
 where l.id = d.id and l.id = any(@ids::uuid[])
returning l.id, l.demand_id;

-- name: TakePromises :many
with line as (
  select r.id, r.demand_line_id, r.qty, sum(r.qty) over (partition by r.demand_line_id order by r.created_at, r.id) - r.qty as ahead, k.qty as want
    from (select unnest(@lines::uuid[]) as line_id, unnest(@qtys::numeric[]) as qty) k
    join inventory.reservation r on r.demand_line_id = k.line_id
   where r.level = 'promise' and r.state = 'active' and r.demand_line_id = any(@lines::uuid[]))
update inventory.reservation r
   set qty = r.qty - least(line.qty, line.want - line.ahead),
       state = case when line.qty <= line.want - line.ahead then @state::text else 'active' end, reason = nullif(@reason::text, '')
  from line
 where r.id = line.id and r.demand_line_id = any(@lines::uuid[]) and r.state = 'active' and line.ahead < line.want
returning r.demand_line_id, least(line.qty, line.want - line.ahead)::numeric as taken;

-- name: LockDeliveries :many
select id from inventory.delivery where demand_id = any(@demands::uuid[]) order by id for no key update;

-- name: RefreshDeliveries :exec
update inventory.delivery d
   set state = s.state, version = d.version + 1, shipped_at = coalesce(sqlc.narg('shipped_at')::timestamptz, d.shipped_at)
  from (select l.delivery_id,
               case when bool_and(l.state = 'cancelled') then 'cancelled'
                    when not bool_or(l.state = 'open') then 'shipped'
                    when bool_or(l.state = 'shipped') then 'partly'
                    when bool_or(l.state = 'open' and x.waits) then 'waiting'
                    else 'ready' end as state
          from inventory.delivery_line l
          join inventory.demand_line x on x.org_id = l.org_id and x.id = l.demand_line_id
         where l.delivery_id = any(@ids::uuid[])
         group by l.delivery_id) s
 where d.id = s.delivery_id and d.id = any(@ids::uuid[]);

-- name: OpenDeliveryLines :many
select l.id, l.delivery_id, l.demand_line_id, l.n, l.qty, x.reserved, x.product_id, x.warehouse_id, x.whole, x.num, x.den, x.waits
  from inventory.delivery_line l
  join inventory.demand_line x on x.org_id = l.org_id and x.id = l.demand_line_id
 where l.delivery_id = @delivery_id and l.state = 'open'
 order by l.n;

-- name: ShipDeliveryLines :exec
update inventory.delivery_line l set state = 'shipped', qty = k.qty
  from (select unnest(@ids::uuid[]) as id, unnest(@qtys::numeric[]) as qty) k
 where l.id = k.id and l.id = any(@ids::uuid[]);

-- name: InsertBackorders :exec
insert into inventory.delivery_line (id, delivery_id, demand_line_id, n, qty, state, backorder_of)
select k.id, l.delivery_id, l.demand_line_id,
       (select max(x.n) from inventory.delivery_line x where x.delivery_id = l.delivery_id) + row_number() over (order by l.n)::int, k.qty, 'open', l.id
  from (select unnest(@ids::uuid[]) as id, unnest(@lines::uuid[]) as line_id, unnest(@qtys::numeric[]) as qty) k
  join inventory.delivery_line l on l.id = k.line_id and l.id = any(@lines::uuid[]);

-- name: CancelDeliveryLines :exec
update inventory.delivery_line set state = 'cancelled' where state = 'open' and demand_line_id = any(@demand_lines::uuid[]);
