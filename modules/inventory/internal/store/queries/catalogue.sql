-- name: Units :many
select * from inventory.unit order by category, num / den, code;

-- name: UnitsByCode :many
select * from inventory.unit where code = any(@codes::text[]);

-- name: UnitsByID :many
select * from inventory.unit where id = any(@ids::uuid[]);

-- name: InsertUnit :exec
insert into inventory.unit (id, code, name, category, num, den, created_at) values (@id, @code, @name, @category, @num, @den, @created_at);

-- name: InsertUnits :exec
insert into inventory.unit (id, code, name, category, num, den, created_at)
select unnest(@ids::uuid[]), unnest(@codes::text[]), unnest(@names::text[]), unnest(@categories::text[]),
       unnest(@nums::numeric[]), unnest(@dens::numeric[]), @created_at::timestamptz
on conflict on constraint unit_code_is_unique do nothing;

-- name: ListCategories :many
select c.id, c.parent_id, c.code, c.name, c.description, c.path, c.version, c.created_at, p.name as parent_name,
       (select count(*) from inventory.product x where x.org_id = c.org_id and x.category_id = c.id and x.status <> 'archived') as products, c.page_key
  from (select c.*, (/* TEMPLATE_BEGIN: key */ c.id::text /* TEMPLATE_END */)::text as page_key
          from inventory.category c
         where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
         order by /* TEMPLATE_BEGIN: order */ c.id /* TEMPLATE_END */
         limit @max::int) c
  left join inventory.category p on p.org_id = c.org_id and p.id = c.parent_id
 order by /* TEMPLATE_BEGIN: order */ c.id /* TEMPLATE_END */;

-- name: CountCategories :one
select count(*) from (select 1 from inventory.category c where /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */ limit 10001) x;

-- name: CategoriesByID :many
select c.id, c.parent_id, c.code, c.name, c.description, c.path, c.version, c.created_at, p.name as parent_name,
       (select count(*) from inventory.product x where x.org_id = c.org_id and x.category_id = c.id and x.status <> 'archived') as products, ''::text as page_key
  from inventory.category c
  left join inventory.category p on p.org_id = c.org_id and p.id = c.parent_id
 where c.id = any(@ids::uuid[]) and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;

-- name: CategoriesByKey :many
select id, parent_id, code, name, description, path, version from inventory.category
 where code = any(@codes::text[]) or path_key = any(@paths::text[]) or lower(name) = any(@paths::text[]);

-- name: LockTree :exec
select pg_advisory_xact_lock(hashtextextended('inventory.category:' || current_setting('app.org_id'), 0));

-- name: Category :one
select * from inventory.category where id = @id;

-- name: Ancestors :many
with recursive up as (
  select c.id, c.parent_id, 1 as depth from inventory.category c where c.id = @id
  union all
  select c.id, c.parent_id, up.depth + 1 from inventory.category c join up on c.id = up.parent_id where up.depth < 20)
select id from up;

-- name: InsertCategory :exec
insert into inventory.category (id, parent_id, code, name, description, path, created_at)
values (@id, @parent_id, @code, @name, @description, @path, @created_at);

-- name: UpdateCategory :execrows
update inventory.category set parent_id = @parent_id, code = @code, name = @name, description = @description, path = @path, version = version + 1
 where id = @id and version = @version;

-- name: RepathCategories :exec
with recursive down as (
  select c.id, c.path from inventory.category c where c.id = @id
  union all
  select c.id, down.path || ' / ' || c.name from inventory.category c join down on c.parent_id = down.id)
update inventory.category c set path = down.path, version = c.version + 1
  from down
 where c.id = down.id and c.path <> down.path;

-- name: DeleteCategory :execrows
delete from inventory.category where id = @id and version = @version;

-- name: ListSuppliers :many
select s.*, (/* TEMPLATE_BEGIN: key */ s.id::text /* TEMPLATE_END */)::text as page_key
  from inventory.supplier s
 where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ s.id /* TEMPLATE_END */
 limit @max::int;

-- name: CountSuppliers :one
select count(*) from (select 1 from inventory.supplier s where /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */ limit 10001) x;

-- name: SuppliersByID :many
select s.*, ''::text as page_key from inventory.supplier s
 where s.id = any(@ids::uuid[]) and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;

-- name: SuppliersByKey :many
select * from inventory.supplier where code_key = any(@codes::text[]) or name_key = any(@names::text[]);

-- name: InsertSupplier :exec
insert into inventory.supplier (id, code, name, contact_name, contact_title, phone, fax, email, website, address_lines, city, region, postcode, country, status, custom, created_at)
values (@id, @code, @name, @contact_name, @contact_title, @phone, @fax, @email, @website, @address_lines, @city, @region, @postcode, @country, @status, @custom, @created_at);

-- name: UpdateSupplier :execrows
update inventory.supplier
   set code = @code, name = @name, contact_name = @contact_name, contact_title = @contact_title, phone = @phone, fax = @fax, email = @email,
       website = @website, address_lines = @address_lines, city = @city, region = @region, postcode = @postcode, country = @country,
       status = @status, custom = @custom, version = version + 1
 where id = @id and version = @version;

-- name: DeleteSupplier :execrows
delete from inventory.supplier where id = @id and version = @version;
