-- +goose Up
create table inventory.movement (
  org_id           uuid           not null default current_setting('app.org_id')::uuid,
  id               uuid           not null,
  seq              bigint         not null generated always as identity,
  kind             text           not null constraint movement_is_of_a_known_kind
                                  check (kind in ('receipt', 'issue', 'transfer', 'adjustment', 'opening', 'scrap')),
  product_id       uuid           not null,
  lot_id           uuid,
  from_location_id uuid           not null,
  to_location_id   uuid           not null,
  from_package_id  uuid,
  to_package_id    uuid,
  from_owner_id    uuid,
  to_owner_id      uuid,
  qty              numeric(20, 6) not null constraint quantity_is_positive check (qty > 0),
  effective_at     timestamptz    not null,
  posted_at        timestamptz    not null default clock_timestamp(),
  document_kind    text           not null constraint movement_is_of_a_known_document check (document_kind in ('posting', 'receipt', 'delivery')),
  document_id      uuid           not null,
  document_line_id uuid           not null,
  document_number  text           not null,
  of_movement_id   uuid,
  reverses_id      uuid,
  reason           text           not null default '',
  actor            text           not null default current_setting('app.actor'),
  change_set_id    uuid           not null default current_setting('app.change_set')::uuid,
  constraint movement_key primary key (org_id, id),
  constraint movement_of_product foreign key (org_id, product_id) references inventory.product (org_id, id),
  constraint movement_from_location foreign key (org_id, from_location_id) references inventory.location (org_id, id),
  constraint movement_to_location foreign key (org_id, to_location_id) references inventory.location (org_id, id),
  constraint movement_reverses foreign key (org_id, reverses_id) references inventory.movement (org_id, id),
  constraint movement_moves_something check ((from_location_id, from_package_id, from_owner_id) is distinct from (to_location_id, to_package_id, to_owner_id)),
  constraint movement_is_not_in_the_future check (effective_at <= posted_at + interval '5 minutes'),
  constraint movement_is_reversed_once unique (org_id, reverses_id)
);
create index movement_by_product on inventory.movement (org_id, product_id, effective_at, seq);
create index movement_by_line on inventory.movement (org_id, document_line_id);
create index movement_by_seq on inventory.movement (org_id, seq, id);
create index movement_by_kind on inventory.movement (org_id, kind, seq, id);
create index movement_by_time on inventory.movement (org_id, effective_at, id);
create index movement_of_product_by_seq on inventory.movement (org_id, product_id, seq, id);
create index movement_from_place on inventory.movement (org_id, from_location_id, seq);
create index movement_to_place on inventory.movement (org_id, to_location_id, seq);
comment on table inventory.movement is 'One physical transfer of goods. Never updated, never deleted; a mistake is reversed by another row.';
alter table inventory.movement enable row level security, force row level security;
create policy org on inventory.movement using (org_id = current_setting('app.org_id')::uuid);

revoke update, delete, truncate on inventory.movement from longhouse_inventory;

create table inventory.stock_balance (
  org_id         uuid           not null default current_setting('app.org_id')::uuid,
  id             uuid           not null,
  product_id     uuid           not null,
  location_id    uuid           not null,
  lot_id         uuid,
  package_id     uuid,
  owner_id       uuid,
  on_hand        numeric(20, 6) not null default 0,
  allocated      numeric(20, 6) not null default 0,
  is_serial      boolean        not null default false,
  allow_negative boolean        not null default false,
  arrived_at     timestamptz    not null,
  serial_here    uuid           generated always as (case when is_serial and on_hand > 0 then lot_id end) stored,
  is_empty       boolean        generated always as (on_hand = 0 and allocated = 0) stored,
  constraint stock_balance_key primary key (org_id, id),
  constraint balance_key_is_unique unique nulls not distinct (org_id, product_id, location_id, lot_id, package_id, owner_id),
  constraint serial_is_in_one_place unique (org_id, serial_here),
  constraint serial_is_one_piece check (not is_serial or on_hand in (0, 1)),
  constraint allocated_is_not_negative check (allocated >= 0),
  constraint allocated_is_on_hand check (allow_negative or allocated <= on_hand),
  constraint balance_of_product foreign key (org_id, product_id) references inventory.product (org_id, id),
  constraint balance_of_location foreign key (org_id, location_id) references inventory.location (org_id, id)
) with (fillfactor = 70);
create index balance_with_stock on inventory.stock_balance (org_id, product_id) where not is_empty;
create index balance_by_place on inventory.stock_balance (org_id, location_id) where not is_empty;
comment on table inventory.stock_balance is 'What lies in one place. Written only by posting; its key is the lock, so empty rows stay.';
alter table inventory.stock_balance enable row level security, force row level security;
create policy org on inventory.stock_balance using (org_id = current_setting('app.org_id')::uuid);

revoke delete, truncate on inventory.stock_balance from longhouse_inventory;

create table inventory.availability (
  org_id         uuid           not null default current_setting('app.org_id')::uuid,
  product_id     uuid           not null,
  warehouse_id   uuid           not null,
  on_hand        numeric(20, 6) not null default 0,
  held           numeric(20, 6) not null default 0,
  promised       numeric(20, 6) not null default 0,
  allow_oversell boolean        not null default false,
  constraint availability_key primary key (org_id, product_id, warehouse_id),
  constraint held_is_not_negative check (held >= 0),
  constraint promised_is_not_negative check (promised >= 0),
  constraint promised_is_free check (allow_oversell or promised <= on_hand - held),
  constraint availability_of_product foreign key (org_id, product_id) references inventory.product (org_id, id),
  constraint availability_of_warehouse foreign key (org_id, warehouse_id) references inventory.warehouse (org_id, id)
) with (fillfactor = 50);
comment on table inventory.availability is 'What a warehouse can promise of a product: the sum of its bins, less what is held and promised.';
alter table inventory.availability enable row level security, force row level security;
create policy org on inventory.availability using (org_id = current_setting('app.org_id')::uuid);

revoke delete, truncate on inventory.availability from longhouse_inventory;

-- +goose Down
drop table inventory.availability, inventory.stock_balance, inventory.movement;
