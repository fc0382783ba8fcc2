-- name: EnsureAvailability :exec
insert into inventory.availability (product_id, warehouse_id)
select k.product_id, k.warehouse_id
  from (select unnest(@products::uuid[]) as product_id, unnest(@warehouses::uuid[]) as warehouse_id) k
 order by 1, 2
on conflict on constraint availability_key do nothing;

-- name: LockAvailability :many
select a.product_id, a.warehouse_id, a.on_hand, a.held, a.promised, a.allow_oversell
  from inventory.availability a
  join (select unnest(@products::uuid[]) as product_id, unnest(@warehouses::uuid[]) as warehouse_id) k
    on a.product_id = k.product_id and a.warehouse_id = k.warehouse_id
 where a.product_id = any(@products::uuid[])
 order by a.product_id, a.warehouse_id
   for no key update of a;

-- name: ChangeAvailability :execrows
update inventory.availability a
   set on_hand = a.on_hand + d.on_hand, held = a.held + d.held, promised = a.promised + d.promised
  from (select unnest(@products::uuid[]) as product_id, unnest(@warehouses::uuid[]) as warehouse_id, unnest(@on_hand::numeric[]) as on_hand,
               unnest(@held::numeric[]) as held, unnest(@promised::numeric[]) as promised) d
 where a.product_id = d.product_id and a.warehouse_id = d.warehouse_id and a.product_id = any(@products::uuid[])
   and a.held + d.held >= 0 and a.promised + d.promised >= 0
   and (a.allow_oversell or a.promised + d.promised <= a.on_hand + d.on_hand - a.held - d.held);

-- name: MakeRoom :many
with line as (
  select r.id, r.qty, sum(r.qty) over (order by r.priority, r.promised_on desc nulls first, r.created_at desc, r.id desc) - r.qty as ahead
    from inventory.reservation r
   where r.level = 'promise' and r.state = 'active' and r.product_id = @product_id and r.warehouse_id = @warehouse_id)
update inventory.reservation r
   set qty = r.qty - least(line.qty, sqlc.arg('over')::numeric - line.ahead),
       state = case when line.qty <= sqlc.arg('over')::numeric - line.ahead then 'released' else 'active' end, reason = @reason::text
  from line
 where r.id = line.id and r.product_id = @product_id and r.warehouse_id = @warehouse_id and r.state = 'active' and line.ahead < sqlc.arg('over')::numeric
returning r.demand_line_id, least(line.qty, sqlc.arg('over')::numeric - line.ahead)::numeric as taken;

-- name: EnsureBalances :exec
insert into inventory.stock_balance (id, product_id, location_id, allow_negative, arrived_at)
select k.id, k.product_id, k.location_id, k.allow_negative, @effective_at::timestamptz
  from (select unnest(@ids::uuid[]) as id, unnest(@products::uuid[]) as product_id, unnest(@locations::uuid[]) as location_id,
               unnest(@allow_negative::boolean[]) as allow_negative) k
 order by k.product_id, k.location_id
on conflict on constraint balance_key_is_unique do nothing;

-- name: LockBalances :many
select b.id, b.product_id, b.location_id, b.on_hand, b.allocated, b.allow_negative
  from (select unnest(@products::uuid[]) as product_id, unnest(@locations::uuid[]) as location_id) k
  join inventory.stock_balance b on b.product_id = k.product_id and b.location_id = k.location_id
   and b.lot_id is null and b.package_id is null and b.owner_id is null
 where b.product_id = any(@products::uuid[])
 order by b.id
   for no key update of b;

-- name: ChangeBalances :execrows
update inventory.stock_balance b
   set on_hand = b.on_hand + d.on_hand, allocated = b.allocated + d.allocated,
       arrived_at = case when b.on_hand <= 0 and d.on_hand > 0 then @effective_at::timestamptz else b.arrived_at end
  from (select unnest(@ids::uuid[]) as id, unnest(@on_hand::numeric[]) as on_hand, unnest(@allocated::numeric[]) as allocated) d
 where b.id = d.id and b.id = any(@ids::uuid[]) and b.allocated + d.allocated >= 0
   and (b.allow_negative or b.allocated + d.allocated <= b.on_hand + d.on_hand);

-- name: LowestSince :many
-- Levels are those between instants: what was posted and reversed at one instant was never there.
select b.id, least(b.on_hand, min(b.on_hand - t.later))::numeric as lowest
  from inventory.stock_balance b
  left join lateral (
    select sum(case when m.to_location_id = b.location_id then m.qty else -m.qty end) over (order by m.effective_at desc) as later
      from inventory.movement m
     where m.org_id = b.org_id and m.product_id = b.product_id and m.lot_id is not distinct from b.lot_id
       and b.location_id in (m.from_location_id, m.to_location_id) and m.effective_at > @at) t on true
 where b.id = any(@ids::uuid[]) and not b.allow_negative
 group by b.id, b.on_hand;

-- name: InsertMovements :exec
insert into inventory.movement (id, kind, product_id, from_location_id, to_location_id, qty, effective_at, document_kind, document_id,
       document_line_id, document_number, reverses_id, reason)
select unnest(@ids::uuid[]), @kind::text, unnest(@products::uuid[]), unnest(@froms::uuid[]), unnest(@tos::uuid[]), unnest(@qtys::numeric[]), @effective_at::timestamptz,
       @document_kind::text, @document_id::uuid, unnest(@lines::uuid[]), @document_number::text,
       nullif(unnest(@reverses::uuid[]), '00000000-0000-0000-0000-000000000000'), @reason::text;

-- name: InsertPosting :exec
insert into inventory.posting (id, number, kind, reason, effective_at, created_at) values (@id, @number, @kind, @reason, @effective_at, @created_at);

-- name: Candidates :many
select c.id, c.product_id, c.location_id, c.free
  from (select b.id, b.product_id, b.location_id, (b.on_hand - b.allocated)::numeric as free,
               row_number() over (partition by b.product_id order by b.arrived_at, b.on_hand - b.allocated, l.pick_sequence, b.id) as n
          from inventory.stock_balance b
          join inventory.location l on l.org_id = b.org_id and l.id = b.location_id
         where b.product_id = any(@products::uuid[]) and l.warehouse_id = @warehouse_id and l.kind = 'bin' and l.promisable and l.blocked is null
           and not b.is_empty and b.on_hand > b.allocated and b.owner_id is null and b.lot_id is null and b.package_id is null) c
 where c.n <= 50
 order by c.product_id, c.n;

-- name: WaitingKeys :many
select distinct d.product_id, d.warehouse_id
  from inventory.demand_line d
  join (select unnest(@products::uuid[]) as product_id, unnest(@warehouses::uuid[]) as warehouse_id) k
    on d.product_id = k.product_id and d.warehouse_id = k.warehouse_id
 where d.waits and d.product_id = any(@products::uuid[]);

-- name: Fallen :many
select p.id, p.reorder_point, x.available::numeric as available
  from (select unnest(@products::uuid[]) as product_id, unnest(@lost::numeric[]) as lost) k
  join inventory.product p on p.id = k.product_id and p.id = any(@products::uuid[])
  cross join lateral (
    select coalesce((select sum(a.on_hand) from inventory.availability a where a.org_id = p.org_id and a.product_id = p.id), 0)
         + coalesce((select sum(r.incoming) from inventory.receipt_line r where r.org_id = p.org_id and r.product_id = p.id and r.incoming > 0), 0) as available) x
 where p.reorder_point is not null and p.status = 'active' and x.available <= p.reorder_point and x.available + k.lost > p.reorder_point;

-- name: MovementByID :one
select * from inventory.movement where id = @id;

-- name: OpeningStock :many
select m.product_id, m.to_location_id, sum(m.qty)::numeric as qty
  from inventory.movement m
 where m.kind = 'opening' and m.reverses_id is null and m.product_id = any(@products::uuid[])
   and not exists (select from inventory.movement r where r.org_id = m.org_id and r.reverses_id = m.id)
 group by 1, 2;

-- name: MovementsOfDocument :many
select m.* from inventory.movement m
 where m.document_id = @document_id and m.reverses_id is null
   and not exists (select from inventory.movement r where r.org_id = m.org_id and r.reverses_id = m.id)
 order by m.seq;

-- name: MovementIsReversed :one
select exists (select from inventory.movement where reverses_id = @id)::boolean as reversed;

-- name: MovementsPostedIn :many
-- What change sets brought in by a receipt and nobody has reversed.
select m.* from inventory.movement m
 where m.document_line_id in (select l.id from inventory.receipt_line l where l.receipt_id = @receipt_id) and m.change_set_id = any(@sets::uuid[]) and m.reverses_id is null
   and not exists (select from inventory.movement r where r.org_id = m.org_id and r.reverses_id = m.id)
 order by m.seq;

-- name: PostingKind :one
select kind from inventory.posting where id = @id;

-- name: ReceiptMoved :one
select exists (select from inventory.movement m where m.document_id = @receipt_id)::boolean as moved;
