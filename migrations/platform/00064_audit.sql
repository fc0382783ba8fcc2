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

-- history.note, unless the same person has the same fact about the same record within a while.
-- +goose StatementBegin
create function history.note_seldom(its_id uuid, its_kind text, its_address text, its_entity text, its_entity_id uuid, its_detail jsonb, seconds int) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into history.fact (id, kind, actor, via, token_id, address, request_id, reason, entity, entity_id, detail)
  select its_id, its_kind, current_setting('app.actor'), current_setting('app.via'), nullif(current_setting('app.token', true), '')::uuid,
         its_address, nullif(current_setting('app.request', true), '')::uuid, nullif(current_setting('app.reason', true), ''),
         its_entity, its_entity_id, its_detail
   where not exists (select from history.fact f
                      where f.entity_id = its_entity_id and f.entity = its_entity and f.kind = its_kind and f.actor = current_setting('app.actor')
                        and f.at > clock_timestamp() - make_interval(secs => seconds))
$$;
-- +goose StatementEnd
grant execute on function history.note_seldom to longhouse_platform, longhouse_identity, longhouse_access, longhouse_relay, longhouse_crm, longhouse_hr, longhouse_inventory;
grant create on schema history to longhouse_history;
alter function history.note_seldom owner to longhouse_history;
revoke create on schema history from longhouse_history;

-- +goose Down
drop function history.note_seldom;
drop function history.change_set_search;
drop policy search on history.change_set;
drop index history.change_set_reason, history.fact_by_kind;
