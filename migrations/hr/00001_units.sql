-- +goose Up
-- Names are compared without case and accents. A generated column needs an
-- immutable function, which this is as long as nobody edits the dictionary.
create function hr.fold(text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
  select pg_catalog.lower(public.unaccent('public.unaccent', $1))
$$;
grant execute on function hr.fold to longhouse_hr, longhouse_search;

create table hr.employee (
  org_id         uuid        not null default current_setting('app.org_id')::uuid,
  id             uuid        not null,
  number         text        collate "C" not null constraint employee_has_a_number check (number <> ''),
  number_value   bigint      generated always as (case when number ~ '^[0-9]{1,15}$' then number::bigint end) stored,
  legal_name     text        not null constraint employee_has_a_name check (legal_name <> ''),
  preferred_name text        not null default '',
  name           text        not null generated always as (case when preferred_name <> '' then preferred_name else legal_name end) stored,
  name_key       text        collate "C" not null generated always as (hr.fold(case when preferred_name <> '' then preferred_name else legal_name end)) stored,
  legal_key      text        collate "C" not null generated always as (hr.fold(legal_name)) stored,
  email          text        not null default '',
  email_key      text        collate "C" not null generated always as (lower(email)) stored,
  phone          text        not null default '',
  birth_date     date,
  home_address   text        not null default '',
  personal_phone text        not null default '',
  notes          text        not null default '',
  login_id       uuid,
  version        bigint      not null default 1,
  created_at     timestamptz not null,
  constraint employee_key primary key (org_id, id),
  constraint employee_number_is_unique unique (org_id, number),
  constraint employee_login_is_unique unique (org_id, login_id)
);
comment on table hr.employee is 'Who somebody is. What holds for a time stands in spells, facts and lines.';
create index employee_by_name on hr.employee (org_id, name_key, id);
create index employee_by_legal_name on hr.employee (org_id, legal_key);
create index employee_by_email on hr.employee (org_id, email_key) where email_key <> '';
create index employee_by_number_value on hr.employee (org_id, number_value) where number_value is not null;
create index employee_name_trigrams on hr.employee using gin (name_key gin_trgm_ops, legal_key gin_trgm_ops, email_key gin_trgm_ops);
alter table hr.employee enable row level security, force row level security;
create policy org on hr.employee using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on hr.employee
  for each row execute function history.capture('number_value', 'name', 'name_key', 'legal_key', 'email_key');

create table hr.unit (
  org_id      uuid        not null default current_setting('app.org_id')::uuid,
  id          uuid        not null,
  code        text        not null default '',
  name        text        not null constraint unit_has_a_name check (name <> ''),
  name_key    text        collate "C" not null generated always as (hr.fold(name)) stored,
  parent_id   uuid,
  manager_id  uuid,
  archived_at timestamptz,
  version     bigint      not null default 1,
  created_at  timestamptz not null,
  constraint unit_key primary key (org_id, id),
  constraint unit_of_parent foreign key (org_id, parent_id) references hr.unit (org_id, id),
  constraint unit_of_manager foreign key (org_id, manager_id) references hr.employee (org_id, id),
  constraint unit_is_not_its_own_parent check (parent_id <> id)
);
comment on table hr.unit is 'A department or team. Units form a tree.';
create unique index unit_name_is_unique_below_its_parent on hr.unit (org_id, parent_id, name_key) nulls not distinct where archived_at is null;
create unique index unit_code_is_unique on hr.unit (org_id, code) where code <> '';
create index unit_by_name on hr.unit (org_id, name_key, id);
create index unit_by_parent on hr.unit (org_id, parent_id);
create index unit_by_manager on hr.unit (org_id, manager_id) where manager_id is not null;
alter table hr.unit enable row level security, force row level security;
create policy org on hr.unit using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on hr.unit
  for each row execute function history.capture('name_key');

create table hr.position (
  org_id     uuid        not null default current_setting('app.org_id')::uuid,
  id         uuid        not null,
  unit_id    uuid        not null,
  title      text        not null constraint position_has_a_title check (title <> ''),
  title_key  text        collate "C" not null generated always as (hr.fold(title)) stored,
  grade      text        not null default '',
  headcount  int         not null default 1 constraint position_has_room_for_somebody check (headcount between 1 and 10000),
  status     text        not null default 'open' constraint position_has_a_known_status check (status in ('open', 'frozen', 'closed')),
  version    bigint      not null default 1,
  created_at timestamptz not null,
  constraint position_key primary key (org_id, id),
  constraint position_of_unit foreign key (org_id, unit_id) references hr.unit (org_id, id)
);
comment on table hr.position is 'A seat in a unit, or several alike.';
create index position_by_title on hr.position (org_id, title_key, id);
create index position_by_unit on hr.position (org_id, unit_id);
alter table hr.position enable row level security, force row level security;
create policy org on hr.position using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on hr.position
  for each row execute function history.capture('title_key');

-- +goose Down
drop table hr.position, hr.unit, hr.employee;
drop function hr.fold;
