-- name: ListReceipts :many
select r.id, r.number, r.state, r.reference, r.supplier_id, r.warehouse_id, r.expected_on, r.version, r.created_at,
       s.name as supplier_name, w.name as warehouse_name, r.page_key
  from (select r.org_id, r.id, r.number, r.state, r.supplier_id, r.warehouse_id, r.reference, r.reference_key, r.import_key, r.expected_on, r.version, r.created_at, ((r.created_at)::text)::text as page_key
          from inventory.receipt r
         where (true and (((r.state) = any($2::text[]::text[]))))
         order by r.created_at desc, r.id desc
         limit $1::int) r
  join inventory.warehouse w on w.org_id = r.org_id and w.id = r.warehouse_id
  left join inventory.supplier s on s.org_id = r.org_id and s.id = r.supplier_id
 order by r.created_at desc, r.id desc

-- 2 values
