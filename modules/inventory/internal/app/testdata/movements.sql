-- name: ListMovements :many
select m.id, m.seq, m.kind, m.product_id, p.sku, p.name, u.code as unit, m.from_location_id, f.code as from_code, f.name as from_name,
       m.to_location_id, t.code as to_code, t.name as to_name, m.qty, m.effective_at, m.posted_at, m.reason, m.document_kind, m.document_id, m.document_number,
       m.reverses_id, x.id as reversed_by, m.actor, m.page_key
  from (select m.org_id, m.id, m.seq, m.kind, m.product_id, m.lot_id, m.from_location_id, m.to_location_id, m.from_package_id, m.to_package_id, m.from_owner_id, m.to_owner_id, m.qty, m.effective_at, m.posted_at, m.document_kind, m.document_id, m.document_line_id, m.document_number, m.of_movement_id, m.reverses_id, m.reason, m.actor, m.change_set_id, ((m.seq)::text)::text as page_key
          from inventory.movement m
         where ($1::uuid is null or m.from_location_id = $1 or m.to_location_id = $1)
           and (true and (((m.kind) = any($3::text[]::text[]))))
         order by m.seq desc, m.id desc
         limit $2::int) m
  join inventory.product p on p.org_id = m.org_id and p.id = m.product_id
  join inventory.unit u on u.org_id = p.org_id and u.id = p.unit_id
  join inventory.location f on f.org_id = m.org_id and f.id = m.from_location_id
  join inventory.location t on t.org_id = m.org_id and t.id = m.to_location_id
  left join inventory.movement x on x.org_id = m.org_id and x.reverses_id = m.id
 order by m.seq desc, m.id desc

-- 3 values
