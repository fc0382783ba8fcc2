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

-- What equality compares, without case. An index over it answers all fields of a table at once.
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

-- +goose Down
drop schema custom cascade;
