-- +goose Up
create table inventory.posting (
  org_id       uuid        not null default current_setting('app.org_id')::uuid,
  id           uuid        not null,
  number       text        not null,
  kind         text        not null constraint posting_is_of_a_known_kind
                           check (kind in ('receipt', 'issue', 'transfer', 'adjustment', 'opening', 'scrap', 'reversal')),
  reason       text        not null default '',
  effective_at timestamptz not null,
  created_at   timestamptz not null,
  constraint posting_key primary key (org_id, id),
  constraint posting_number_is_unique unique (org_id, number),
  constraint posting_says_why check (kind not in ('adjustment', 'scrap', 'reversal') or reason <> '')
);
comment on table inventory.posting is 'A document that is posted as it is made: an adjustment, a transfer, opening stock.';
alter table inventory.posting enable row level security, force row level security;
create policy org on inventory.posting using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on inventory.posting for each row execute function history.capture();

create table inventory.receipt (
  org_id      uuid        not null default current_setting('app.org_id')::uuid,
  id          uuid        not null,
  number      text        not null,
  state       text        not null constraint receipt_is_in_a_known_state check (state in ('draft', 'expected', 'partial', 'done', 'cancelled')),
  supplier_id uuid,
  warehouse_id uuid       not null,
  reference   text        not null default '',
  reference_key text      collate "C" not null generated always as (lower(reference)) stored,
  import_key  text,
  expected_on date,
  version     bigint      not null default 1,
  created_at  timestamptz not null,
  constraint receipt_key primary key (org_id, id),
  constraint receipt_number_is_unique unique (org_id, number),
  constraint receipt_is_imported_once unique (org_id, import_key),
  constraint receipt_of_supplier foreign key (org_id, supplier_id) references inventory.supplier (org_id, id),
  constraint receipt_at_warehouse foreign key (org_id, warehouse_id) references inventory.warehouse (org_id, id)
);
create index receipt_by_age on inventory.receipt (org_id, created_at, id);
create index receipt_by_state on inventory.receipt (org_id, state, created_at, id);
create index receipt_by_reference on inventory.receipt (org_id, reference_key, id);
create index receipt_trigrams on inventory.receipt using gin (number gin_trgm_ops, reference gin_trgm_ops);
create index receipt_by_supplier on inventory.receipt (org_id, supplier_id, created_at, id);
comment on table inventory.receipt is 'Goods that a supplier is expected to bring, or brought.';
alter table inventory.receipt enable row level security, force row level security;
create policy org on inventory.receipt using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on inventory.receipt for each row execute function history.capture('reference_key');

create table inventory.receipt_line (
  org_id      uuid           not null default current_setting('app.org_id')::uuid,
  id          uuid           not null,
  receipt_id  uuid           not null,
  n           integer        not null,
  product_id  uuid           not null,
  qty         numeric(20, 6) not null constraint receipt_line_wants_something check (qty > 0),
  unit        text           not null,
  num         numeric(30, 0) not null,
  den         numeric(30, 0) not null,
  qty_base    numeric(20, 6) not null constraint receipt_line_fits_its_unit check (qty_base > 0),
  received    numeric(20, 6) not null default 0 constraint received_is_not_negative check (received >= 0),
  incoming    numeric(20, 6) not null default 0 constraint incoming_is_not_negative check (incoming >= 0),
  location_id uuid,
  unit_cost   numeric(20, 6) constraint receipt_cost_is_not_negative check (unit_cost >= 0),
  constraint receipt_line_key primary key (org_id, id),
  constraint receipt_line_number_is_unique unique (org_id, receipt_id, n),
  constraint receipt_line_of_receipt foreign key (org_id, receipt_id) references inventory.receipt (org_id, id) on delete cascade,
  constraint receipt_line_of_product foreign key (org_id, product_id) references inventory.product (org_id, id),
  constraint receipt_line_to_location foreign key (org_id, location_id) references inventory.location (org_id, id)
);
create index receipt_line_incoming on inventory.receipt_line (org_id, product_id) where incoming > 0;
comment on table inventory.receipt_line is 'A product on a receipt. incoming is what still counts as expected, in the base unit.';
alter table inventory.receipt_line enable row level security, force row level security;
create policy org on inventory.receipt_line using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on inventory.receipt_line for each row execute function history.capture('@receipt_id');

create table inventory.demand (
  org_id       uuid        not null default current_setting('app.org_id')::uuid,
  id           uuid        not null,
  mode         text        not null constraint demand_is_of_a_known_mode check (mode in ('all_or_none', 'partial')),
  reference    text        not null default '',
  party        uuid,
  party_name   text        not null default '',
  ship_to      jsonb       not null default '{}',
  ship_on      date,
  priority     integer     not null default 0,
  warehouse_id uuid        not null,
  created_at   timestamptz not null,
  constraint demand_key primary key (org_id, id),
  constraint demand_at_warehouse foreign key (org_id, warehouse_id) references inventory.warehouse (org_id, id)
);
comment on table inventory.demand is 'Somebody wants goods. Its ID is the callers own key, so a demand is made once, for ever.';
alter table inventory.demand enable row level security, force row level security;
create policy org on inventory.demand using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on inventory.demand for each row execute function history.capture();

create table inventory.demand_line (
  org_id       uuid           not null default current_setting('app.org_id')::uuid,
  id           uuid           not null,
  demand_id    uuid           not null,
  n            integer        not null,
  product_id   uuid           not null,
  warehouse_id uuid           not null,
  qty          numeric(20, 6) not null constraint demand_line_wants_something check (qty > 0),
  unit         text           not null,
  num          numeric(30, 0) not null,
  den          numeric(30, 0) not null,
  whole        boolean        not null default false,
  qty_base     numeric(20, 6) not null constraint demand_line_fits_its_unit check (qty_base > 0),
  reserved     numeric(20, 6) not null default 0 constraint reserved_is_not_negative check (reserved >= 0),
  shipped      numeric(20, 6) not null default 0 constraint shipped_is_not_negative check (shipped >= 0),
  cancelled    numeric(20, 6) not null default 0 constraint cancelled_is_not_negative check (cancelled >= 0),
  waits        boolean        not null generated always as (reserved + shipped + cancelled < qty_base) stored,
  why          text           not null default '',
  priority     integer        not null,
  ship_on      date,
  created_at   timestamptz    not null,
  constraint demand_line_key primary key (org_id, id),
  constraint demand_line_number_is_unique unique (org_id, demand_id, n),
  constraint demand_line_adds_up check (reserved + shipped + cancelled <= qty_base),
  constraint demand_line_of_demand foreign key (org_id, demand_id) references inventory.demand (org_id, id),
  constraint demand_line_of_product foreign key (org_id, product_id) references inventory.product (org_id, id)
);
create index demand_line_waiting on inventory.demand_line (org_id, product_id, warehouse_id) where waits;
comment on table inventory.demand_line is 'A product that a demand wants. Its ID is the callers own; quantities below qty are in the base unit.';
alter table inventory.demand_line enable row level security, force row level security;
create policy org on inventory.demand_line using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on inventory.demand_line for each row execute function history.capture('waits', '@demand_id');

create table inventory.reservation (
  org_id         uuid           not null default current_setting('app.org_id')::uuid,
  id             uuid           not null,
  demand_line_id uuid           not null,
  level          text           not null constraint reservation_is_of_a_known_level check (level in ('promise', 'allocation')),
  product_id     uuid           not null,
  warehouse_id   uuid           not null,
  balance_id     uuid,
  qty            numeric(20, 6) not null,
  need_until     date,
  priority       integer        not null default 0,
  promised_on    date,
  expires_at     timestamptz,
  state          text           not null default 'active' constraint reservation_is_in_a_known_state check (state in ('active', 'consumed', 'released', 'lapsed')),
  reason         text,
  requested_by   text           not null default current_setting('app.actor'),
  request_id     uuid,
  created_at     timestamptz    not null,
  constraint reservation_key primary key (org_id, id),
  constraint allocation_names_a_balance check ((level = 'allocation') = (balance_id is not null)),
  constraint only_active_rows_hold_stock check ((state = 'active') = (qty > 0)),
  constraint reservation_of_line foreign key (org_id, demand_line_id) references inventory.demand_line (org_id, id),
  constraint reservation_of_balance foreign key (org_id, balance_id) references inventory.stock_balance (org_id, id)
);
create index reservation_of_key on inventory.reservation (org_id, product_id, warehouse_id) where state = 'active';
create index reservation_of_bin on inventory.reservation (org_id, balance_id) where state = 'active';
create index reservation_by_expiry on inventory.reservation (org_id, expires_at) where state = 'active' and expires_at is not null;
create index reservation_by_line on inventory.reservation (org_id, demand_line_id) where state = 'active';
comment on table inventory.reservation is 'Who keeps what: a promise of a warehouse, or an allocation in a bin.';
alter table inventory.reservation enable row level security, force row level security;
create policy org on inventory.reservation using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on inventory.reservation for each row execute function history.capture();

create table inventory.delivery (
  org_id       uuid        not null default current_setting('app.org_id')::uuid,
  id           uuid        not null,
  number       text        not null,
  demand_id    uuid        not null,
  warehouse_id uuid        not null,
  state        text        not null constraint delivery_is_in_a_known_state check (state in ('ready', 'waiting', 'partly', 'shipped', 'cancelled')),
  reference    text        not null default '',
  reference_key text       collate "C" not null generated always as (lower(reference)) stored,
  party_name   text        not null default '',
  ship_on      date,
  ship_on_key  date        not null generated always as (coalesce(ship_on, '9999-12-31'::date)) stored,
  shipped_at   timestamptz,
  version      bigint      not null default 1,
  created_at   timestamptz not null,
  constraint delivery_key primary key (org_id, id),
  constraint delivery_number_is_unique unique (org_id, number),
  constraint delivery_of_demand foreign key (org_id, demand_id) references inventory.demand (org_id, id)
);
create index delivery_by_age on inventory.delivery (org_id, created_at, id);
create index delivery_by_state on inventory.delivery (org_id, state, created_at, id);
create index delivery_by_day on inventory.delivery (org_id, ship_on_key, id);
create index delivery_by_reference on inventory.delivery (org_id, reference_key, id);
create index delivery_trigrams on inventory.delivery using gin (number gin_trgm_ops, reference gin_trgm_ops, party_name gin_trgm_ops);
create index delivery_by_demand on inventory.delivery (org_id, demand_id);
comment on table inventory.delivery is 'Goods that go out for a demand. Its state is worked out from its lines.';
alter table inventory.delivery enable row level security, force row level security;
create policy org on inventory.delivery using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on inventory.delivery for each row execute function history.capture('reference_key', 'ship_on_key');

create table inventory.delivery_line (
  org_id         uuid           not null default current_setting('app.org_id')::uuid,
  id             uuid           not null,
  delivery_id    uuid           not null,
  demand_line_id uuid           not null,
  n              integer        not null,
  qty            numeric(20, 6) not null constraint delivery_line_holds_something check (qty > 0),
  state          text           not null constraint delivery_line_is_in_a_known_state check (state in ('open', 'shipped', 'cancelled')),
  backorder_of   uuid,
  constraint delivery_line_key primary key (org_id, id),
  constraint delivery_line_number_is_unique unique (org_id, delivery_id, n),
  constraint delivery_line_of_delivery foreign key (org_id, delivery_id) references inventory.delivery (org_id, id),
  constraint delivery_line_of_demand_line foreign key (org_id, demand_line_id) references inventory.demand_line (org_id, id),
  constraint delivery_line_of_backorder foreign key (org_id, backorder_of) references inventory.delivery_line (org_id, id)
);
create unique index demand_line_has_one_open_delivery on inventory.delivery_line (org_id, demand_line_id) where state = 'open';
create index delivery_line_of_line on inventory.delivery_line (org_id, demand_line_id);
comment on table inventory.delivery_line is 'What goes out, or went out, of a demand line, in the base unit. A remainder is a line of its own.';
alter table inventory.delivery_line enable row level security, force row level security;
create policy org on inventory.delivery_line using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on inventory.delivery_line for each row execute function history.capture('@delivery_id');

-- +goose Down
drop table inventory.delivery_line, inventory.delivery, inventory.reservation, inventory.demand_line, inventory.demand,
  inventory.receipt_line, inventory.receipt, inventory.posting;
