-- +goose Up
grant select (org_id, id, number, name_key, legal_key, email_key) on hr.employee to longhouse_search;
create policy search on hr.employee for select to longhouse_search using (true);

-- like is not leakproof, so behind row level security no index could serve it
-- (architecture.md 5). It looks only into what the directory shows.
create function hr.employee_search(text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id from hr.employee
   where org_id = current_setting('app.org_id')::uuid
     and (name_key like '%' || hr.fold($1) || '%' or legal_key like '%' || hr.fold($1) || '%' or email_key like '%' || lower($1) || '%')
  union
  select id from hr.employee where org_id = current_setting('app.org_id')::uuid and number = $1
$$;
grant create on schema hr to longhouse_search;
grant execute on function hr.employee_search to longhouse_hr;
alter function hr.employee_search owner to longhouse_search;
revoke create on schema hr from longhouse_search;

-- +goose Down
drop function hr.employee_search;
drop policy search on hr.employee;
