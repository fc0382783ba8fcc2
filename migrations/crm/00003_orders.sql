-- +goose Up
create table crm.sales_item (
  org_id        uuid    not null default current_setting('app.org_id')::uuid,
  product_id    uuid    not null,
  sku           text    not null,
  name          text    not null,
  category_path text    not null default '',
  unit          text    not null default '',
  kind          text    not null default '',
  status        text    not null,
  constraint sales_item_key primary key (org_id, product_id)
);
comment on table crm.sales_item is 'What inventory last said about a product. A copy for sorting and grouping, fed by events.';
alter table crm.sales_item enable row level security, force row level security;
create policy org on crm.sales_item using (org_id = current_setting('app.org_id')::uuid);

create table crm."order" (
  org_id           uuid           not null default current_setting('app.org_id')::uuid,
  id               uuid           not null,
  number           text           not null default '',
  status           text           not null constraint order_has_a_known_status check (status in ('draft', 'confirmed', 'partially_fulfilled', 'fulfilled', 'on_hold', 'cancelled')),
  account_id       uuid           not null,
  contact_id       uuid,
  owner_id         uuid,
  team_id          uuid,
  dept_id          uuid,
  salesperson_id   uuid,
  reference        text           not null default '',
  currency         text           not null constraint order_has_a_currency check (currency ~ '^[A-Z]{3}$'),
  ordered_on       date           not null,
  required_on      date,
  shipped_on       date,
  ship_name        text           not null default '',
  ship_lines       text           not null default '',
  ship_city        text           not null default '',
  ship_region      text           not null default '',
  ship_postcode    text           not null default '',
  ship_country     text           not null default '',
  freight          numeric(19, 4) not null default 0 constraint freight_is_not_negative check (freight >= 0),
  discount_percent numeric(7, 4)  not null default 0 constraint order_discount_is_a_percentage check (discount_percent between 0 and 100),
  goods            numeric(19, 4) not null default 0,
  discount         numeric(19, 4) not null default 0,
  untaxed          numeric(19, 4) not null default 0,
  total            numeric(19, 4) not null default 0,
  document_rounding text          not null constraint order_rounds_in_a_known_way check (document_rounding in ('half_up', 'half_even')),
  line_rounding    text           not null constraint order_rounds_lines_in_a_known_way check (line_rounding in ('line', 'document')),
  historical       boolean        not null default false,
  short            boolean        not null default false,
  hold_reason      text           not null default '',
  cancel_reason    text           not null default '',
  confirmed_at     timestamptz,
  version          bigint         not null default 1,
  created_at       timestamptz    not null,
  updated_at       timestamptz    not null,
  number_key       text           collate "C" not null generated always as (lower(number)) stored,
  required_sort    date           not null generated always as (coalesce(required_on, date '9999-12-31')) stored,
  shipped_sort     date           not null generated always as (coalesce(shipped_on, date '9999-12-31')) stored,
  late             boolean        not null generated always as (coalesce(shipped_on > required_on, false)) stored,
  constraint order_key primary key (org_id, id),
  constraint order_of_account foreign key (org_id, account_id) references crm.account (org_id, id),
  constraint order_of_contact foreign key (org_id, contact_id) references crm.contact (org_id, id),
  constraint order_has_a_number_once_binding check (status in ('draft', 'cancelled') or number <> '')
);
comment on table crm."order" is 'What a customer ordered. It takes its number when it is confirmed; imported ones keep theirs. historical: shipped before it came here, so it touches no stock. short: it is open, and a line waits for goods.';
create unique index order_number_is_unique on crm."order" (org_id, number_key) where number <> '';
create index order_by_time on crm."order" (org_id, created_at, id);
create index order_by_number on crm."order" (org_id, number_key, id);
create index order_by_day on crm."order" (org_id, ordered_on, id);
create index order_by_required_day on crm."order" (org_id, required_sort, id);
create index order_by_shipped_day on crm."order" (org_id, shipped_sort, id);
create index order_by_total on crm."order" (org_id, total, id);
create index order_by_status on crm."order" (org_id, status, ordered_on, id);
create index order_by_account on crm."order" (org_id, account_id, ordered_on);
create index order_by_owner on crm."order" (org_id, owner_id);
create index order_by_team on crm."order" (org_id, team_id);
create index order_is_late on crm."order" (org_id, created_at, id) where late;
create index order_is_short on crm."order" (org_id, required_sort, id) where short;
create index order_by_salesperson on crm."order" (org_id, salesperson_id);
create index order_has_words on crm."order" using gin (number_key public.gin_trgm_ops);
alter table crm."order" enable row level security, force row level security;
create policy org on crm."order" using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on crm."order" for each row execute function history.capture('number_key', 'required_sort', 'shipped_sort', 'short', 'late');

create table crm.order_line (
  org_id           uuid           not null default current_setting('app.org_id')::uuid,
  id               uuid           not null,
  order_id         uuid           not null,
  position         int            not null,
  product_id       uuid,
  sku              text           not null default '',
  description      text           not null constraint line_has_a_description check (description <> ''),
  stocked          boolean        not null default false,
  quantity         numeric(20, 6) not null constraint line_has_a_quantity check (quantity > 0),
  unit             text           not null default '',
  unit_price       numeric(20, 6) not null constraint line_price_is_not_negative check (unit_price >= 0),
  discount_percent numeric(7, 4)  not null default 0 constraint line_discount_is_a_percentage check (discount_percent between 0 and 100),
  net              numeric(19, 4) not null,
  amount           numeric(19, 4) not null,
  reserved         numeric(20, 6) not null default 0,
  shipped          numeric(20, 6) not null default 0,
  cancelled        numeric(20, 6) not null default 0,
  short            numeric(20, 6) not null default 0,
  why              text           not null default '',
  told_at          timestamptz,
  constraint order_line_key primary key (org_id, id),
  constraint line_of_order foreign key (org_id, order_id) references crm."order" (org_id, id) on delete cascade,
  constraint line_position_is_unique unique (org_id, order_id, position) deferrable initially deferred,
  constraint line_amounts_are_not_negative check (reserved >= 0 and shipped >= 0 and cancelled >= 0 and short >= 0)
);
comment on table crm.order_line is 'A line of an order. net is after its own discount, amount after its share of the order''s. What is reserved, shipped, cancelled and short is what inventory last told (told_at).';
create index order_line_by_order on crm.order_line (org_id, order_id, position);
create index order_line_by_product on crm.order_line (org_id, product_id) where product_id is not null;
alter table crm.order_line enable row level security, force row level security;
create policy org on crm.order_line using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on crm.order_line for each row execute function history.capture('@order_id');

-- +goose Down
drop table crm.order_line, crm."order", crm.sales_item;
