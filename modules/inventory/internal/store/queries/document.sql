-- name: ListDeliveries :many
select d.id, d.number, d.state, d.reference, d.party_name, d.ship_on, d.shipped_at, d.version, d.created_at, d.warehouse_id, d.demand_id,
       w.name as warehouse_name, m.ship_to, d.page_key
  from (select d.*, (/* TEMPLATE_BEGIN: key */ d.id::text /* TEMPLATE_END */)::text as page_key
          from inventory.delivery d
         where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
         order by /* TEMPLATE_BEGIN: order */ d.id /* TEMPLATE_END */
         limit @max::int) d
  join inventory.warehouse w on w.org_id = d.org_id and w.id = d.warehouse_id
  join inventory.demand m on m.org_id = d.org_id and m.id = d.demand_id
 order by /* TEMPLATE_BEGIN: order */ d.id /* TEMPLATE_END */;

-- name: CountDeliveries :one
select count(*) from (select 1 from inventory.delivery d where /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */ limit 10001) x;

-- name: DeliveryByID :one
select d.id, d.number, d.state, d.reference, d.party_name, d.ship_on, d.shipped_at, d.version, d.created_at, d.warehouse_id, d.demand_id,
       w.name as warehouse_name, m.ship_to, ''::text as page_key
  from inventory.delivery d
  join inventory.warehouse w on w.org_id = d.org_id and w.id = d.warehouse_id
  join inventory.demand m on m.org_id = d.org_id and m.id = d.demand_id
 where d.id = @id and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;

-- name: LinesOfDelivery :many
select l.id, l.n, l.qty, l.state, l.backorder_of, x.reserved, x.why, x.id as demand_line_id, p.id as product_id, p.sku, p.name, u.code as unit
  from inventory.delivery_line l
  join inventory.demand_line x on x.org_id = l.org_id and x.id = l.demand_line_id
  join inventory.product p on p.org_id = l.org_id and p.id = x.product_id
  join inventory.unit u on u.org_id = p.org_id and u.id = p.unit_id
 where l.delivery_id = @delivery_id
 order by l.n;

-- name: ListReceipts :many
select r.id, r.number, r.state, r.reference, r.supplier_id, r.warehouse_id, r.expected_on, r.version, r.created_at,
       s.name as supplier_name, w.name as warehouse_name, r.page_key
  from (select r.*, (/* TEMPLATE_BEGIN: key */ r.id::text /* TEMPLATE_END */)::text as page_key
          from inventory.receipt r
         where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
         order by /* TEMPLATE_BEGIN: order */ r.id /* TEMPLATE_END */
         limit @max::int) r
  join inventory.warehouse w on w.org_id = r.org_id and w.id = r.warehouse_id
  left join inventory.supplier s on s.org_id = r.org_id and s.id = r.supplier_id
 order by /* TEMPLATE_BEGIN: order */ r.id /* TEMPLATE_END */;

-- name: CountReceipts :one
select count(*) from (select 1 from inventory.receipt r where /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */ limit 10001) x;

-- name: ReceiptByID :one
select r.id, r.number, r.state, r.reference, r.supplier_id, r.warehouse_id, r.expected_on, r.version, r.created_at,
       s.name as supplier_name, w.name as warehouse_name, ''::text as page_key
  from inventory.receipt r
  join inventory.warehouse w on w.org_id = r.org_id and w.id = r.warehouse_id
  left join inventory.supplier s on s.org_id = r.org_id and s.id = r.supplier_id
 where r.id = @id and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;

-- name: LinesOfReceipt :many
select l.id, l.n, l.qty, l.unit, l.qty_base, l.received, l.incoming, l.location_id, l.unit_cost, p.id as product_id, p.sku, p.name, u.code as base_unit, o.code as location_code
  from inventory.receipt_line l
  join inventory.product p on p.org_id = l.org_id and p.id = l.product_id
  join inventory.unit u on u.org_id = p.org_id and u.id = p.unit_id
  left join inventory.location o on o.org_id = l.org_id and o.id = l.location_id
 where l.receipt_id = @receipt_id
 order by l.n;

-- name: LockReceipt :one
select r.* from inventory.receipt r where r.id = @id and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */ for no key update;

-- name: ReceiptLineRows :many
select * from inventory.receipt_line where receipt_id = @receipt_id order by n;

-- name: InsertReceipt :exec
insert into inventory.receipt (id, number, state, supplier_id, warehouse_id, reference, import_key, expected_on, created_at)
values (@id, @number, @state, @supplier_id, @warehouse_id, @reference, @import_key, @expected_on, @created_at);

-- name: InsertReceiptLines :exec
insert into inventory.receipt_line (id, receipt_id, n, product_id, qty, unit, num, den, qty_base, incoming, location_id, unit_cost)
select unnest(@ids::uuid[]), @receipt_id::uuid, unnest(@ns::int[]), unnest(@products::uuid[]), unnest(@qtys::numeric[]), unnest(@units::text[]),
       unnest(@nums::numeric[]), unnest(@dens::numeric[]), unnest(@bases::numeric[]), unnest(@incoming::numeric[]),
       nullif(unnest(@locations::uuid[]), '00000000-0000-0000-0000-000000000000'), nullif(unnest(@costs::numeric[]), -1);

-- name: DeleteReceiptLines :exec
delete from inventory.receipt_line where receipt_id = @receipt_id;

-- name: DeleteReceipt :execrows
delete from inventory.receipt where id = @id;

-- name: UpdateReceipt :execrows
update inventory.receipt set state = @state, supplier_id = @supplier_id, reference = @reference, expected_on = @expected_on, version = version + 1
 where id = @id and version = @version;

-- name: ChangeReceiptLines :exec
update inventory.receipt_line l set received = l.received + k.qty, incoming = k.incoming
  from (select unnest(@ids::uuid[]) as id, unnest(@qtys::numeric[]) as qty, unnest(@incoming::numeric[]) as incoming) k
 where l.id = k.id and l.id = any(@ids::uuid[]);

-- name: ClearIncoming :exec
update inventory.receipt_line set incoming = 0 where receipt_id = @receipt_id;

-- name: ImportedIncoming :many
select l.product_id, l.qty_base, l.received, r.id as receipt_id, r.import_key, r.state
  from inventory.receipt_line l
  join inventory.receipt r on r.org_id = l.org_id and r.id = l.receipt_id
 where r.import_key like 'opening%' and r.state <> 'cancelled' and l.product_id = any(@products::uuid[]);

-- name: ReceiptTitles :many
select r.id, r.number from inventory.receipt r where r.id = any(@ids::uuid[]) and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;

-- name: DeliveryTitles :many
select d.id, d.number from inventory.delivery d where d.id = any(@ids::uuid[]) and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;

-- name: PostingTitles :many
select id, number from inventory.posting where id = any(@ids::uuid[]);
