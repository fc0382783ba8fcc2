-- name: LockSeed :exec
select pg_advisory_xact_lock(hashtextextended('inventory.seed:' || current_setting('app.org_id'), 0));

-- name: VirtualPlaces :many
select id, kind from inventory.location where warehouse_id is null;

-- name: ListWarehouses :many
select * from inventory.warehouse order by sequence;

-- name: WarehouseByID :one
select * from inventory.warehouse where id = @id;

-- name: DefaultWarehouse :one
select * from inventory.warehouse order by sequence limit 1;

-- name: InsertWarehouse :exec
insert into inventory.warehouse (id, code, name, zone, sequence, created_at)
values (@id, @code, @name, @zone, (select coalesce(max(w.sequence), 0) + 1 from inventory.warehouse w), @created_at);

-- name: UpdateWarehouse :execrows
update inventory.warehouse set code = @code, name = @name, zone = @zone, version = version + 1 where id = @id and version = @version;

-- name: InsertLocations :exec
insert into inventory.location (id, warehouse_id, parent_id, code, name, kind, role, promisable, pick_sequence, created_at)
select unnest(@ids::uuid[]), @warehouse_id::uuid, nullif(unnest(@parents::uuid[]), '00000000-0000-0000-0000-000000000000'), unnest(@codes::text[]), unnest(@names::text[]),
       unnest(@kinds::text[]), nullif(unnest(@roles::text[]), ''), unnest(@promisable::boolean[]), unnest(@sequences::int[]), @created_at::timestamptz;

-- name: InsertVirtualPlaces :exec
insert into inventory.location (id, code, name, kind, promisable, created_at)
select unnest(@ids::uuid[]), unnest(@codes::text[]), unnest(@names::text[]), unnest(@kinds::text[]), false, @created_at::timestamptz
on conflict do nothing;

-- name: ListLocations :many
select l.id, l.warehouse_id, l.parent_id, l.code, l.name, l.kind, l.role, l.promisable, l.blocked, l.pick_sequence, l.version, l.created_at,
       w.code as warehouse_code, w.name as warehouse_name, p.code as parent_code, l.page_key
  from (select l.*, (/* TEMPLATE_BEGIN: key */ l.id::text /* TEMPLATE_END */)::text as page_key
          from inventory.location l
         where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
         order by /* TEMPLATE_BEGIN: order */ l.id /* TEMPLATE_END */
         limit @max::int) l
  left join inventory.warehouse w on w.org_id = l.org_id and w.id = l.warehouse_id
  left join inventory.location p on p.org_id = l.org_id and p.id = l.parent_id
 order by /* TEMPLATE_BEGIN: order */ l.id /* TEMPLATE_END */;

-- name: CountLocations :one
select count(*) from (select 1 from inventory.location l where /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */ limit 10001) x;

-- name: LocationByID :one
select l.id, l.warehouse_id, l.parent_id, l.code, l.name, l.kind, l.role, l.promisable, l.blocked, l.pick_sequence, l.version, l.created_at,
       w.code as warehouse_code, w.name as warehouse_name, p.code as parent_code, ''::text as page_key
  from inventory.location l
  left join inventory.warehouse w on w.org_id = l.org_id and w.id = l.warehouse_id
  left join inventory.location p on p.org_id = l.org_id and p.id = l.parent_id
 where l.id = @id and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;

-- name: LockLocation :one
select * from inventory.location where id = @id for no key update;

-- name: UpdateLocation :execrows
update inventory.location set code = @code, name = @name, parent_id = @parent_id, blocked = @blocked, pick_sequence = @pick_sequence, version = version + 1
 where id = @id and version = @version;

-- name: PlacesByID :many
select id, kind, warehouse_id, code, promisable, blocked, allow_negative from inventory.location where id = any(@ids::uuid[]);

-- name: PlacesByRole :many
select id, warehouse_id, role from inventory.location where role is not null and warehouse_id = any(@warehouses::uuid[]);

-- name: PlacesByCode :many
select l.id, l.kind, l.warehouse_id, l.code_key, l.code, l.promisable, l.blocked, l.allow_negative, w.code as warehouse_code
  from inventory.location l join inventory.warehouse w on w.org_id = l.org_id and w.id = l.warehouse_id
 where l.code_key = any(@codes::text[]);

-- name: TakeNumbers :one
insert into inventory.counter as c (kind, last) values (@kind, @n::bigint)
on conflict on constraint counter_key do update set last = c.last + excluded.last
returning last;

-- name: CommitSoon :exec
select set_config('synchronous_commit', 'off', true);

-- name: WarehouseTitles :many
select id, name from inventory.warehouse where id = any(@ids::uuid[]);

-- name: LocationTitles :many
select id, name from inventory.location where id = any(@ids::uuid[]);

-- name: PlacesAbove :many
with recursive up (id, parent_id) as (
  select l.id, l.parent_id from inventory.location l where l.id = @id
  union
  select l.id, l.parent_id from up join inventory.location l on l.id = up.parent_id
)
select id from up;

-- name: LocationIsUsed :one
select (exists (select from inventory.stock_balance b where b.location_id = @id)
     or exists (select from inventory.movement m where m.from_location_id = @id)
     or exists (select from inventory.movement m where m.to_location_id = @id)
     or exists (select from inventory.receipt_line r where r.location_id = @id)
     or exists (select from inventory.location c where c.parent_id = @id))::boolean as used;

-- name: DeleteLocation :execrows
delete from inventory.location where id = @id and role is null and warehouse_id is not null;
