-- name: ListAccounts :many
select sqlc.embed(a), (/* TEMPLATE_BEGIN: key */ a.id::text /* TEMPLATE_END */)::text as page_key
  from crm.account a
 where a.deleted_at is null
   and /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ a.id /* TEMPLATE_END */
 limit @max::int;

-- name: CountAccounts :one
select count(*)
  from (select 1 from crm.account a
         where a.deleted_at is null
           and /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */
         limit 10001) x;

-- name: GetAccount :one
select sqlc.embed(a), (/* TEMPLATE_BEGIN: relation */ 'all' /* TEMPLATE_END */)::text as relation
  from crm.account a
 where a.id = @id
   and a.deleted_at is null
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;

-- name: LockAccount :one
select a.*
  from crm.account a
 where a.id = @id
   and a.deleted_at is null
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */
   for update;

-- name: AccountNames :many
select a.id, a.name
  from crm.account a
 where a.id = any(@ids::uuid[])
   and a.deleted_at is null
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;

-- name: UpdateAccount :execrows
update crm.account
   set code = @code, name = @name, legal_name = @legal_name, domain = @domain, industry = @industry, lifecycle = @lifecycle,
       website = @website, phone = @phone, email = @email, city = @city, country = @country, currency = @currency,
       description = @description, employees = @employees, parent_id = @parent_id, owner_id = @owner_id, team_id = @team_id, dept_id = @dept_id,
       deleted_at = @deleted_at, custom = @custom, updated_at = @updated_at, version = version + 1
 where id = @id
   and version = @version;

-- name: LockAccountTree :exec
select pg_advisory_xact_lock(hashtextextended('crm.account.tree ' || current_setting('app.org_id'), 0));

-- name: AccountAncestors :many
with recursive up (id, parent_id) as (
  select a.id, a.parent_id from crm.account a where a.id = @id
  union
  select a.id, a.parent_id from crm.account a join up on a.id = up.parent_id
)
select up.id from up;

-- name: AccountHangers :one
select (exists (select from crm.account c where c.parent_id = @id::uuid and c.deleted_at is null)
     or exists (select from crm.affiliation f where f.account_id = @id::uuid and f.ended_on is null)
     or exists (select from crm.deal d where d.account_id = @id::uuid and d.deleted_at is null)
     or exists (select from crm."order" o where o.account_id = @id::uuid))::boolean as hang;

-- name: AccountReferences :one
select (exists (select from crm.account c where c.parent_id = @id::uuid)
     or exists (select from crm.affiliation f where f.account_id = @id::uuid)
     or exists (select from crm.deal d where d.account_id = @id::uuid)
     or exists (select from crm."order" o where o.account_id = @id::uuid))::boolean as referred;

-- name: EraseAccount :execrows
delete from crm.account where id = @id;

-- name: AccountsByCode :many
select * from crm.account where code_key = any(@codes::text[]) and code <> '' and deleted_at is null;

-- name: AccountsByName :many
select * from crm.account where name_key = any(array(select crm.fold(n) from unnest(@names::text[]) n)) and deleted_at is null order by created_at, id;

-- name: HandOverAccounts :execrows
update crm.account
   set owner_id = @to_owner::uuid, team_id = @team_id, dept_id = @dept_id, updated_at = @now, version = version + 1
 where owner_id = @from_owner::uuid
   and deleted_at is null;

-- name: OpenDealsOf :many
select d.account_id, count(*) as n
  from crm.deal d
 where d.account_id = any(@ids::uuid[])
   and d.status in ('open', 'hold')
   and d.deleted_at is null
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */
 group by d.account_id;

-- name: OpenOrdersOf :many
select o.account_id, count(*) as n
  from crm."order" o
 where o.account_id = any(@ids::uuid[])
   and o.status in ('confirmed', 'partially_fulfilled', 'on_hold')
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */
 group by o.account_id;

-- name: LockAnyAccount :one
select a.*
  from crm.account a
 where a.id = @id
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */
   for update;

-- name: SeeAnyAccount :one
select a.id
  from crm.account a
 where a.id = @id
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;
