-- name: ListEmployees :many
select e.id, e.number, e.name, e.legal_name, e.preferred_name, e.email, e.phone, e.login_id, e.version, e.custom,
       s.hired_on, s.last_day, s.seniority_from,
       j.unit_id, u.name as unit_name, j.position_id, p.title as position_title, j.title, j.site, j.employment_type,
       l.manager_id, m.name as manager_name,
       (/* TEMPLATE_BEGIN: key */ e.id::text /* TEMPLATE_END */)::text as page_key
  from hr.employee e
  join hr.employment s on s.employee_id = e.id and (s.spell = 1 or s.hired_on <= @day) and (s.next_hired_on is null or @day < s.next_hired_on)
  left join hr.job_fact j on j.employee_id = e.id and j.valid_from <= @day and (j.valid_to is null or @day < j.valid_to)
  left join hr.unit u on u.id = j.unit_id
  left join hr.position p on p.id = j.position_id
  left join hr.reporting_line l on l.employee_id = e.id and l.kind = 'line' and l.valid_from <= @day and (l.valid_to is null or @day < l.valid_to)
  left join hr.employee m on m.id = l.manager_id
 where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ e.id /* TEMPLATE_END */
 limit @max::int;

-- name: CountEmployees :one
select count(*)
  from (select 1
          from hr.employee e
          join hr.employment s on s.employee_id = e.id and (s.spell = 1 or s.hired_on <= @day) and (s.next_hired_on is null or @day < s.next_hired_on)
          left join hr.job_fact j on j.employee_id = e.id and j.valid_from <= @day and (j.valid_to is null or @day < j.valid_to)
          left join hr.reporting_line l on l.employee_id = e.id and l.kind = 'line' and l.valid_from <= @day and (l.valid_to is null or @day < l.valid_to)
         where /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */
         limit 10001) x;

-- name: GetEmployee :one
select e.id, e.number, e.name, e.legal_name, e.preferred_name, e.email, e.phone, e.login_id, e.version, e.custom,
       s.hired_on, s.last_day, s.seniority_from,
       j.unit_id, u.name as unit_name, j.position_id, p.title as position_title, j.title, j.site, j.employment_type,
       l.manager_id, m.name as manager_name,
       e.notes, e.birth_date, e.home_address, e.personal_phone,
       (/* TEMPLATE_BEGIN: relation */ 'all' /* TEMPLATE_END */)::text as relation
  from hr.employee e
  join hr.employment s on s.employee_id = e.id and (s.spell = 1 or s.hired_on <= @day) and (s.next_hired_on is null or @day < s.next_hired_on)
  left join hr.job_fact j on j.employee_id = e.id and j.valid_from <= @day and (j.valid_to is null or @day < j.valid_to)
  left join hr.unit u on u.id = j.unit_id
  left join hr.position p on p.id = j.position_id
  left join hr.reporting_line l on l.employee_id = e.id and l.kind = 'line' and l.valid_from <= @day and (l.valid_to is null or @day < l.valid_to)
  left join hr.employee m on m.id = l.manager_id
 where e.id = @id
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;

-- name: ListPeople :many
-- People as other modules see them: by ID or login, under the caller's scope.
select e.id, e.number, e.name, e.email, e.login_id, s.hired_on, s.last_day,
       j.unit_id, u.name as unit_name, j.title, l.manager_id
  from hr.employee e
  join hr.employment s on s.employee_id = e.id and (s.spell = 1 or s.hired_on <= @day) and (s.next_hired_on is null or @day < s.next_hired_on)
  left join hr.job_fact j on j.employee_id = e.id and j.valid_from <= @day and (j.valid_to is null or @day < j.valid_to)
  left join hr.unit u on u.id = j.unit_id
  left join hr.reporting_line l on l.employee_id = e.id and l.kind = 'line' and l.valid_from <= @day and (l.valid_to is null or @day < l.valid_to)
 where (e.id = any(@ids::uuid[]) or e.login_id = any(@logins::uuid[]))
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;

-- name: LockEmployees :many
select id, number, legal_name, preferred_name, email, phone, notes, birth_date, home_address, personal_phone, login_id, version, name, custom
  from hr.employee
 where id = any(@ids::uuid[])
 order by id
   for update;

-- name: InsertEmployees :exec
insert into hr.employee (id, number, legal_name, preferred_name, email, phone, notes, birth_date, home_address, personal_phone, custom, created_at)
select r.id, r.number, r.legal_name, r.preferred_name, r.email, r.phone, r.notes, nullif(r.birth_date, '')::date, r.home_address, r.personal_phone, r.custom::jsonb, @now::timestamptz
  from (select unnest(@ids::uuid[]) as id, unnest(@numbers::text[]) as number, unnest(@legal_names::text[]) as legal_name,
               unnest(@preferred_names::text[]) as preferred_name, unnest(@emails::text[]) as email, unnest(@phones::text[]) as phone,
               unnest(@notes::text[]) as notes, unnest(@birth_dates::text[]) as birth_date,
               unnest(@home_addresses::text[]) as home_address, unnest(@personal_phones::text[]) as personal_phone, unnest(@customs::text[]) as custom) r;

-- name: UpdateEmployee :execrows
update hr.employee
   set number = @number, legal_name = @legal_name, preferred_name = @preferred_name, email = @email, phone = @phone, notes = @notes,
       birth_date = @birth_date, home_address = @home_address, personal_phone = @personal_phone, custom = @custom, version = version + 1
 where id = @id;

-- name: TouchEmployees :exec
update hr.employee set version = version + 1 where id = any(@ids::uuid[]);

-- name: SetLogin :exec
update hr.employee set login_id = @login_id, version = version + 1 where id = @id;

-- name: DeleteEmployee :execrows
delete from hr.employee where id = @id;

-- name: NextNumber :one
select (greatest(coalesce(max(number_value), 0), 1000) + 1)::bigint from hr.employee;

-- name: LockTree :exec
-- One change of who is above whom at a time in an organisation: a rule over many rows needs one lock.
select pg_advisory_xact_lock(hashtextextended('hr.tree:' || current_setting('app.org_id'), 0));

-- name: LockNumbers :exec
select pg_advisory_xact_lock(hashtextextended('hr.number:' || current_setting('app.org_id'), 0));

-- name: EmployeeNames :many
select e.id, e.name
  from hr.employee e
  join hr.employment s on s.employee_id = e.id and (s.spell = 1 or s.hired_on <= @day) and (s.next_hired_on is null or @day < s.next_hired_on)
  left join hr.job_fact j on j.employee_id = e.id and j.valid_from <= @day and (j.valid_to is null or @day < j.valid_to)
 where e.id = any(@ids::uuid[])
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;
