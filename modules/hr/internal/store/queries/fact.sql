-- name: ListSpells :many
select id, employee_id, spell, hired_on, last_day, end_reason, seniority_from, announced_at
  from hr.employment
 where employee_id = any(@employees::uuid[])
 order by employee_id, spell;

-- name: InsertSpells :exec
insert into hr.employment (id, employee_id, spell, hired_on, last_day, end_reason, seniority_from, announced_at, created_at)
select r.id, r.employee_id, r.spell, r.hired_on::date, nullif(r.last_day, '')::date, r.end_reason, r.seniority_from::date,
       case when r.announced then @now::timestamptz end, @now::timestamptz
  from (select unnest(@ids::uuid[]) as id, unnest(@employees::uuid[]) as employee_id, unnest(@spells::int[]) as spell,
               unnest(@hired_on::text[]) as hired_on, unnest(@last_days::text[]) as last_day, unnest(@end_reasons::text[]) as end_reason,
               unnest(@seniority_from::text[]) as seniority_from, unnest(@announced::bool[]) as announced) r;

-- name: UpdateSpell :exec
update hr.employment
   set hired_on = @hired_on, last_day = @last_day, end_reason = @end_reason, seniority_from = @seniority_from, announced_at = @announced_at
 where id = @id;

-- name: FollowSpell :exec
update hr.employment set next_hired_on = @next_hired_on where employee_id = @employee_id and spell = @spell;

-- name: DeleteSpell :exec
delete from hr.employment where id = @id;

-- name: ListJobs :many
select id, employee_id, valid_from, valid_to, unit_id, position_id, title, site, employment_type
  from hr.job_fact
 where employee_id = any(@employees::uuid[])
 order by employee_id, valid_from;

-- name: ListJobViews :many
select j.id, j.valid_from, j.valid_to, j.unit_id, u.name as unit_name, j.position_id, p.title as position_title, j.title, j.site, j.employment_type
  from hr.job_fact j
  join hr.unit u on u.id = j.unit_id
  left join hr.position p on p.id = j.position_id
 where j.employee_id = @employee
 order by j.valid_from desc;

-- name: InsertJobs :exec
insert into hr.job_fact (id, employee_id, valid_from, valid_to, unit_id, position_id, title, site, employment_type, created_at)
select r.id, r.employee_id, r.valid_from::date, nullif(r.valid_to, '')::date, r.unit_id,
       nullif(r.position_id, '00000000-0000-0000-0000-000000000000'::uuid), r.title, r.site, r.employment_type, @now::timestamptz
  from (select unnest(@ids::uuid[]) as id, unnest(@employees::uuid[]) as employee_id, unnest(@valid_from::text[]) as valid_from,
               unnest(@valid_to::text[]) as valid_to, unnest(@units::uuid[]) as unit_id, unnest(@positions::uuid[]) as position_id,
               unnest(@titles::text[]) as title, unnest(@sites::text[]) as site, unnest(@employment_types::text[]) as employment_type) r;

-- name: UpdateJob :exec
update hr.job_fact
   set valid_from = @valid_from, valid_to = @valid_to, unit_id = @unit_id, position_id = @position_id,
       title = @title, site = @site, employment_type = @employment_type
 where id = @id;

-- name: DeleteJobs :exec
delete from hr.job_fact where id = any(@ids::uuid[]);

-- name: ListLines :many
select id, employee_id, valid_from, valid_to, manager_id
  from hr.reporting_line
 where employee_id = any(@employees::uuid[]) and kind = 'line'
 order by employee_id, valid_from;

-- name: ListLineViews :many
select l.id, l.valid_from, l.valid_to, l.manager_id, m.name as manager_name
  from hr.reporting_line l
  left join hr.employee m on m.id = l.manager_id
 where l.employee_id = @employee and l.kind = 'line'
 order by l.valid_from desc;

-- name: InsertLines :exec
insert into hr.reporting_line (id, employee_id, valid_from, valid_to, manager_id, created_at)
select r.id, r.employee_id, r.valid_from::date, nullif(r.valid_to, '')::date,
       nullif(r.manager_id, '00000000-0000-0000-0000-000000000000'::uuid), @now::timestamptz
  from (select unnest(@ids::uuid[]) as id, unnest(@employees::uuid[]) as employee_id, unnest(@valid_from::text[]) as valid_from,
               unnest(@valid_to::text[]) as valid_to, unnest(@managers::uuid[]) as manager_id) r;

-- name: UpdateLine :exec
update hr.reporting_line set valid_from = @valid_from, valid_to = @valid_to, manager_id = @manager_id where id = @id;

-- name: DeleteLines :exec
delete from hr.reporting_line where id = any(@ids::uuid[]);

-- name: ReportsFrom :many
-- Everybody who reports to the manager on a day or later.
select distinct employee_id
  from hr.reporting_line
 where manager_id = @manager and kind = 'line' and (valid_to is null or valid_to > @day)
 order by employee_id;

-- name: LineCycles :many
-- People who would stand above themselves on some day: from each of their
-- lines walk up, over the days that all lines of the walk share.
with recursive walk (start, above, since, until) as (
  select l.employee_id, l.manager_id, l.valid_from, coalesce(l.valid_to, 'infinity'::date)
    from hr.reporting_line l
   where l.employee_id = any(@employees::uuid[]) and l.kind = 'line' and l.manager_id is not null
  union
  select w.start, l.manager_id, greatest(w.since, l.valid_from), least(w.until, coalesce(l.valid_to, 'infinity'::date))
    from walk w
    join hr.reporting_line l on l.employee_id = w.above and l.kind = 'line' and l.manager_id is not null
         and l.valid_from < w.until and w.since < coalesce(l.valid_to, 'infinity'::date)
   where w.above <> w.start
)
select distinct start::uuid as employee_id from walk where above = start;

-- name: Below :many
-- Everybody below a person in the line on a day, the person too.
with recursive below (id) as (
  select e.id from hr.employee e where e.login_id = @login::uuid
  union
  select l.employee_id
    from below b
    join hr.reporting_line l on l.manager_id = b.id and l.kind = 'line' and l.valid_from <= @day and (l.valid_to is null or @day < l.valid_to)
)
select id::uuid as id from below;

-- name: Above :many
-- The managers above a person on a day, nearest first, and whether they are employed on another day.
with recursive above (id, level) as (
  select l.manager_id, 1
    from hr.reporting_line l
   where l.employee_id = @employee and l.kind = 'line' and l.manager_id is not null
     and l.valid_from <= @day and (l.valid_to is null or @day < l.valid_to)
  union all
  select l.manager_id, a.level + 1
    from above a
    join hr.reporting_line l on l.employee_id = a.id and l.kind = 'line' and l.manager_id is not null
         and l.valid_from <= @day and (l.valid_to is null or @day < l.valid_to)
   where a.level < 100
)
select a.id::uuid as id, a.level::int as level, e.login_id,
       exists (select from hr.employment s
                where s.employee_id = a.id and s.hired_on <= @today::date and (s.last_day is null or @today::date <= s.last_day))::bool as employed
  from above a
  join hr.employee e on e.id = a.id
 order by a.level;

-- name: LockDueLeavers :many
select s.id, s.employee_id
  from hr.employment s
 where s.last_day < @today and s.announced_at is null
 order by s.last_day, s.id
 limit 500
   for update of s skip locked;

-- name: Announce :execrows
update hr.employment set announced_at = @now where id = @id and announced_at is null;

-- name: ChartBoxes :many
select e.id, e.name, j.title, j.unit_id, u.name as unit_name, l.manager_id
  from hr.employee e
  join hr.employment s on s.employee_id = e.id and s.hired_on <= @day and (s.last_day is null or @day <= s.last_day)
  join hr.job_fact j on j.employee_id = e.id and j.valid_from <= @day and (j.valid_to is null or @day < j.valid_to)
  join hr.unit u on u.id = j.unit_id
  left join hr.reporting_line l on l.employee_id = e.id and l.kind = 'line' and l.valid_from <= @day and (l.valid_to is null or @day < l.valid_to)
 where /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */
 order by e.name_key, e.id;
