-- name: BePresent :exec
insert into platform.presence (user_id, tab_id, entity, record_id, editing, seen_at, changed_at)
values (@me, @tab, @entity, @record_id, @editing, @at, @at)
    on conflict on constraint presence_key do update
   set editing = excluded.editing, gone = false, seen_at = excluded.seen_at,
       changed_at = case when presence.gone or presence.editing <> excluded.editing or presence.seen_at < @fresh::timestamptz then excluded.seen_at
                         else presence.changed_at end;

-- name: Depart :exec
update platform.presence set gone = true, changed_at = @at
 where user_id = @me and tab_id = @tab and entity = @entity and record_id = @record_id and not gone;

-- name: Forget :exec
-- What a person left long ago goes when they open something.
delete from platform.presence where user_id = @me and seen_at < @before;

-- name: PresentAt :many
select p.user_id, bool_or(p.editing)::boolean as editing
  from platform.presence p
 where p.entity = @entity
   and p.record_id = @record_id
   and p.user_id <> @me
   and not p.gone
   and p.seen_at > @fresh
 group by p.user_id
 order by p.user_id
 limit 20;

-- name: Movements :many
-- Where somebody came, went, or began or ceased to edit, and which other screens show the record.
select c.entity, c.record_id, max(c.changed_at)::timestamptz as at, array_agg(distinct w.tab_id)::uuid[] as tabs
  from platform.presence c
  join platform.presence w
    on w.org_id = c.org_id and w.entity = c.entity and w.record_id = c.record_id and w.tab_id <> c.tab_id and not w.gone and w.seen_at > @fresh
 where c.changed_at > @since
 group by c.entity, c.record_id
 limit 1000;
