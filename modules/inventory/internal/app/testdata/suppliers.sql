-- name: ListSuppliers :many
select s.org_id, s.id, s.code, s.name, s.name_key, s.code_key, s.contact_name, s.contact_title, s.phone, s.fax, s.email, s.website, s.address_lines, s.city, s.region, s.postcode, s.country, s.status, s.version, s.created_at, s.custom, s.custom_words, ((s.name_key)::text)::text as page_key
  from inventory.supplier s
 where (true and (((s.country) = any($2::text[]::text[]))))
 order by s.name_key, s.id
 limit $1::int

-- 2 values
