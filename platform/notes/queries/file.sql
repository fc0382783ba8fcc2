-- name: AddFile :exec
insert into notes.file (id, entity, record_id, name, type, size, sum, author_id, at)
values (@id, @entity, @record, @name, @type, @size, @sum, @author, @at);

-- name: LockFile :one
select f.id, f.entity, f.record_id, f.name, f.type, f.size, f.sum, f.author_id, f.at, f.version
  from notes.file f
 where f.id = @id
   for no key update;

-- name: DeleteFile :exec
delete from notes.file where id = @id;

-- name: HoldContent :exec
-- Whoever stores, brings back or drops the same bytes comes one after the other.
select pg_advisory_xact_lock(hashtextextended(current_setting('app.org_id') || @sum::text, 7));

-- name: KeepContent :exec
insert into notes.content (sum, size, at) values (@sum, @size, @at)
    on conflict on constraint content_key do update set free_at = null;

-- name: HasContent :one
select exists (select from notes.content c where c.sum = @sum)::boolean as has;

-- name: FreeContent :execrows
-- Bytes that no file has any more begin to wait; those that got one again stop.
update notes.content c set free_at = @now::timestamptz
 where c.free_at is null and not exists (select from notes.file f where f.org_id = c.org_id and f.sum = c.sum);

-- name: DueContent :many
select c.sum from notes.content c
 where c.free_at < @before::timestamptz
 order by c.free_at, c.sum
 limit 500;

-- name: DropContent :execrows
-- Only if it still waits, and no file has come back to it meanwhile.
delete from notes.content c
 where c.sum = @sum and c.free_at < @before::timestamptz
   and not exists (select from notes.file f where f.org_id = c.org_id and f.sum = c.sum);

-- name: FilesByID :many
select f.id, f.entity, f.record_id, f.name from notes.file f where f.id = any(@ids::uuid[]);
