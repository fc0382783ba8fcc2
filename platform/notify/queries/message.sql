-- name: Messages :many
select m.id, m.at, m.kind, m.title, m.text, m.because, m.entity, m.entity_id, m.urgent, m.read_at
  from platform.message m
 where m.user_id = @person and (m.at, m.id) < (@before::timestamptz, @before_id::uuid) and m.archived_at is null
   and (not @unread::boolean or m.read_at is null)
   and (@tab::text = '' or (m.kind = any(@system::text[])) = (@tab::text = 'system'))
 order by m.at desc, m.id desc
 limit @max;

-- name: Unread :one
-- Counted up to a hundred: a bell that says 99+ needs no more.
select count(*)::int as unread
  from (select from platform.message m where m.user_id = @person and m.read_at is null and m.archived_at is null limit 100) u;

-- name: Read :execrows
update platform.message set read_at = coalesce(read_at, @at::timestamptz)
 where id = @id and user_id = @person and archived_at is null;

-- name: MarkUnread :execrows
update platform.message set read_at = null
 where id = @id and user_id = @person and archived_at is null;

-- name: Archive :execrows
update platform.message set archived_at = @at::timestamptz, read_at = coalesce(read_at, @at::timestamptz)
 where id = @id and user_id = @person and archived_at is null;

-- name: ReadAll :execrows
-- All up to one of them, since a newer one may not have been seen.
update platform.message m set read_at = @at::timestamptz
  from platform.message newest
 where newest.user_id = @person and newest.id = @newest
   and m.user_id = @person and m.read_at is null and (m.at, m.id) <= (newest.at, newest.id);

-- name: Recent :many
-- New messages of some people.
select m.id, m.user_id, m.at, m.kind, m.title, m.text, m.because, m.entity, m.entity_id, m.urgent, m.read_at
  from platform.message m
 where m.user_id = any(@people::uuid[]) and m.at > @since and m.archived_at is null
 order by m.at, m.id
 limit 1000;

-- name: Sweep :execrows
delete from platform.message m
 where m.id in (select o.id from platform.message o
                 where o.at < @before
                 order by o.at limit @max);

-- name: Unmailed :one
-- A message that nobody has read, dropped or mailed yet.
select m.id, m.user_id, m.at, m.kind, m.title, m.text, m.because, m.entity, m.entity_id
  from platform.message m
 where m.id = @id and m.read_at is null and m.archived_at is null and m.mailed_at is null;

-- name: Mailed :execrows
update platform.message set mailed_at = @at::timestamptz
 where id = @id and read_at is null and archived_at is null and mailed_at is null;

-- name: DigestReaders :many
-- Whom a digest waits for, person after person.
select distinct m.user_id
  from platform.message m
 where m.channel = 'digest' and m.read_at is null and m.mailed_at is null and m.archived_at is null and m.user_id > @after
 order by m.user_id
 limit @max;

-- name: TakeDigest :many
-- A person's digest, which is thereby on its way.
update platform.message m set mailed_at = @at::timestamptz
 where m.user_id = @person and m.channel = 'digest' and m.read_at is null and m.mailed_at is null and m.archived_at is null
returning m.id, m.at, m.kind, m.title, m.text, m.because, m.entity, m.entity_id;
