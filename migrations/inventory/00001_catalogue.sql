-- +goose Up
create table inventory.unit (
  org_id     uuid           not null default current_setting('app.org_id')::uuid,
  id         uuid           not null,
  code       text           not null constraint unit_has_a_code check (code ~ '^[A-Za-z0-9]{1,12}$'),
  name       text           not null constraint unit_has_a_name check (name <> ''),
  category   text           not null constraint unit_measures_something check (category in ('count', 'mass', 'volume', 'length', 'area', 'time')),
  num        numeric(30, 0) not null,
  den        numeric(30, 0) not null,
  created_at timestamptz    not null,
  constraint unit_key primary key (org_id, id),
  constraint unit_code_is_unique unique (org_id, code),
  constraint unit_factor_is_positive check (num > 0 and den > 0)
);
comment on table inventory.unit is 'A unit of measure: num ÷ den of its categorys reference unit, exactly.';
alter table inventory.unit enable row level security, force row level security;
create policy org on inventory.unit using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on inventory.unit for each row execute function history.capture();

create table inventory.category (
  org_id      uuid        not null default current_setting('app.org_id')::uuid,
  id          uuid        not null,
  parent_id   uuid,
  code        text,
  name        text        not null constraint category_has_a_name check (name <> ''),
  description text        not null default '',
  path        text        not null,
  path_key    text        collate "C" not null generated always as (lower(path)) stored,
  version     bigint      not null default 1,
  created_at  timestamptz not null,
  constraint category_key primary key (org_id, id),
  constraint category_of_parent foreign key (org_id, parent_id) references inventory.category (org_id, id),
  constraint category_is_not_its_own_parent check (parent_id <> id),
  constraint category_name_is_unique unique nulls not distinct (org_id, parent_id, name),
  constraint category_code_is_unique unique (org_id, code)
);
create index category_by_path on inventory.category (org_id, path_key, id);
comment on table inventory.category is 'A branch of the tree of products. path holds the names from the root, as Food / Cheese.';
alter table inventory.category enable row level security, force row level security;
create policy org on inventory.category using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on inventory.category for each row execute function history.capture('path_key');

create table inventory.supplier (
  org_id        uuid        not null default current_setting('app.org_id')::uuid,
  id            uuid        not null,
  code          text        not null constraint supplier_has_a_code check (code <> ''),
  name          text        not null constraint supplier_has_a_name check (name <> ''),
  name_key      text        collate "C" not null generated always as (lower(name)) stored,
  code_key      text        collate "C" not null generated always as (lower(code)) stored,
  contact_name  text        not null default '',
  contact_title text        not null default '',
  phone         text        not null default '',
  fax           text        not null default '',
  email         text        not null default '',
  website       text        not null default '',
  address_lines text        not null default '',
  city          text        not null default '',
  region        text        not null default '',
  postcode      text        not null default '',
  country       text        not null default '',
  status        text        not null default 'active' constraint supplier_has_a_known_status check (status in ('active', 'on_hold', 'archived')),
  version       bigint      not null default 1,
  created_at    timestamptz not null,
  constraint supplier_key primary key (org_id, id),
  constraint supplier_code_is_unique unique (org_id, code_key)
);
create index supplier_by_name on inventory.supplier (org_id, name_key, id);
create index supplier_by_age on inventory.supplier (org_id, created_at, id);
create index supplier_name_trigrams on inventory.supplier using gin (name gin_trgm_ops);
comment on table inventory.supplier is 'Who we buy from.';
alter table inventory.supplier enable row level security, force row level security;
create policy org on inventory.supplier using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on inventory.supplier for each row execute function history.capture('name_key', 'code_key');

create table inventory.product (
  org_id              uuid           not null default current_setting('app.org_id')::uuid,
  id                  uuid           not null,
  sku                 text           not null constraint product_has_a_sku check (sku <> ''),
  sku_key             text           collate "C" not null generated always as (lower(sku)) stored,
  name                text           not null constraint product_has_a_name check (name <> ''),
  name_key            text           collate "C" not null generated always as (lower(name)) stored,
  description         text           not null default '',
  kind                text           not null constraint product_is_of_a_known_kind check (kind in ('stocked', 'service')),
  status              text           not null constraint product_has_a_known_status check (status in ('draft', 'active', 'discontinued', 'archived')),
  category_id         uuid,
  supplier_id         uuid,
  unit_id             uuid           not null,
  scale               smallint       not null default 0 constraint product_scale_is_small check (scale between 0 and 6),
  quantity_per_unit   text           not null default '',
  barcode             text           constraint product_barcode_is_not_empty check (barcode <> ''),
  list_price          numeric(20, 6) constraint product_price_is_not_negative check (list_price >= 0),
  list_price_currency text           constraint product_currency_is_a_code check (list_price_currency ~ '^[A-Z]{3}$'),
  cost                numeric(20, 6) constraint product_cost_is_not_negative check (cost >= 0),
  cost_currency       text           constraint product_cost_currency_is_a_code check (cost_currency ~ '^[A-Z]{3}$'),
  reorder_point       numeric(20, 6) constraint product_reorder_point_is_not_negative check (reorder_point >= 0),
  reorder_quantity    numeric(20, 6) constraint product_reorder_quantity_is_not_negative check (reorder_quantity >= 0),
  version             bigint         not null default 1,
  created_at          timestamptz    not null,
  constraint product_key primary key (org_id, id),
  constraint product_sku_is_unique unique (org_id, sku_key),
  constraint product_barcode_is_unique unique (org_id, barcode),
  constraint product_price_has_a_currency check ((list_price is null) = (list_price_currency is null)),
  constraint product_cost_has_a_currency check ((cost is null) = (cost_currency is null)),
  constraint product_of_category foreign key (org_id, category_id) references inventory.category (org_id, id),
  constraint product_of_supplier foreign key (org_id, supplier_id) references inventory.supplier (org_id, id),
  constraint product_in_unit foreign key (org_id, unit_id) references inventory.unit (org_id, id)
);
create index product_by_name on inventory.product (org_id, name_key, id);
create index product_by_age on inventory.product (org_id, created_at, id);
create index product_by_category on inventory.product (org_id, category_id, name_key, id);
create index product_by_supplier on inventory.product (org_id, supplier_id, name_key, id);
create index product_to_reorder on inventory.product (org_id, name_key, id) where reorder_point is not null and status = 'active' and kind = 'stocked';
create index product_name_trigrams on inventory.product using gin (name gin_trgm_ops);
create index product_sku_trigrams on inventory.product using gin (sku gin_trgm_ops);
comment on table inventory.product is 'Something that we sell or keep. A service has no stock.';
alter table inventory.product enable row level security, force row level security;
create policy org on inventory.product using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on inventory.product for each row execute function history.capture('sku_key', 'name_key');

create table inventory.packaging (
  org_id     uuid           not null default current_setting('app.org_id')::uuid,
  id         uuid           not null,
  product_id uuid           not null,
  name       text           not null constraint packaging_has_a_name check (name <> ''),
  num        numeric(30, 0) not null,
  den        numeric(30, 0) not null,
  barcode    text           constraint packaging_barcode_is_not_empty check (barcode <> ''),
  keep_whole boolean        not null default false,
  version    bigint         not null default 1,
  created_at timestamptz    not null,
  constraint packaging_key primary key (org_id, id),
  constraint packaging_of_product foreign key (org_id, product_id) references inventory.product (org_id, id),
  constraint packaging_name_is_unique unique (org_id, product_id, name),
  constraint packaging_barcode_is_unique unique (org_id, barcode),
  constraint packaging_factor_is_positive check (num > 0 and den > 0)
);
comment on table inventory.packaging is 'How a product is packed: num ÷ den of its base unit, exactly.';
alter table inventory.packaging enable row level security, force row level security;
create policy org on inventory.packaging using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on inventory.packaging for each row execute function history.capture('@product_id');

-- +goose Down
drop table inventory.packaging, inventory.product, inventory.supplier, inventory.category, inventory.unit;
