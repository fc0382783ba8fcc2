-- name: ListDeals :many
select d.org_id, d.id, d.code, d.name, d.account_id, d.contact_id, d.pipeline_id, d.stage_id, d.status, d.owner_id, d.team_id, d.dept_id, d.salesperson_id, d.product, d.amount, d.currency, d.probability, d.expected_close, d.next_step, d.closed_at, d.lost_reason_id, d.lost_note, d.held_from_id, d.rank, d.stage_entered_at, d.version, d.created_at, d.updated_at, d.deleted_at, d.name_key, d.code_key, d.close_sort, d.cost, d.margin_up, d.margin_down, d.custom, d.custom_words, (select s.name from crm.stage s where s.org_id = d.org_id and s.id = d.stage_id)::text as stage_name, ((d.amount)::text)::text as page_key,
       (case when (((d.owner_id) = $2::uuid)) then 'own' when (((d.owner_id) = $3::uuid) or ((d.team_id) = any($4::uuid[]))) then 'team' when (((d.owner_id) = $5::uuid) or ((d.team_id) = any($6::uuid[])) or ((d.dept_id) = any($7::uuid[]))) then 'dept' else 'all' end)::text as relation
  from crm.deal d
 where d.deleted_at is null
   and (((((d.owner_id) = $8::uuid) or ((d.team_id) = any($9::uuid[]))) and not coalesce((((d.owner_id) = $10::uuid)), false)) and (((d.amount) >= $11::text::numeric) and ((d.status) = any($12::text[]::text[]))))
 order by d.amount desc, d.id desc
 limit $1::int

