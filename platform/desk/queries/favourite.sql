-- name: ListFavourites :many
select f.id, f.entity, f.record_id
  from desk.favourite f
 where f.user_id = @me
 order by f.position, f.id;

-- name: AddFavourite :exec
insert into desk.favourite (id, user_id, entity, record_id, position)
select @id, @me, @entity, @record_id, coalesce(max(f.position), 0) + 1
  from desk.favourite f
 where f.user_id = @me
on conflict on constraint favourite_is_there_once do nothing;

-- name: DropFavourite :exec
delete from desk.favourite where user_id = @me and entity = @entity and record_id = @record_id;

-- name: PlaceFavourite :exec
update desk.favourite set position = @position where id = @id and position <> @position;
