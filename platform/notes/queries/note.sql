-- name: AddNote :exec
insert into notes.note (id, entity, record_id, text, pinned, author_id, at)
values (@id, @entity, @record, @text, @pinned, @author, @at);

-- name: LockNote :one
select n.id, n.entity, n.record_id, n.text, n.pinned, n.author_id, n.at, n.edited_at, n.version
  from notes.note n
 where n.id = @id
   for no key update;

-- name: ChangeNote :exec
update notes.note set text = @text, pinned = @pinned, edited_at = sqlc.narg(edited_at), version = version + 1
 where id = @id;

-- name: DeleteNote :exec
delete from notes.note where id = @id;
