-- +goose Up
-- What a change costs. A set and its changes are written by the same functions in
-- the same transaction, so no foreign key asks again for each row; and the key by
-- set serves as primary key, so that there is one index less to write.
alter table history.change drop constraint change_of_set;
alter table history.change drop constraint change_key;
drop index history.change_by_set;
alter table history.change add constraint change_key primary key (org_id, change_set_id, n);

grant create on schema history to longhouse_history;
set role longhouse_history;

-- Writes the transaction's change set, once. A savepoint that is rolled back takes
-- the marker with it.
-- +goose StatementBegin
create function history.open_set() returns uuid
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  its_id constant text := current_setting('app.change_set');
begin
  insert into history.change_set (org_id, id, actor, via, token_id, request_id, reason, operation_id, tab_id)
  values (current_setting('app.org_id')::uuid, its_id::uuid, current_setting('app.actor'), current_setting('app.via'),
          nullif(current_setting('app.token', true), '')::uuid,
          nullif(current_setting('app.request', true), '')::uuid, nullif(current_setting('app.reason', true), ''),
          nullif(current_setting('app.operation', true), '')::uuid, nullif(current_setting('app.tab', true), '')::uuid);
  perform set_config('app.recorded', its_id, true);
  return its_id::uuid;
end $$;

-- Whose part a row is: the @columns among a trigger's arguments.
create function history.owners(arguments text[]) returns text[]
language sql immutable as $$
  select array(select substr(a.word, 2) from unnest(arguments) with ordinality a (word, n) where left(a.word, 1) = '@' order by a.n)
$$;

-- The trigger of one row, for tables that record changes of some columns only
-- (after update of …). All others get the three below, by history.settle().
-- Arguments: names of columns that are not kept, and @name for the column that says
-- whose part the row is; of several the first that is not null.
create or replace function history.capture() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  hidden text[] := coalesce(tg_argv, '{}');
  owners text[] := case when tg_nargs > 0 then history.owners(hidden) end;
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - hidden end;
  after  jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - hidden end;
  whole  jsonb := coalesce(after, before);
begin
  if tg_op = 'UPDATE' then                                            -- keep what changed, and only that
    select jsonb_object_agg(b.key, b.value), jsonb_object_agg(b.key, after -> b.key) into before, after
      from jsonb_each(before) b where b.value is distinct from after -> b.key;
    if before is null then return null; end if;
  end if;
  insert into history.change (org_id, change_set_id, table_name, row_id, owner_id, op, before, after)
  values (current_setting('app.org_id')::uuid, current_setting('app.change_set')::uuid, tg_table_schema || '.' || tg_table_name,
          (whole ->> 'id')::uuid, coalesce(whole ->> owners[1], whole ->> owners[2])::uuid, lower(tg_op), before, after);
  if current_setting('app.recorded', true) is distinct from current_setting('app.change_set') then
    perform history.open_set();
  end if;
  return null;
end $$;

-- The triggers of a statement: one insert for all rows that it touched, in the order in which it did.
create function history.capture_inserts() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  hidden  text[] := coalesce(tg_argv, '{}');
  owners  text[] := case when tg_nargs > 0 then history.owners(hidden) end;
  its_set uuid   := nullif(current_setting('app.change_set', true), '')::uuid;
  name    text   := tg_table_schema || '.' || tg_table_name;
begin
  insert into history.change (org_id, change_set_id, table_name, row_id, owner_id, op, after)
  select i.org_id, its_set, name, i.id, coalesce(i.image ->> owners[1], i.image ->> owners[2])::uuid, 'insert', i.image
    from (select r.org_id, r.id, to_jsonb(r) - hidden as image from new_rows r offset 0) i;
  if found and current_setting('app.recorded', true) is distinct from current_setting('app.change_set') then
    perform history.open_set();
  end if;
  return null;
end $$;

create function history.capture_deletes() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  hidden  text[] := coalesce(tg_argv, '{}');
  owners  text[] := case when tg_nargs > 0 then history.owners(hidden) end;
  its_set uuid   := nullif(current_setting('app.change_set', true), '')::uuid;
  name    text   := tg_table_schema || '.' || tg_table_name;
begin
  insert into history.change (org_id, change_set_id, table_name, row_id, owner_id, op, before)
  select i.org_id, its_set, name, i.id, coalesce(i.image ->> owners[1], i.image ->> owners[2])::uuid, 'delete', i.image
    from (select r.org_id, r.id, to_jsonb(r) - hidden as image from old_rows r offset 0) i;
  if found and current_setting('app.recorded', true) is distinct from current_setting('app.change_set') then
    perform history.open_set();
  end if;
  return null;
end $$;

-- Old and new rows come in the same order, so they are paired by their places. A
-- join would be planned once, for the first statement's few rows, and loop over
-- each with each when a later one has thousands; those get a plan of their own.
create function history.capture_updates() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  hidden  text[] := coalesce(tg_argv, '{}');
  owners  text[] := case when tg_nargs > 0 then history.owners(hidden) end;
  its_set uuid   := nullif(current_setting('app.change_set', true), '')::uuid;
  name    text   := tg_table_schema || '.' || tg_table_name;
  was     jsonb[] := array(select to_jsonb(r) - hidden from old_rows r limit 5001);
  written bigint;
begin
  if cardinality(was) = 0 then return null; end if;
  if cardinality(was) <= 5000 then
    insert into history.change (org_id, change_set_id, table_name, row_id, owner_id, op, before, after)
    select (j.now ->> 'org_id')::uuid, its_set, name, case when j.was -> 'id' = j.now -> 'id' then (j.now ->> 'id')::uuid end,
           coalesce(j.now ->> owners[1], j.now ->> owners[2])::uuid, 'update', d.before, d.after
      from unnest(was, array(select to_jsonb(r) - hidden from new_rows r)) j (was, now)
     cross join lateral (select jsonb_object_agg(b.key, b.value) as before, jsonb_object_agg(b.key, j.now -> b.key) as after
                           from jsonb_each(j.was) b where b.value is distinct from j.now -> b.key) d
     where d.before is not null;
  else
    execute 'insert into history.change (org_id, change_set_id, table_name, row_id, owner_id, op, before, after)
      select j.org_id, $1, $2, j.id, coalesce(j.now ->> $3[1], j.now ->> $3[2])::uuid, ''update'', d.before, d.after
        from (select n.org_id, n.id, to_jsonb(o) - $4 as was, to_jsonb(n) - $4 as now from old_rows o join new_rows n on n.id = o.id offset 0) j
       cross join lateral (select jsonb_object_agg(b.key, b.value) as before, jsonb_object_agg(b.key, j.now -> b.key) as after
                             from jsonb_each(j.was) b where b.value is distinct from j.now -> b.key) d
       where d.before is not null' using its_set, name, owners, hidden;
  end if;
  get diagnostics written = row_count;
  if written > 0 and current_setting('app.recorded', true) is distinct from current_setting('app.change_set') then
    perform history.open_set();
  end if;
  return null;
end $$;
-- +goose StatementEnd
revoke execute on function history.open_set, history.owners, history.capture_inserts, history.capture_updates, history.capture_deletes from public;
grant execute on function history.capture_inserts, history.capture_updates, history.capture_deletes to longhouse_owner;
set role longhouse_owner;
revoke create on schema history from longhouse_history;

-- Gives every table whose trigger is one of rows the three of statements instead,
-- with the same arguments. Whoever migrates calls it at the end, so that a table
-- is made with one line; a table that records some columns only keeps its own.
-- +goose StatementBegin
create function history.settle() returns int
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  t record;
  settled int := 0;
begin
  for t in
    select g.tgrelid::regclass as name,
           coalesce((select string_agg(quote_literal(a.word), ', ' order by a.n)
                       from unnest(string_to_array(encode(g.tgargs, 'escape'), '\000')) with ordinality a (word, n)
                      where a.n <= g.tgnargs), '') as arguments
      from pg_trigger g join pg_class c on c.oid = g.tgrelid
     where g.tgfoid = 'history.capture'::regproc and g.tgname = 'history' and g.tgtype = 29 and g.tgattr = ''::int2vector and g.tgenabled = 'O'
       and c.relowner = 'longhouse_owner'::regrole
     order by c.oid
  loop
    execute format('drop trigger history on %s', t.name);
    execute format('drop trigger if exists history_of_updates on %s', t.name);
    execute format('drop trigger if exists history_of_deletes on %s', t.name);
    execute format('create trigger history after insert on %s referencing new table as new_rows for each statement execute function history.capture_inserts(%s)', t.name, t.arguments);
    execute format('create trigger history_of_updates after update on %s referencing old table as old_rows new table as new_rows for each statement execute function history.capture_updates(%s)', t.name, t.arguments);
    execute format('create trigger history_of_deletes after delete on %s referencing old table as old_rows for each statement execute function history.capture_deletes(%s)', t.name, t.arguments);
    settled := settled + 1;
  end loop;
  return settled;
end $$;
-- +goose StatementEnd

-- +goose Down
drop function history.settle();
