-- name: ListContacts :many
select sqlc.embed(c), f.account_id as works_for, (/* TEMPLATE_BEGIN: key */ c.id::text /* TEMPLATE_END */)::text as page_key
  from crm.contact c
  left join crm.affiliation f on f.org_id = c.org_id and f.contact_id = c.id and f.is_primary and f.ended_on is null
 where c.deleted_at is null
   and /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ c.id /* TEMPLATE_END */
 limit @max::int;

-- name: CountContacts :one
select count(*)
  from (select 1 from crm.contact c
          left join crm.affiliation f on f.org_id = c.org_id and f.contact_id = c.id and f.is_primary and f.ended_on is null
         where c.deleted_at is null
           and /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */
         limit 10001) x;

-- name: GetContact :one
select c.*
  from crm.contact c
 where c.id = @id
   and c.deleted_at is null
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;

-- name: LockContact :one
select c.*
  from crm.contact c
 where c.id = @id
   and c.deleted_at is null
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */
   for update;

-- name: ContactNames :many
select c.id, c.display_name
  from crm.contact c
 where c.id = any(@ids::uuid[])
   and c.deleted_at is null
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;

-- name: UpdateContact :execrows
update crm.contact
   set code = @code, salutation = @salutation, first_name = @first_name, last_name = @last_name, display_name = @display_name, job_title = @job_title,
       phone = @phone, email = @email, owner_id = @owner_id, team_id = @team_id, dept_id = @dept_id,
       deleted_at = @deleted_at, custom = @custom, updated_at = @updated_at, version = version + 1
 where id = @id
   and version = @version;

-- name: ContactReferences :one
select (exists (select from crm.deal d where d.contact_id = @id::uuid)
     or exists (select from crm."order" o where o.contact_id = @id::uuid))::boolean as referred;

-- name: EraseContact :execrows
delete from crm.contact where id = @id;

-- name: ContactsByCode :many
select * from crm.contact where code_key = any(@codes::text[]) and code <> '' and deleted_at is null;

-- name: ContactsByEmail :many
select sqlc.embed(c), p.norm
  from crm.contact_point p
  join crm.contact c on c.org_id = p.org_id and c.id = p.contact_id
 where p.kind = 'email'
   and p.norm = any(@emails::text[])
   and c.deleted_at is null
 order by c.created_at, c.id;

-- name: ContactsOfAccounts :many
select sqlc.embed(c), f.account_id
  from crm.affiliation f
  join crm.contact c on c.org_id = f.org_id and c.id = f.contact_id
 where f.account_id = any(@accounts::uuid[])
   and f.ended_on is null
   and c.deleted_at is null
 order by c.created_at, c.id;

-- name: ContactsByName :many
select * from crm.contact where name_key = any(array(select crm.fold(n) from unnest(@names::text[]) n)) and deleted_at is null order by created_at, id;

-- name: AffiliationsOf :many
select * from crm.affiliation where contact_id = any(@contacts::uuid[]) order by is_primary desc, created_at, id;

-- name: GetAffiliation :one
select * from crm.affiliation where id = @id and contact_id = @contact_id;

-- name: EndAffiliation :exec
update crm.affiliation set ended_on = @ended_on, is_primary = false where id = @id;

-- name: DeleteAffiliation :exec
delete from crm.affiliation where id = @id;

-- name: UpdateAffiliation :exec
update crm.affiliation set role = @role where id = @id;

-- name: HandOverContacts :execrows
update crm.contact
   set owner_id = @to_owner::uuid, team_id = @team_id, dept_id = @dept_id, updated_at = @now, version = version + 1
 where owner_id = @from_owner::uuid
   and deleted_at is null;

-- name: LockAnyContact :one
select c.*
  from crm.contact c
 where c.id = @id
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */
   for update;

-- name: SeeAnyContact :one
select c.id
  from crm.contact c
 where c.id = @id
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;
