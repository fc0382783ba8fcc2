-- name: ListAccounts :many
select a.org_id, a.id, a.code, a.name, a.legal_name, a.domain, a.industry, a.lifecycle, a.website, a.phone, a.email, a.city, a.country, a.currency, a.description, a.employees, a.parent_id, a.owner_id, a.team_id, a.dept_id, a.version, a.created_at, a.updated_at, a.deleted_at, a.name_key, a.code_key, a.custom, a.custom_words, ((a.name_key)::text)::text as page_key
  from crm.account a
 where a.deleted_at is null
   and (((((a.owner_id) = $2::uuid) or ((a.team_id) = any($3::uuid[]))) and not coalesce((((a.owner_id) = $4::uuid)), false)) and (((a.country) = any($5::text[]::text[])) and ((a.name_key) >= $6::text and (a.name_key) < $7::text) and (((a.parent_id) is null) = true) and (a.id in (select crm.account_search($8::text) union select crm.account_custom_words($9::text)))))
 order by a.name_key, a.id
 limit $1::int

