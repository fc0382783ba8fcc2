-- name: FieldsOf :many
select * from custom.field
 where entity = @entity
   and (archived_at is null or @archived::boolean)
 order by position, id;

-- name: GetField :one
select * from custom.field where id = @id;

-- name: LockField :one
select * from custom.field where id = @id for update;

-- name: LockEntity :exec
select pg_advisory_xact_lock(hashtextextended('custom.field ' || @entity::text || current_setting('app.org_id'), 0));

-- name: KeysOf :many
select key, (archived_at is null)::boolean as live, position from custom.field where entity = @entity;

-- name: AddField :exec
insert into custom.field (id, entity, key, kind, label, help, options, entity_of, currency, decimals, required, is_unique, default_value, class, searchable, formula, position, created_at, updated_at)
values (@id, @entity, @key, @kind, @label, @help, @options, @entity_of, @currency, @decimals, @required, @is_unique, @default_value, @class, @searchable, @formula, @position, @at, @at);

-- name: ChangeField :exec
update custom.field
   set label = @label, help = @help, options = @options, currency = @currency, decimals = @decimals, required = @required, is_unique = @is_unique,
       default_value = @default_value, class = @class, searchable = @searchable, formula = @formula, archived_at = @archived_at, position = @position,
       updated_at = @at, version = version + 1
 where id = @id;

-- name: PlaceFields :exec
update custom.field f
   set position = o.place, version = f.version + 1, updated_at = @at
  from unnest(@ids::uuid[]) with ordinality o(id, place)
 where f.id = o.id
   and f.entity = @entity
   and f.position <> o.place;
