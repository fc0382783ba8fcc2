-- name: Follow :exec
insert into notes.follower (id, entity, record_id, user_id, follows, at)
values (@id, @entity, @record, @person, @follows, @at)
    on conflict on constraint follower_is_there_once do update set follows = excluded.follows, at = excluded.at
 where notes.follower.follows <> excluded.follows;

-- name: FollowUnlessLeft :exec
-- Whoever writes about a record follows it, unless they said that they do not want to.
insert into notes.follower (id, entity, record_id, user_id, follows, at)
values (@id, @entity, @record, @person, true, @at)
    on conflict on constraint follower_is_there_once do nothing;

-- name: Followers :many
select f.user_id, f.at
  from notes.follower f
 where f.entity = @entity and f.record_id = @record and f.follows
 order by f.at, f.user_id
 limit 500;

-- name: Left :many
-- Those who do not want to hear of a record.
select f.user_id
  from notes.follower f
 where f.entity = @entity and f.record_id = @record and not f.follows;

-- name: TouchedFollowed :many
-- Records with followers that were changed in a while, with who follows them.
select f.entity, f.record_id, f.user_id
  from notes.follower f
 where f.follows
   and f.record_id in (select coalesce(c.owner_id, c.row_id)
                         from history.change_set s
                         join history.change c on c.org_id = s.org_id and c.change_set_id = s.id
                        where s.at >= @since::timestamptz
                          and c.table_name <> all(array['notes.note', 'notes.task', 'notes.file', 'notes.follower', 'notes.tagging']))
 order by f.user_id, f.entity, f.record_id
 limit 5000;

-- name: AnyFollower :one
select exists (select from notes.follower f where f.follows)::boolean as any;

-- name: WatchedUntil :one
select w.until from notes.watch w;

-- name: Watched :exec
insert into notes.watch (until) values (@until)
    on conflict on constraint watch_key do update set until = excluded.until;
