-- +goose Up
create schema custom;
grant usage on schema custom to longhouse_app, longhouse_platform, longhouse_crm, longhouse_hr, longhouse_inventory, longhouse_search;

create table custom.field (
  org_id        uuid        not null default current_setting('app.org_id')::uuid,
  id            uuid        not null,
  entity        text        not null constraint field_is_of_an_entity check (entity ~ '^[a-z]+\.[a-z_]+$'),
  key           text        collate "C" not null constraint field_has_a_key check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  kind          text        not null constraint field_has_a_known_kind check (kind in ('text', 'long_text', 'integer', 'decimal', 'percent', 'money', 'boolean', 'date', 'choice',
                              'choices', 'person', 'link', 'url', 'email', 'phone', 'file', 'formula')),
  label         jsonb       not null constraint field_has_labels check (jsonb_typeof(label) = 'object' and label <> '{}'),
  help          jsonb       not null default '{}' constraint field_help_is_by_language check (jsonb_typeof(help) = 'object'),
  options       jsonb       not null default '[]' constraint field_options_are_a_list check (jsonb_typeof(options) = 'array' and octet_length(options::text) <= 100000),
  entity_of     text        not null default '' constraint field_links_if_it_is_a_link check ((kind = 'link') = (entity_of <> '')),
  currency      text        not null default '',
  decimals      int         not null default 2 constraint field_has_few_decimals check (decimals between 0 and 6),
  required      boolean     not null default false,
  is_unique     boolean     not null default false,
  default_value jsonb,
  class         text        not null default '',
  searchable    boolean     not null default false,
  formula       text        not null default '' constraint field_counts_if_it_is_a_formula check ((kind = 'formula') = (formula <> '')),
  position      int         not null,
  archived_at   timestamptz,
  version       bigint      not null default 1,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  constraint field_key primary key (org_id, id),
  constraint field_key_is_unique unique (org_id, entity, key)
);
comment on table custom.field is 'A field that an organisation has added to a kind of record. Its values stand in the records'' own column custom.';
comment on column custom.field.key is 'Names the value in the column custom. It never changes, and an archived field keeps it.';
create index field_of_entity on custom.field (org_id, entity, position, id);
alter table custom.field enable row level security, force row level security;
create policy org on custom.field using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on custom.field
  for each row execute function history.capture('version', 'updated_at');
grant select, insert, update, delete on custom.field to longhouse_platform;
grant select on custom.field to longhouse_crm, longhouse_hr, longhouse_inventory;

-- What is alike, whatever its case: unique values are compared by it.
create function custom.folded(jsonb) returns jsonb
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
  select pg_catalog.lower($1::text)::jsonb
$$;

create function custom.fold(text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
  select pg_catalog.lower(public.unaccent('public.unaccent', $1))
$$;

-- The words of a record's searchable fields. A field of a class is never among them: whoever may
-- not read it would find by it.
-- +goose StatementBegin
create function custom.keep_words() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' and new.custom = old.custom and new.custom_words = old.custom_words then
    return new;
  end if;
  if new.custom = '{}' then
    new.custom_words := '';
  else
    new.custom_words := coalesce((
      select string_agg(custom.fold(left(new.custom ->> f.key, 500)), E'\n' order by f.key)
        from custom.field f
       where f.entity = tg_table_schema || '.' || tg_table_name
         and f.searchable and f.class = '' and f.archived_at is null
         and new.custom ? f.key), '');
  end if;
  return new;
end $$;
-- +goose StatementEnd
grant execute on function custom.folded, custom.fold to longhouse_crm, longhouse_hr, longhouse_inventory, longhouse_search, longhouse_platform;
grant execute on function custom.keep_words to longhouse_crm, longhouse_hr, longhouse_inventory;

-- Gives a table that has the columns custom and custom_words what goes with them: the trigger that
-- keeps the words, the indexes, and the functions <table>_custom (records that hold one of some values),
-- <table>_custom_alike (the same without case, for what is unique) and <table>_custom_words (records with
-- a text), which alone may use operators that are not leakproof.
-- live is which rows lists show.
-- +goose StatementBegin
create procedure custom.attach(of text, live text)
language plpgsql set search_path = pg_catalog, pg_temp as $do$
declare
  schema_name text := split_part(of, '.', 1);
  name        text := split_part(of, '.', 2);
  module_role text := 'longhouse_' || schema_name;
  found_by    text;
begin
  execute format('create trigger custom_words before insert or update of custom, custom_words on %I.%I for each row execute function custom.keep_words()', schema_name, name);
  execute format('create index %I on %I.%I using gin (custom jsonb_path_ops) where %s', name || '_has_custom', schema_name, name, live);
  execute format('create index %I on %I.%I using gin (custom.folded(custom) jsonb_path_ops) where %s', name || '_has_custom_alike', schema_name, name, live);
  execute format('create index %I on %I.%I using gin (custom_words public.gin_trgm_ops) where %s', name || '_has_custom_words', schema_name, name, live);
  execute format('grant select (custom, custom_words) on %I.%I to longhouse_search', schema_name, name);
  execute format($sql$
    create function %1$I.%3$I(jsonb) returns setof uuid
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
      select r.id
        from jsonb_array_elements($1) v(one)
        join %1$I.%2$I r on r.custom @> v.one
       where r.org_id = current_setting('app.org_id')::uuid and %4$s
    $$ $sql$, schema_name, name, name || '_custom', live);
  execute format($sql$
    create function %1$I.%3$I(jsonb) returns setof uuid
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
      select r.id
        from jsonb_array_elements($1) v(one)
        join %1$I.%2$I r on custom.folded(r.custom) @> custom.folded(v.one)
       where r.org_id = current_setting('app.org_id')::uuid and %4$s
    $$ $sql$, schema_name, name, name || '_custom_alike', live);
  execute format($sql$
    create function %1$I.%3$I(text) returns setof uuid
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
      select r.id
        from %1$I.%2$I r
       where r.org_id = current_setting('app.org_id')::uuid and %4$s and r.custom_words like '%%' || custom.fold($1) || '%%'
    $$ $sql$, schema_name, name, name || '_custom_words', live);
  execute format('grant create on schema %I to longhouse_search', schema_name);
  foreach found_by in array array[format('%I.%I(jsonb)', schema_name, name || '_custom'), format('%I.%I(jsonb)', schema_name, name || '_custom_alike'),
      format('%I.%I(text)', schema_name, name || '_custom_words')] loop
    execute format('revoke all on function %s from public', found_by);
    execute format('grant execute on function %s to %I', found_by, module_role);
    execute format('alter function %s owner to longhouse_search', found_by);
  end loop;
  execute format('revoke create on schema %I from longhouse_search', schema_name);
end $do$;
-- +goose StatementEnd

-- +goose Down
drop schema custom cascade;
