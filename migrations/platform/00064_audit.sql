-- +goose Up
-- Facts by kind, and a search over the reasons that people gave.
create index fact_by_kind on history.fact (org_id, kind, at, id);
create index change_set_reason on history.change_set using gin (reason gin_trgm_ops) where reason is not null;
grant usage on schema history to longhouse_search;
grant select (org_id, id, reason) on history.change_set to longhouse_search;
create policy search on history.change_set for select to longhouse_search using (true);
create function history.change_set_search(text) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id from history.change_set s where s.org_id = current_setting('app.org_id')::uuid and s.reason ilike '%' || $1 || '%'
$$;
grant execute on function history.change_set_search to longhouse_platform;
grant create on schema history to longhouse_search;
alter function history.change_set_search owner to longhouse_search;
revoke create on schema history from longhouse_search;

-- +goose Down
drop function history.change_set_search;
drop policy search on history.change_set;
drop index history.change_set_reason, history.fact_by_kind;
