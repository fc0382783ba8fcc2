-- name: LockHead :one
-- Whoever changes what decides waits here for the one before.
select coalesce((select h.version_id from access.head h for update), '00000000-0000-0000-0000-000000000000')::uuid as version_id;

-- name: SetHead :exec
update access.head set version_id = @version_id::uuid;

-- name: AddVersion :exec
insert into access.version (id, parent, name, note, authors) values (@id, @parent, @name, @note, @authors::uuid[]);

-- name: AddFirstVersion :exec
insert into access.version (id, number, name, note, state, authors, published_at)
values (@id, 1, @name, @note, 'published', '{}', @published_at::timestamptz);

-- name: GetVersion :one
select id, number, parent, name, note, state, authors, approver, alone, reason, version, created_at, submitted_at, published_at
  from access.version where id = @id;

-- name: LockVersion :one
select id, number, parent, name, note, state, authors, approver, alone, reason, version, created_at, submitted_at, published_at
  from access.version where id = @id for update;

-- name: ListVersions :many
select v.id, v.number, v.parent, v.name, v.note, v.state, v.authors, v.approver, v.alone, v.reason, v.version, v.created_at, v.submitted_at, v.published_at,
       (/* TEMPLATE_BEGIN: key */ v.created_at::text /* TEMPLATE_END */)::text as page_key
  from access.version v
 where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ v.id /* TEMPLATE_END */
 limit @max::int;

-- name: TouchVersion :exec
-- Everybody who touched a draft is an author of it.
update access.version v
   set name = @name, note = @note, version = v.version + 1,
       authors = case when @author::uuid = any (v.authors) then v.authors else v.authors || @author::uuid end
 where v.id = @id;

-- name: MoveVersion :exec
update access.version v
   set state = @state, reason = @reason, version = v.version + 1,
       submitted_at = case when @state = 'submitted' then @at::timestamptz else v.submitted_at end
 where v.id = @id;

-- name: PublishVersion :exec
update access.version v
   set state = 'published', number = @number::bigint, approver = @approver::uuid, reason = @reason, report = @report::jsonb,
       published_at = @at::timestamptz, version = v.version + 1
 where v.id = @id;

-- name: SupersedeVersion :exec
update access.version v set state = 'superseded', version = v.version + 1 where v.id = @id and v.state = 'published';

-- name: NextNumber :one
select (coalesce(max(number), 0) + 1)::bigint from access.version;

-- name: ReportOf :one
select report from access.version where id = @id;

-- name: CopyRules :exec
insert into access.rule (id, version_id, subject, object, action, scope, effect, valid_from, valid_to, reason)
select gen_random_uuid(), @target::uuid, subject, object, action, scope, effect, valid_from, valid_to, reason
  from access.rule where version_id = @version_id::uuid;

-- name: CopyRoles :exec
insert into access.role (id, version_id, role, name, note)
select gen_random_uuid(), @target::uuid, role, name, note from access.role where version_id = @version_id::uuid;

-- name: CopyEdges :exec
insert into access.edge (id, version_id, role, parent)
select gen_random_uuid(), @target::uuid, role, parent from access.edge where version_id = @version_id::uuid;

-- name: DropRules :exec
delete from access.rule where version_id = @version_id;

-- name: DropRoles :exec
delete from access.role where version_id = @version_id;

-- name: DropEdges :exec
delete from access.edge where version_id = @version_id;

-- name: AddRules :exec
insert into access.rule (id, version_id, subject, object, action, scope, effect, valid_from, valid_to, reason)
select i.id, @version_id::uuid, i.subject, i.object, i.action, i.scope, i.effect, nullif(i.valid_from, '')::timestamptz, nullif(i.valid_to, '')::timestamptz, i.reason
  from (select unnest(@ids::uuid[]) as id, unnest(@subjects::text[]) as subject, unnest(@objects::text[]) as object, unnest(@actions::text[]) as action,
               unnest(@scopes::text[]) as scope, unnest(@effects::text[]) as effect, unnest(@valid_from::text[]) as valid_from, unnest(@valid_to::text[]) as valid_to,
               unnest(@reasons::text[]) as reason) i;

-- name: AddRole :exec
insert into access.role (id, version_id, role, name, note) values (@id, @version_id, @role, @name, @note);

-- name: AddEdge :exec
insert into access.edge (id, version_id, role, parent) values (@id, @version_id, @role, @parent);

-- name: GetSetting :one
select alone, reason, version from access.setting;

-- name: SetSetting :exec
insert into access.setting as s (id, alone, reason) values (@id, @alone, @reason)
on conflict on constraint setting_is_one_row do update set alone = excluded.alone, reason = excluded.reason, version = s.version + 1;

-- name: UsedRules :many
select rule, last_used_on from access.rule_use;
