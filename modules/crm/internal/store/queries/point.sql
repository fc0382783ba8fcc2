-- name: PointsOf :many
select * from crm.contact_point
 where account_id = any(@accounts::uuid[]) or contact_id = any(@contacts::uuid[])
 order by kind, is_primary desc, created_at, id;

-- name: GetPoint :one
select * from crm.contact_point where id = @id and (account_id = @account_id or contact_id = @contact_id);

-- name: DeletePoint :execrows
delete from crm.contact_point where id = @id;

-- name: DemotePoints :exec
update crm.contact_point set is_primary = false
 where kind = @kind and is_primary and (account_id = @account_id or contact_id = @contact_id);

-- name: PromotePoint :exec
update crm.contact_point set is_primary = true where id = @id;

-- name: UpdatePoint :exec
update crm.contact_point set raw = @raw, norm = @norm, extension = @extension, label = @label where id = @id;

-- name: AddressesOf :many
select * from crm.address where account_id = any(@accounts::uuid[]) order by is_primary desc, created_at, id;

-- name: GetAddress :one
select * from crm.address where id = @id and account_id = @account_id;

-- name: DeleteAddress :execrows
delete from crm.address where id = @id;

-- name: DemoteAddresses :exec
update crm.address set is_primary = false where account_id = @account_id and is_primary;

-- name: PromoteAddress :exec
update crm.address set is_primary = true where id = @id;

-- name: UpdateAddress :exec
update crm.address
   set kind = @kind, lines = @lines, city = @city, region = @region, postcode = @postcode, country = @country
 where id = @id;
