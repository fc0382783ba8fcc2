-- +goose Up
-- The one role that may delete history, and the one function through which it does. Nobody can become
-- longhouse_archivist: this file runs as the login, which lends the membership that giving the function
-- away takes, and takes it back before the transaction ends.
-- +goose StatementBegin
do $$
begin
  begin
    create role longhouse_archivist nologin noinherit;
  exception when duplicate_object or unique_violation then null;
  end;
  grant longhouse_archivist to longhouse_owner;
end $$;
-- +goose StatementEnd
set role longhouse_owner;
grant create, usage on schema history to longhouse_archivist;
grant select on history.chain to longhouse_archivist;
grant select, delete on history.change, history.change_set, history.fact, history.seal to longhouse_archivist;
grant select, insert, update, delete on history.base to longhouse_archivist;
grant execute on function history.merged(jsonb) to longhouse_archivist;

-- Cuts whole seals off the oldest end of the organisation's chain, with all that they hold, and says when the
-- last was of what went. It refuses any other range, and what is younger than a year, whatever
-- the caller says. Who calls moves the end of the chain and marks the bases, in the same
-- transaction: without the key neither holds.
-- +goose StatementBegin
create function history.cut(first_seal bigint, last_seal bigint) returns timestamptz
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  its_org constant uuid := current_setting('app.org_id')::uuid;
  oldest  bigint := (select c.first_n from history.chain c where c.org_id = its_org);
  seals   bigint;
  its_ids uuid[];
  latest  timestamptz;
begin
  if first_seal is distinct from oldest or last_seal is null or last_seal < first_seal then
    raise check_violation using message = format('history is cut from its oldest seal on, which is %s, not %s to %s', coalesce(oldest::text, 'none'), first_seal, last_seal),
      constraint = 'cut_is_of_the_oldest_seals';
  end if;
  select count(*), max(s.at) into seals, latest from history.seal s where s.org_id = its_org and s.n <= last_seal;
  if seals <> last_seal - first_seal + 1 then
    raise check_violation using message = format('%s seals are there of %s to %s', seals, first_seal, last_seal), constraint = 'cut_is_of_whole_seals';
  end if;
  its_ids := array(select i.id from history.seal s, unnest(s.ids) i (id) where s.org_id = its_org and s.n <= last_seal);
  latest  := greatest(latest, (select max(s.at) from history.change_set s where s.org_id = its_org and s.id = any(its_ids)),
                              (select max(c.at) from history.change c where c.org_id = its_org and c.change_set_id = any(its_ids)),
                              (select max(f.at) from history.fact f where f.org_id = its_org and f.id = any(its_ids)));
  if latest > clock_timestamp() - interval '1 year' then
    raise check_violation using message = format('history of %s is younger than a year', latest), constraint = 'cut_is_of_what_is_old';
  end if;

  delete from history.base b                                          -- its life ended in what goes
   using (select distinct c.table_name, c.row_id from history.change c where c.org_id = its_org and c.change_set_id = any(its_ids) and c.op = 'delete') d
   where b.org_id = its_org and b.row_id = d.row_id and b.table_name = d.table_name;
  insert into history.base (org_id, row_id, table_name, owner_id, image, n, at)
  select its_org, w.row_id, w.table_name, (array_agg(w.owner_id order by w.n desc) filter (where w.owner_id is not null))[1],
         history.merged(w.after order by w.n), min(w.n), max(w.at)
    from (select c.*, max(c.n) filter (where c.op = 'delete') over (partition by c.row_id, c.table_name) as died
            from history.change c where c.org_id = its_org and c.change_set_id = any(its_ids)) w
   where w.died is null or w.n > w.died
   group by w.row_id, w.table_name
      on conflict on constraint base_key do update
     set image = history.base.image || excluded.image, owner_id = coalesce(excluded.owner_id, history.base.owner_id), at = excluded.at, mark = '', key_id = '';

  delete from history.change c where c.org_id = its_org and c.change_set_id = any(its_ids);
  delete from history.change_set s where s.org_id = its_org and s.id = any(its_ids);
  delete from history.fact f where f.org_id = its_org and f.id = any(its_ids);
  delete from history.seal s where s.org_id = its_org and s.n <= last_seal;
  return latest;
end $$;
-- +goose StatementEnd
alter function history.cut owner to longhouse_archivist;
revoke create on schema history from longhouse_archivist;
reset role;
set local role longhouse_archivist;
revoke execute on function history.cut from public, longhouse_owner;
grant execute on function history.cut to longhouse_sealer;
reset role;
revoke longhouse_archivist from longhouse_owner;

-- +goose Down
set local role longhouse_owner;
drop function history.cut;
revoke all on history.change, history.change_set, history.fact, history.seal, history.chain, history.base from longhouse_archivist;
revoke all on schema history from longhouse_archivist;
revoke execute on function history.merged(jsonb) from longhouse_archivist;
reset role;
