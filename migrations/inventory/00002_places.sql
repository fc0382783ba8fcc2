-- +goose Up
create table inventory.warehouse (
  org_id     uuid        not null default current_setting('app.org_id')::uuid,
  id         uuid        not null,
  code       text        not null constraint warehouse_has_a_code check (code <> ''),
  name       text        not null constraint warehouse_has_a_name check (name <> ''),
  zone       text        not null,
  sequence   integer     not null,
  version    bigint      not null default 1,
  created_at timestamptz not null,
  constraint warehouse_key primary key (org_id, id),
  constraint warehouse_code_is_unique unique (org_id, code),
  constraint warehouse_sequence_is_unique unique (org_id, sequence)
);
comment on table inventory.warehouse is 'A site with stock, and its time zone. The lowest sequence serves demands that name none.';
alter table inventory.warehouse enable row level security, force row level security;
create policy org on inventory.warehouse using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on inventory.warehouse for each row execute function history.capture();

create table inventory.location (
  org_id         uuid        not null default current_setting('app.org_id')::uuid,
  id             uuid        not null,
  warehouse_id   uuid,
  parent_id      uuid,
  code           text        not null constraint location_has_a_code check (code <> ''),
  code_key       text        collate "C" not null generated always as (lower(code)) stored,
  name           text        not null constraint location_has_a_name check (name <> ''),
  kind           text        not null constraint location_is_of_a_known_kind
                             check (kind in ('view', 'bin', 'transit', 'supplier', 'customer', 'loss', 'production')),
  role           text        constraint location_has_a_known_role check (role in ('dock', 'stock', 'pack', 'quarantine')),
  promisable     boolean     not null default true,
  blocked        text        constraint location_block_says_why check (blocked <> ''),
  allow_negative boolean     not null default false,
  pick_sequence  integer     not null default 0,
  version        bigint      not null default 1,
  created_at     timestamptz not null,
  constraint location_key primary key (org_id, id),
  constraint location_code_is_unique unique nulls not distinct (org_id, warehouse_id, code_key),
  constraint location_role_is_unique unique (org_id, warehouse_id, role),
  constraint location_of_warehouse foreign key (org_id, warehouse_id) references inventory.warehouse (org_id, id),
  constraint location_of_parent foreign key (org_id, parent_id) references inventory.location (org_id, id),
  constraint location_is_not_its_own_parent check (parent_id <> id),
  constraint location_lies_in_a_warehouse check ((kind in ('view', 'bin')) = (warehouse_id is not null)),
  constraint location_role_is_for_bins check (role is null or kind = 'bin')
);
create index location_by_code on inventory.location (org_id, code_key, id);
create unique index virtual_place_is_single on inventory.location (org_id, kind) where warehouse_id is null;
comment on table inventory.location is 'A place. Goods lie in bins; virtual places are where they come from and go to.';
alter table inventory.location enable row level security, force row level security;
create policy org on inventory.location using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on inventory.location for each row execute function history.capture('code_key');

create table inventory.counter (
  org_id uuid   not null default current_setting('app.org_id')::uuid,
  kind   text   not null,
  last   bigint not null,
  constraint counter_key primary key (org_id, kind)
);
comment on table inventory.counter is 'The last number taken for a kind of document. Numbers are taken outside the stock locks; gaps are allowed.';
alter table inventory.counter enable row level security, force row level security;
create policy org on inventory.counter using (org_id = current_setting('app.org_id')::uuid);

-- +goose Down
drop table inventory.counter, inventory.location, inventory.warehouse;
