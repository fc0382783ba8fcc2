-- name: Tags :many
select t.id, t.name, t.colour, t.version from notes.tag t order by t.name_key limit 500;

-- name: AddTag :exec
insert into notes.tag (id, name, colour, at) values (@id, @name, @colour, @at);

-- name: CountTags :one
select count(*) from notes.tag t;

-- name: LockTag :one
select t.id, t.name, t.colour, t.version from notes.tag t where t.id = @id for no key update;

-- name: ChangeTag :exec
update notes.tag set name = @name, colour = @colour, version = version + 1 where id = @id;

-- name: DeleteTag :exec
delete from notes.tag where id = @id;

-- name: TagsOf :many
select t.id, t.name, t.colour, t.version
  from notes.tagging g
  join notes.tag t on t.org_id = g.org_id and t.id = g.tag_id
 where g.entity = @entity and g.record_id = @record
 order by t.name_key;

-- name: PutTag :exec
insert into notes.tagging (id, entity, record_id, tag_id, at) values (@id, @entity, @record, @tag, @at)
    on conflict on constraint tagging_is_there_once do nothing;

-- name: TakeTag :execrows
delete from notes.tagging where entity = @entity and record_id = @record and tag_id = @tag;
