-- name: Messages :many
select m.id, m.at, m.kind, m.title, m.text, m.entity, m.entity_id, m.read_at
  from platform.message m
 where m.user_id = @person and (m.at, m.id) < (@before::timestamptz, @before_id::uuid)
   and (not @unread::boolean or m.read_at is null)
 order by m.at desc, m.id desc
 limit @max;

-- name: Unread :one
-- Counted up to a hundred: a bell that says 99+ needs no more.
select count(*)::int as unread
  from (select from platform.message m where m.user_id = @person and m.read_at is null limit 100) u;

-- name: Read :execrows
update platform.message set read_at = coalesce(read_at, @at::timestamptz)
 where id = @id and user_id = @person;

-- name: ReadAll :execrows
-- All up to one of them, since a newer one may not have been seen.
update platform.message m set read_at = @at::timestamptz
  from platform.message newest
 where newest.user_id = @person and newest.id = @newest
   and m.user_id = @person and m.read_at is null and (m.at, m.id) <= (newest.at, newest.id);

-- name: Recent :many
-- New messages of some people.
select m.id, m.user_id, m.at, m.kind, m.title, m.text, m.entity, m.entity_id, m.read_at
  from platform.message m
 where m.user_id = any(@people::uuid[]) and m.at > @since
 order by m.at, m.id
 limit 1000;

-- name: Sweep :execrows
delete from platform.message m
 where m.id in (select o.id from platform.message o
                 where o.at < @before
                 order by o.at limit @max);
