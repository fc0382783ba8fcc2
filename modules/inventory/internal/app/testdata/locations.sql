-- name: ListLocations :many
select l.id, l.warehouse_id, l.parent_id, l.code, l.name, l.kind, l.role, l.promisable, l.blocked, l.pick_sequence, l.version, l.created_at,
       w.code as warehouse_code, w.name as warehouse_name, p.code as parent_code, l.page_key
  from (select l.org_id, l.id, l.warehouse_id, l.parent_id, l.code, l.code_key, l.name, l.kind, l.role, l.promisable, l.blocked, l.allow_negative, l.pick_sequence, l.version, l.created_at, ((l.code_key)::text)::text as page_key
          from inventory.location l
         where (true and (((l.promisable) = true)))
         order by l.code_key, l.id
         limit $1::int) l
  left join inventory.warehouse w on w.org_id = l.org_id and w.id = l.warehouse_id
  left join inventory.location p on p.org_id = l.org_id and p.id = l.parent_id
 order by l.code_key, l.id

-- 1 values
