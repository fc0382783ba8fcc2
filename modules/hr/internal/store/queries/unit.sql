-- name: ListUnits :many
select u.id, u.code, u.name, u.parent_id, p.name as parent_name, u.manager_id, m.name as manager_name, u.archived_at, u.version,
       (select count(*) from hr.job_fact j
         where j.unit_id = u.id and j.valid_from <= @day and (j.valid_to is null or @day < j.valid_to))::int as headcount,
       (/* TEMPLATE_BEGIN: key */ u.id::text /* TEMPLATE_END */)::text as page_key
  from hr.unit u
  left join hr.unit p on p.id = u.parent_id
  left join hr.employee m on m.id = u.manager_id
 where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ u.id /* TEMPLATE_END */
 limit @max::int;

-- name: CountUnits :one
select count(*) from (select 1 from hr.unit u where /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */ limit 10001) x;

-- name: GetUnit :one
select u.id, u.code, u.name, u.parent_id, p.name as parent_name, u.manager_id, m.name as manager_name, u.archived_at, u.version,
       (select count(*) from hr.job_fact j
         where j.unit_id = u.id and j.valid_from <= @day and (j.valid_to is null or @day < j.valid_to))::int as headcount
  from hr.unit u
  left join hr.unit p on p.id = u.parent_id
  left join hr.employee m on m.id = u.manager_id
 where u.id = @id;

-- name: LockUnit :one
select id, code, name, parent_id, manager_id, archived_at, version from hr.unit where id = @id for update;

-- name: UnitsNamed :many
select id, name_key, code
  from hr.unit
 where archived_at is null and (name_key = any(@names::text[]) or code = any(@codes::text[]));

-- name: UsableUnits :many
select id from hr.unit where id = any(@ids::uuid[]) and archived_at is null for key share;

-- name: InsertUnit :exec
insert into hr.unit (id, code, name, parent_id, manager_id, created_at) values (@id, @code, @name, @parent_id, @manager_id, @created_at);

-- name: UpdateUnit :exec
update hr.unit
   set code = @code, name = @name, parent_id = @parent_id, manager_id = @manager_id, archived_at = @archived_at, version = version + 1
 where id = @id;

-- name: DeleteUnit :execrows
delete from hr.unit where id = @id;

-- name: UnitInUse :one
select (exists (select from hr.job_fact j where j.unit_id = @id and (j.valid_to is null or j.valid_to > @day))
     or exists (select from hr.position p where p.unit_id = @id and p.status <> 'closed')
     or exists (select from hr.unit c where c.parent_id = @id and c.archived_at is null))::bool as used;

-- name: UnitAbove :one
-- Whether one unit is another or stands above it.
with recursive up (id, parent_id) as (
  select u.id, u.parent_id from hr.unit u where u.id = @start
  union
  select u.id, u.parent_id from up join hr.unit u on u.id = up.parent_id
)
select exists (select from up where id = @above::uuid)::bool as above;

-- name: Reaches :many
-- Which units people's scopes contain on a day: teams are the units that one
-- belongs to or heads, depts those that one heads; both with all below them.
-- Without employees everybody who has a login is meant.
with recursive person (id, login_id) as (
  select e.id, e.login_id from hr.employee e
   where e.login_id is not null and (@everybody::bool or e.id = any(@employees::uuid[]))
), seat (login_id, unit_id, heads) as (
  select p.login_id, u.id, true
    from person p
    join hr.unit u on u.manager_id = p.id and u.archived_at is null
    join hr.employment s on s.employee_id = p.id and s.hired_on <= @day and (s.last_day is null or @day <= s.last_day)
  union all
  select p.login_id, j.unit_id, false
    from person p
    join hr.job_fact j on j.employee_id = p.id and j.valid_from <= @day and (j.valid_to is null or @day < j.valid_to)
), tree (login_id, unit_id, heads) as (
  select login_id, unit_id, heads from seat
  union
  select t.login_id, u.id, t.heads from tree t join hr.unit u on u.parent_id = t.unit_id
)
select p.login_id::uuid as login_id,
       coalesce(array_agg(distinct t.unit_id) filter (where t.unit_id is not null), '{}')::uuid[] as teams,
       coalesce(array_agg(distinct t.unit_id) filter (where t.heads), '{}')::uuid[] as depts
  from person p
  left join tree t on t.login_id = p.login_id
 group by p.login_id
 order by p.login_id;

-- name: Turned :many
-- People with a login whose facts begin or end in a range of days.
select distinct e.id
  from hr.employee e
  join hr.job_fact j on j.employee_id = e.id
 where e.login_id is not null
   and (j.valid_from between @since and @until or j.valid_to between @since and @until);

-- name: UnitTitles :many
select id, name from hr.unit where id = any(@ids::uuid[]);
