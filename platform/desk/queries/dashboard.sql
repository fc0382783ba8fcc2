-- name: ListDashboards :many
select d.id, d.name, d.owner_id, d.sharing, d.roles, d.locked, d.default_for, d.position, d.widgets, d.version, d.updated_at
  from desk.dashboard d
 where d.owner_id = @me or d.sharing <> 'private'
 order by d.position, d.id;

-- name: GetDashboard :one
select d.id, d.name, d.owner_id, d.sharing, d.roles, d.locked, d.default_for, d.position, d.widgets, d.version, d.updated_at
  from desk.dashboard d
 where d.id = @id;

-- name: CountDashboards :one
select count(*) filter (where d.sharing = 'private' and d.owner_id = @me) as own,
       count(*) filter (where d.sharing <> 'private') as shared,
       coalesce(max(d.position), 0)::int as last
  from desk.dashboard d;

-- name: AddDashboard :exec
insert into desk.dashboard (id, name, owner_id, sharing, roles, locked, default_for, position, widgets)
values (@id, @name, @owner_id, @sharing, @roles, @locked, @default_for, @position, @widgets);

-- name: ChangeDashboard :exec
update desk.dashboard
   set name = @name, sharing = @sharing, roles = @roles, locked = @locked, default_for = @default_for, position = @position, widgets = @widgets,
       version = version + 1, updated_at = clock_timestamp()
 where id = @id;

-- name: NoLongerToday :exec
update desk.dashboard
   set default_for = array(select w from unnest(default_for) w where w <> all (@words::text[])), version = version + 1
 where id <> @id
   and default_for && @words::text[]
   and (owner_id = @me or sharing <> 'private');

-- name: DeleteDashboard :exec
delete from desk.dashboard where id = @id;

-- name: GetDashboards :many
select d.id, d.name, d.owner_id, d.sharing, d.roles, d.locked, d.default_for, d.position, d.widgets, d.version, d.updated_at
  from desk.dashboard d
 where d.id = any (@ids::uuid[]);
