-- name: ListSchedules :many
select s.name, s.spec, s.declared, s.zone, s.org_zone, s.misfire, s.paused, s.next_at, s.last_at, s.version
  from jobs.schedule s
 order by s.name;

-- name: LockSchedule :one
select s.id, s.name, s.spec, s.declared, s.zone, s.org_zone, s.misfire, s.paused, s.next_at, s.last_at, s.version, clock_timestamp()::timestamptz as now
  from jobs.schedule s
 where s.name = @name
   for update;

-- name: MoveSchedule :exec
update jobs.schedule
   set spec = @spec, zone = @zone, misfire = @misfire, paused = @paused, next_at = @next_at, version = version + 1
 where name = @name;
