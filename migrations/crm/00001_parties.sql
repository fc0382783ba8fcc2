-- +goose Up
-- Names are compared without case and accents. A generated column needs an
-- immutable function, which this is as long as nobody edits the dictionary.
create function crm.fold(text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
  select pg_catalog.lower(public.unaccent('public.unaccent', $1))
$$;
grant execute on function crm.fold to longhouse_crm, longhouse_search;

create table crm.setting (
  org_id            uuid        not null default current_setting('app.org_id')::uuid,
  id                uuid        not null,
  document_rounding text        not null constraint setting_rounds_documents_in_a_known_way check (document_rounding in ('half_up', 'half_even')),
  line_rounding     text        not null constraint setting_rounds_lines_in_a_known_way check (line_rounding in ('line', 'document')),
  default_currency  text        not null constraint setting_has_a_currency check (default_currency ~ '^[A-Z]{3}$'),
  version           bigint      not null default 1,
  constraint setting_key primary key (org_id),
  constraint setting_has_one_id unique (org_id, id)
);
comment on table crm.setting is 'How an organisation wants its documents counted. No row: the shipped defaults.';
alter table crm.setting enable row level security, force row level security;
create policy org on crm.setting using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on crm.setting for each row execute function history.capture();

create table crm.counter (
  org_id uuid   not null default current_setting('app.org_id')::uuid,
  name   text   not null,
  year   int    not null,
  last   bigint not null,
  constraint counter_key primary key (org_id, name, year)
);
comment on table crm.counter is 'The last number given to documents of a kind in a year. Locked late, so numbers have no gaps.';
alter table crm.counter enable row level security, force row level security;
create policy org on crm.counter using (org_id = current_setting('app.org_id')::uuid);

create table crm.account (
  org_id      uuid        not null default current_setting('app.org_id')::uuid,
  id          uuid        not null,
  code        text        not null default '',
  name        text        not null constraint account_has_a_name check (name <> ''),
  legal_name  text        not null default '',
  domain      text        not null default '',
  industry    text        not null default '',
  lifecycle   text        not null default 'prospect' constraint account_has_a_known_lifecycle check (lifecycle in ('prospect', 'customer', 'former', 'partner', 'other')),
  website     text        not null default '',
  phone       text        not null default '',
  email       text        not null default '',
  city        text        not null default '',
  country     text        not null default '',
  currency    text        not null default '' constraint account_has_a_currency_or_none check (currency = '' or currency ~ '^[A-Z]{3}$'),
  description text        not null default '',
  employees   bigint,
  parent_id   uuid,
  owner_id    uuid,
  team_id     uuid,
  dept_id     uuid,
  version     bigint      not null default 1,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  deleted_at  timestamptz,
  name_key    text        collate "C" not null generated always as (crm.fold(name)) stored,
  code_key    text        collate "C" not null generated always as (lower(code)) stored,
  constraint account_key primary key (org_id, id),
  constraint account_is_not_its_own_parent check (parent_id <> id),
  constraint account_of_parent foreign key (org_id, parent_id) references crm.account (org_id, id)
);
comment on table crm.account is 'A company or household we deal with. phone, email, city and country repeat its primary contact points and address, for lists.';
create unique index account_code_is_unique on crm.account (org_id, code_key) where code <> '' and deleted_at is null;
create index account_by_time on crm.account (org_id, created_at, id) where deleted_at is null;
create index account_by_name on crm.account (org_id, name_key, id) where deleted_at is null;
create index account_by_code on crm.account (org_id, code_key, id) where deleted_at is null;
create index account_by_city on crm.account (org_id, city, id) where deleted_at is null;
create index account_by_country on crm.account (org_id, country, id) where deleted_at is null;
create index account_by_parent on crm.account (org_id, parent_id) where parent_id is not null;
create index account_by_owner on crm.account (org_id, owner_id);
create index account_by_team on crm.account (org_id, team_id);
create index account_has_words on crm.account using gin (name_key public.gin_trgm_ops, code_key public.gin_trgm_ops);
alter table crm.account enable row level security, force row level security;
create policy org on crm.account using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on crm.account for each row execute function history.capture('name_key', 'code_key');

create table crm.contact (
  org_id       uuid        not null default current_setting('app.org_id')::uuid,
  id           uuid        not null,
  code         text        not null default '',
  salutation   text        not null default '',
  first_name   text        not null default '',
  last_name    text        not null default '',
  display_name text        not null constraint contact_has_a_name check (display_name <> ''),
  job_title    text        not null default '',
  phone        text        not null default '',
  email        text        not null default '',
  owner_id     uuid,
  team_id      uuid,
  dept_id      uuid,
  version      bigint      not null default 1,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  deleted_at   timestamptz,
  name_key     text        collate "C" not null generated always as (crm.fold(display_name)) stored,
  last_key     text        collate "C" not null generated always as (crm.fold(last_name)) stored,
  code_key     text        collate "C" not null generated always as (lower(code)) stored,
  constraint contact_key primary key (org_id, id)
);
comment on table crm.contact is 'A person we talk to. phone and email repeat the primary contact points, for lists; code is the number of an old system.';
create unique index contact_code_is_unique on crm.contact (org_id, code_key) where code <> '' and deleted_at is null;
create index contact_by_time on crm.contact (org_id, created_at, id) where deleted_at is null;
create index contact_by_name on crm.contact (org_id, name_key, id) where deleted_at is null;
create index contact_by_last_name on crm.contact (org_id, last_key, id) where deleted_at is null;
create index contact_by_owner on crm.contact (org_id, owner_id);
create index contact_by_team on crm.contact (org_id, team_id);
create index contact_has_words on crm.contact using gin (name_key public.gin_trgm_ops);
alter table crm.contact enable row level security, force row level security;
create policy org on crm.contact using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on crm.contact for each row execute function history.capture('name_key', 'last_key', 'code_key');

create table crm.affiliation (
  org_id     uuid        not null default current_setting('app.org_id')::uuid,
  id         uuid        not null,
  contact_id uuid        not null,
  account_id uuid        not null,
  role       text        not null default '',
  is_primary boolean     not null default false,
  started_on date,
  ended_on   date,
  created_at timestamptz not null,
  constraint affiliation_key primary key (org_id, id),
  constraint affiliation_of_contact foreign key (org_id, contact_id) references crm.contact (org_id, id) on delete cascade,
  constraint affiliation_of_account foreign key (org_id, account_id) references crm.account (org_id, id),
  constraint affiliation_ends_after_it_starts check (ended_on >= started_on)
);
comment on table crm.affiliation is 'A person works for, or used to work for, an account. An ended one stays visible as former.';
create unique index one_live_primary_affiliation on crm.affiliation (org_id, contact_id) where is_primary and ended_on is null;
create unique index affiliation_is_live_once on crm.affiliation (org_id, contact_id, account_id) where ended_on is null;
create index affiliation_by_contact on crm.affiliation (org_id, contact_id);
create index affiliation_by_account on crm.affiliation (org_id, account_id);
alter table crm.affiliation enable row level security, force row level security;
create policy org on crm.affiliation using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on crm.affiliation for each row execute function history.capture('@contact_id');

create table crm.contact_point (
  org_id     uuid        not null default current_setting('app.org_id')::uuid,
  id         uuid        not null,
  account_id uuid,
  contact_id uuid,
  kind       text        not null constraint contact_point_is_of_a_known_kind check (kind in ('email', 'phone', 'fax', 'url', 'social')),
  label      text        not null default '',
  raw        text        not null constraint contact_point_says_something check (raw <> ''),
  norm       text        not null default '',
  extension  text        not null default '',
  is_primary boolean     not null default false,
  created_at timestamptz not null,
  digits     text        not null generated always as (case when kind in ('phone', 'fax') then regexp_replace(case norm when '' then raw else norm end, '[^0-9]', '', 'g') else '' end) stored,
  constraint contact_point_key primary key (org_id, id),
  constraint contact_point_has_one_party check (num_nonnulls(account_id, contact_id) = 1),
  constraint contact_point_of_account foreign key (org_id, account_id) references crm.account (org_id, id) on delete cascade,
  constraint contact_point_of_contact foreign key (org_id, contact_id) references crm.contact (org_id, id) on delete cascade
);
comment on table crm.contact_point is 'One way to reach a party. raw is what was typed; norm is its key, empty when it cannot be read.';
create unique index contact_point_is_unique on crm.contact_point (org_id, coalesce(account_id, contact_id), kind, norm, extension) where norm <> '';
create unique index one_primary_contact_point on crm.contact_point (org_id, coalesce(account_id, contact_id), kind) where is_primary;
create index contact_point_by_account on crm.contact_point (org_id, account_id) where account_id is not null;
create index contact_point_by_contact on crm.contact_point (org_id, contact_id) where contact_id is not null;
create index contact_point_by_norm on crm.contact_point (org_id, kind, norm);
create index contact_point_has_digits on crm.contact_point using gin (digits public.gin_trgm_ops);
create index contact_point_has_words on crm.contact_point using gin (norm public.gin_trgm_ops);
alter table crm.contact_point enable row level security, force row level security;
create policy org on crm.contact_point using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on crm.contact_point for each row execute function history.capture('digits', '@account_id', '@contact_id');

create table crm.address (
  org_id     uuid        not null default current_setting('app.org_id')::uuid,
  id         uuid        not null,
  account_id uuid        not null,
  kind       text        not null default 'billing' constraint address_is_of_a_known_kind check (kind in ('billing', 'shipping', 'office', 'home')),
  lines      text        not null default '',
  city       text        not null default '',
  region     text        not null default '',
  postcode   text        not null default '',
  country    text        not null default '',
  is_primary boolean     not null default false,
  created_at timestamptz not null,
  constraint address_key primary key (org_id, id),
  constraint address_of_account foreign key (org_id, account_id) references crm.account (org_id, id) on delete cascade,
  constraint address_says_something check (lines <> '' or city <> '' or postcode <> '' or country <> '')
);
comment on table crm.address is 'Where a party is. Postcodes are text: leading zeros survive.';
create unique index one_primary_address on crm.address (org_id, account_id) where is_primary;
create index address_by_account on crm.address (org_id, account_id);
alter table crm.address enable row level security, force row level security;
create policy org on crm.address using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on crm.address for each row execute function history.capture('@account_id');

-- +goose Down
drop table crm.address, crm.contact_point, crm.affiliation, crm.contact, crm.account, crm.counter, crm.setting;
drop function crm.fold;
