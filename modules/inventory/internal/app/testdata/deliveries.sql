-- name: ListDeliveries :many
select d.id, d.number, d.state, d.reference, d.party_name, d.ship_on, d.shipped_at, d.version, d.created_at, d.warehouse_id, d.demand_id,
       w.name as warehouse_name, m.ship_to, d.page_key
  from (select d.org_id, d.id, d.number, d.demand_id, d.warehouse_id, d.state, d.reference, d.reference_key, d.party_name, d.ship_on, d.ship_on_key, d.shipped_at, d.version, d.created_at, ((d.created_at)::text)::text as page_key
          from inventory.delivery d
         where (true and (((d.ship_on_key) <= $2::text::date) and (d.id in (select inventory.delivery_search($3::text)))))
         order by d.created_at desc, d.id desc
         limit $1::int) d
  join inventory.warehouse w on w.org_id = d.org_id and w.id = d.warehouse_id
  join inventory.demand m on m.org_id = d.org_id and m.id = d.demand_id
 order by d.created_at desc, d.id desc

-- 3 values
