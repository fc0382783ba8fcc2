-- +goose Up
-- Whom a mistyped name leads to: the closest words, when nothing holds the text itself.
grant create on schema hr to longhouse_search;
set role longhouse_search;
select public.word_similarity('a', 'a'); -- loads the extension, which knows the threshold
create function hr.employee_near(text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp set pg_trgm.word_similarity_threshold = 0.33 as $$
  select id from hr.employee
   where org_id = current_setting('app.org_id')::uuid and name_key operator(public.%>) hr.fold($1)
   order by name_key operator(public.<->>) hr.fold($1), id
   limit 20
$$;
revoke execute on function hr.employee_near from public;
grant execute on function hr.employee_near to longhouse_hr;
set role longhouse_owner;
revoke create on schema hr from longhouse_search;

-- +goose Down
drop function hr.employee_near;
