-- name: ListOrders :many
select o.org_id, o.id, o.number, o.status, o.account_id, o.contact_id, o.owner_id, o.team_id, o.dept_id, o.salesperson_id, o.reference, o.currency, o.ordered_on, o.required_on, o.shipped_on, o.ship_name, o.ship_lines, o.ship_city, o.ship_region, o.ship_postcode, o.ship_country, o.freight, o.discount_percent, o.goods, o.discount, o.untaxed, o.total, o.document_rounding, o.line_rounding, o.historical, o.short, o.hold_reason, o.cancel_reason, o.confirmed_at, o.version, o.created_at, o.updated_at, o.number_key, o.required_sort, o.shipped_sort, o.late, o.custom, o.custom_words, ((o.ordered_on)::text)::text as page_key
  from crm."order" o
 where (((((o.owner_id) = $2::uuid) or ((o.team_id) = any($3::uuid[]))) and not coalesce((((o.owner_id) = $4::uuid)), false)) and (((o.late) = true) and ((o.owner_id) = any($5::text[]::uuid[]))))
 order by o.ordered_on, o.id
 limit $1::int

