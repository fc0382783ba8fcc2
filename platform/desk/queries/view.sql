-- name: ListViews :many
select v.id, v.list, v.name, v.owner_id, v.sharing, v.locked, v.default_for, v.position, v.state, v.version, v.created_at, v.updated_at
  from desk.view v
 where v.list = @list
   and (v.owner_id = @me or v.sharing <> 'private')
 order by v.position, v.id;

-- name: LockList :exec
-- Views of a list are changed one after the other: there is one default for everybody.
select pg_advisory_xact_lock(hashtextextended(current_setting('app.org_id') || @list::text, 0));

-- name: GetView :one
select v.id, v.list, v.name, v.owner_id, v.sharing, v.locked, v.default_for, v.position, v.state, v.version, v.created_at, v.updated_at
  from desk.view v
 where v.id = @id;

-- name: CountViews :one
select count(*) filter (where v.sharing = 'private' and v.owner_id = @me) as own,
       count(*) filter (where v.sharing <> 'private') as shared,
       coalesce(max(v.position), 0)::int as last
  from desk.view v
 where v.list = @list;

-- name: AddView :exec
insert into desk.view (id, list, name, owner_id, sharing, locked, default_for, position, state)
values (@id, @list, @name, @owner_id, @sharing, @locked, @default_for, @position, @state);

-- name: ChangeView :exec
update desk.view
   set name = @name, sharing = @sharing, locked = @locked, default_for = @default_for, position = @position, state = @state,
       version = version + 1, updated_at = clock_timestamp()
 where id = @id;

-- name: NoLongerDefault :exec
update desk.view
   set default_for = array(select w from unnest(default_for) w where w <> all (@words::text[])), version = version + 1
 where list = @list
   and id <> @id
   and default_for && @words::text[]
   and (owner_id = @me or sharing <> 'private');

-- name: DeleteView :exec
delete from desk.view where id = @id;

-- name: GetViews :many
select v.id, v.list, v.name, v.owner_id, v.sharing, v.locked, v.default_for, v.position, v.state, v.version, v.created_at, v.updated_at
  from desk.view v
 where v.id = any (@ids::uuid[]);
