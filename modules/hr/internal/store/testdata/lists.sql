-- scope all, {Filter:map[] Tree:[] Query: Near:false IDs:[] Sort: After: Limit:0 Count:false Scope:none Group:[] Of:[] Now:0001-01-01 00:00:00 +0000 UTC Mates:[] Custom:[]}
-- name: ListEmployees :many
select e.id, e.number, e.name, e.legal_name, e.preferred_name, e.email, e.phone, e.login_id, e.version, e.custom,
       s.hired_on, s.last_day, s.seniority_from,
       j.unit_id, u.name as unit_name, j.position_id, p.title as position_title, j.title, j.site, j.employment_type,
       l.manager_id, m.name as manager_name,
       ((e.name_key)::text)::text as page_key
  from hr.employee e
  join hr.employment s on s.employee_id = e.id and (s.spell = 1 or s.hired_on <= $1) and (s.next_hired_on is null or $1 < s.next_hired_on)
  left join hr.job_fact j on j.employee_id = e.id and j.valid_from <= $1 and (j.valid_to is null or $1 < j.valid_to)
  left join hr.unit u on u.id = j.unit_id
  left join hr.position p on p.id = j.position_id
  left join hr.reporting_line l on l.employee_id = e.id and l.kind = 'line' and l.valid_from <= $1 and (l.valid_to is null or $1 < l.valid_to)
  left join hr.employee m on m.id = l.manager_id
 where (true and true)
 order by e.name_key, e.id
 limit $2::int
-- [2025-02-15 51]

-- scope all, {Filter:map[status:[active]] Tree:[] Query:ann Near:false IDs:[] Sort:-hired_on After: Limit:0 Count:false Scope:none Group:[] Of:[] Now:0001-01-01 00:00:00 +0000 UTC Mates:[] Custom:[]}
-- name: ListEmployees :many
select e.id, e.number, e.name, e.legal_name, e.preferred_name, e.email, e.phone, e.login_id, e.version, e.custom,
       s.hired_on, s.last_day, s.seniority_from,
       j.unit_id, u.name as unit_name, j.position_id, p.title as position_title, j.title, j.site, j.employment_type,
       l.manager_id, m.name as manager_name,
       ((s.hired_on)::text)::text as page_key
  from hr.employee e
  join hr.employment s on s.employee_id = e.id and (s.spell = 1 or s.hired_on <= $1) and (s.next_hired_on is null or $1 < s.next_hired_on)
  left join hr.job_fact j on j.employee_id = e.id and j.valid_from <= $1 and (j.valid_to is null or $1 < j.valid_to)
  left join hr.unit u on u.id = j.unit_id
  left join hr.position p on p.id = j.position_id
  left join hr.reporting_line l on l.employee_id = e.id and l.kind = 'line' and l.valid_from <= $1 and (l.valid_to is null or $1 < l.valid_to)
  left join hr.employee m on m.id = l.manager_id
 where (true and ((((s.hired_on <= date '2025-02-15' and (s.last_day is null or date '2025-02-15' <= s.last_day)) = true)) and (s.employee_id in (select hr.employee_search($3::text) union select hr.employee_custom_words($4::text)))))
 order by s.hired_on desc, s.employee_id desc
 limit $2::int
-- [2025-02-15 51 ann ann]

-- scope team, {Filter:map[] Tree:[] Query: Near:false IDs:[] Sort: After: Limit:0 Count:false Scope:none Group:[] Of:[] Now:0001-01-01 00:00:00 +0000 UTC Mates:[] Custom:[]}
-- name: ListEmployees :many
select e.id, e.number, e.name, e.legal_name, e.preferred_name, e.email, e.phone, e.login_id, e.version, e.custom,
       s.hired_on, s.last_day, s.seniority_from,
       j.unit_id, u.name as unit_name, j.position_id, p.title as position_title, j.title, j.site, j.employment_type,
       l.manager_id, m.name as manager_name,
       ((e.name_key)::text)::text as page_key
  from hr.employee e
  join hr.employment s on s.employee_id = e.id and (s.spell = 1 or s.hired_on <= $1) and (s.next_hired_on is null or $1 < s.next_hired_on)
  left join hr.job_fact j on j.employee_id = e.id and j.valid_from <= $1 and (j.valid_to is null or $1 < j.valid_to)
  left join hr.unit u on u.id = j.unit_id
  left join hr.position p on p.id = j.position_id
  left join hr.reporting_line l on l.employee_id = e.id and l.kind = 'line' and l.valid_from <= $1 and (l.valid_to is null or $1 < l.valid_to)
  left join hr.employee m on m.id = l.manager_id
 where (((((e.login_id) = $3::uuid) or ((e.id) = any($4::uuid[])))) and true)
 order by e.name_key, e.id
 limit $2::int
-- [2025-02-15 51 01000000-0000-0000-0000-000000000000 []]

-- scope team, {Filter:map[status:[active]] Tree:[] Query:ann Near:false IDs:[] Sort:-hired_on After: Limit:0 Count:false Scope:none Group:[] Of:[] Now:0001-01-01 00:00:00 +0000 UTC Mates:[] Custom:[]}
-- name: ListEmployees :many
select e.id, e.number, e.name, e.legal_name, e.preferred_name, e.email, e.phone, e.login_id, e.version, e.custom,
       s.hired_on, s.last_day, s.seniority_from,
       j.unit_id, u.name as unit_name, j.position_id, p.title as position_title, j.title, j.site, j.employment_type,
       l.manager_id, m.name as manager_name,
       ((s.hired_on)::text)::text as page_key
  from hr.employee e
  join hr.employment s on s.employee_id = e.id and (s.spell = 1 or s.hired_on <= $1) and (s.next_hired_on is null or $1 < s.next_hired_on)
  left join hr.job_fact j on j.employee_id = e.id and j.valid_from <= $1 and (j.valid_to is null or $1 < j.valid_to)
  left join hr.unit u on u.id = j.unit_id
  left join hr.position p on p.id = j.position_id
  left join hr.reporting_line l on l.employee_id = e.id and l.kind = 'line' and l.valid_from <= $1 and (l.valid_to is null or $1 < l.valid_to)
  left join hr.employee m on m.id = l.manager_id
 where (((((e.login_id) = $3::uuid) or ((e.id) = any($4::uuid[])))) and ((((s.hired_on <= date '2025-02-15' and (s.last_day is null or date '2025-02-15' <= s.last_day)) = true)) and (s.employee_id in (select hr.employee_search($5::text) union select hr.employee_custom_words($6::text)))))
 order by s.hired_on desc, s.employee_id desc
 limit $2::int
-- [2025-02-15 51 01000000-0000-0000-0000-000000000000 [] ann ann]

-- scope dept without own, {Filter:map[] Tree:[] Query: Near:false IDs:[] Sort: After: Limit:0 Count:false Scope:none Group:[] Of:[] Now:0001-01-01 00:00:00 +0000 UTC Mates:[] Custom:[]}
-- name: ListEmployees :many
select e.id, e.number, e.name, e.legal_name, e.preferred_name, e.email, e.phone, e.login_id, e.version, e.custom,
       s.hired_on, s.last_day, s.seniority_from,
       j.unit_id, u.name as unit_name, j.position_id, p.title as position_title, j.title, j.site, j.employment_type,
       l.manager_id, m.name as manager_name,
       ((e.name_key)::text)::text as page_key
  from hr.employee e
  join hr.employment s on s.employee_id = e.id and (s.spell = 1 or s.hired_on <= $1) and (s.next_hired_on is null or $1 < s.next_hired_on)
  left join hr.job_fact j on j.employee_id = e.id and j.valid_from <= $1 and (j.valid_to is null or $1 < j.valid_to)
  left join hr.unit u on u.id = j.unit_id
  left join hr.position p on p.id = j.position_id
  left join hr.reporting_line l on l.employee_id = e.id and l.kind = 'line' and l.valid_from <= $1 and (l.valid_to is null or $1 < l.valid_to)
  left join hr.employee m on m.id = l.manager_id
 where (((((e.login_id) = $3::uuid) or ((e.id) = any($4::uuid[])) or ((j.unit_id) = any($5::uuid[]))) and not coalesce((((e.login_id) = $6::uuid)), false)) and true)
 order by e.name_key, e.id
 limit $2::int
-- [2025-02-15 51 01000000-0000-0000-0000-000000000000 [] [] 01000000-0000-0000-0000-000000000000]

-- scope dept without own, {Filter:map[status:[active]] Tree:[] Query:ann Near:false IDs:[] Sort:-hired_on After: Limit:0 Count:false Scope:none Group:[] Of:[] Now:0001-01-01 00:00:00 +0000 UTC Mates:[] Custom:[]}
-- name: ListEmployees :many
select e.id, e.number, e.name, e.legal_name, e.preferred_name, e.email, e.phone, e.login_id, e.version, e.custom,
       s.hired_on, s.last_day, s.seniority_from,
       j.unit_id, u.name as unit_name, j.position_id, p.title as position_title, j.title, j.site, j.employment_type,
       l.manager_id, m.name as manager_name,
       ((s.hired_on)::text)::text as page_key
  from hr.employee e
  join hr.employment s on s.employee_id = e.id and (s.spell = 1 or s.hired_on <= $1) and (s.next_hired_on is null or $1 < s.next_hired_on)
  left join hr.job_fact j on j.employee_id = e.id and j.valid_from <= $1 and (j.valid_to is null or $1 < j.valid_to)
  left join hr.unit u on u.id = j.unit_id
  left join hr.position p on p.id = j.position_id
  left join hr.reporting_line l on l.employee_id = e.id and l.kind = 'line' and l.valid_from <= $1 and (l.valid_to is null or $1 < l.valid_to)
  left join hr.employee m on m.id = l.manager_id
 where (((((e.login_id) = $3::uuid) or ((e.id) = any($4::uuid[])) or ((j.unit_id) = any($5::uuid[]))) and not coalesce((((e.login_id) = $6::uuid)), false)) and ((((s.hired_on <= date '2025-02-15' and (s.last_day is null or date '2025-02-15' <= s.last_day)) = true)) and (s.employee_id in (select hr.employee_search($7::text) union select hr.employee_custom_words($8::text)))))
 order by s.hired_on desc, s.employee_id desc
 limit $2::int
-- [2025-02-15 51 01000000-0000-0000-0000-000000000000 [] [] 01000000-0000-0000-0000-000000000000 ann ann]

