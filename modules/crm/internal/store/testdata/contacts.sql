-- name: ListContacts :many
select c.org_id, c.id, c.code, c.salutation, c.first_name, c.last_name, c.display_name, c.job_title, c.phone, c.email, c.owner_id, c.team_id, c.dept_id, c.version, c.created_at, c.updated_at, c.deleted_at, c.name_key, c.last_key, c.code_key, c.custom, c.custom_words, f.account_id as works_for, ((c.last_key)::text)::text as page_key
  from crm.contact c
  left join crm.affiliation f on f.org_id = c.org_id and f.contact_id = c.id and f.is_primary and f.ended_on is null
 where c.deleted_at is null
   and (((((c.owner_id) = $2::uuid) or ((c.team_id) = any($3::uuid[]))) and not coalesce((((c.owner_id) = $4::uuid)), false)) and (((f.account_id) = any($5::text[]::uuid[])) and (c.name_key >= $6::text and c.name_key < $7::text)))
 order by c.last_key desc, c.id desc
 limit $1::int

