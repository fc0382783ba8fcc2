-- name: Preferences :many
select p.kind, p.channel from platform.preference p where p.user_id = @person;

-- name: SetPreference :exec
insert into platform.preference (id, user_id, kind, channel) values (@id, @person, @kind, @channel)
    on conflict (org_id, user_id, kind) do update set channel = excluded.channel
 where preference.channel <> excluded.channel;

-- name: DropPreferences :exec
-- All but some: the others are as their kinds say.
delete from platform.preference p where p.user_id = @person and not p.kind = any(@but::text[]);

-- name: Mutes :many
select m.id, m.entity, m.entity_id, m.title, m.at from platform.mute m
 where m.user_id = @person order by m.at desc, m.id limit 200;

-- name: AddMute :one
-- The one that is there, if it is.
insert into platform.mute (id, user_id, entity, entity_id, title) values (@id, @person, @entity, @entity_id, @title)
    on conflict (org_id, user_id, entity, entity_id) do update set title = excluded.title
returning id, at;

-- name: DropMute :execrows
delete from platform.mute m where m.id = @id and m.user_id = @person;
