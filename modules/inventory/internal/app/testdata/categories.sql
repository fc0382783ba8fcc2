-- name: ListCategories :many
select c.id, c.parent_id, c.code, c.name, c.description, c.path, c.version, c.created_at, p.name as parent_name,
       (select count(*) from inventory.product x where x.org_id = c.org_id and x.category_id = c.id and x.status <> 'archived') as products, c.page_key
  from (select c.org_id, c.id, c.parent_id, c.code, c.name, c.description, c.path, c.path_key, c.version, c.created_at, ((c.path_key)::text)::text as page_key
          from inventory.category c
         where (true and ((c.path_key >= $2::text and c.path_key < $3::text)))
         order by c.path_key, c.id
         limit $1::int) c
  left join inventory.category p on p.org_id = c.org_id and p.id = c.parent_id
 order by c.path_key, c.id

-- 3 values
