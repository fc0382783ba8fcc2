set session_replication_role = replica;
set maintenance_work_mem = '256MB';
create function pg_temp.row_id(kind int, n bigint) returns uuid language sql immutable as $$
  select ('00000000-' || lpad(to_hex(kind), 4, '0') || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;

-- Every second account belongs to one of four other organisations.
insert into crm.account (org_id, id, code, name, lifecycle, industry, phone, email, city, country, currency, owner_id, created_at, updated_at)
select case when m = 0 then '@org'::uuid else lpad((n % 4 + 1)::text, 32, '0')::uuid end,
       pg_temp.row_id(0, n), 'C' || lpad(n::text, 7, '0'),
       initcap(translate(substr(md5(n::text), 1, 6), '0123456789', 'ghijklmnop')) || ' ' || (array['@nouns'])[1 + n % 25] || ' ' || lpad((n / 25 % 100)::text, 3, '0'),
       (array['prospect','customer','customer','customer','former'])[1 + n / 7 % 5], (array['Food','Retail','Machines','Health'])[1 + n / 3 % 4],
       '+49 30 ' || lpad(n::text, 7, '0'), 'office@c' || n || '.example', (array['Berlin','Lyon','Turin','Graz','Gdansk','Porto'])[1 + n % 6],
       (array['DE','FR','IT','AT','PL','PT'])[1 + n % 6], 'EUR', '@owner',
       timestamptz '2025-01-01' + n * interval '3 minutes', timestamptz '2025-01-01' + n * interval '3 minutes'
  from generate_series(1, @accounts) n, generate_series(0, 1) m;

insert into crm.contact_point (org_id, id, account_id, kind, label, raw, norm, is_primary, created_at)
select org_id, overlay(id::text placing '0006' from 10)::uuid, id, 'email', 'work', email, email, true, created_at from crm.account;

insert into crm.address (org_id, id, account_id, kind, lines, city, postcode, country, is_primary, created_at)
select org_id, overlay(id::text placing '0007' from 10)::uuid, id, 'billing', 'Lange Gasse 12', city, '01234', country, true, created_at from crm.account;

insert into inventory.product (org_id, id, sku, name, kind, status, unit_id, list_price, list_price_currency, created_at)
select '@org', pg_temp.row_id(5, n), 'SKU-' || n, 'Product ' || n, 'stocked', 'active', u.id, 12.5, 'EUR', now()
  from generate_series(0, @products) n, (select id from inventory.unit where org_id = '@org' and code = 'C62') u;

insert into inventory.availability (org_id, product_id, warehouse_id, on_hand)
select p.org_id, p.id, w.id, 1000000 from inventory.product p join inventory.warehouse w on w.org_id = p.org_id where p.org_id = '@org';

insert into crm."order" (org_id, id, number, status, account_id, owner_id, currency, ordered_on, ship_name, goods, untaxed, total, document_rounding, line_rounding, created_at, updated_at)
select '@org', pg_temp.row_id(1, n), case when n > @drafts then 'OLD-' || n else '' end, case when n > @drafts then 'confirmed' else 'draft' end,
       pg_temp.row_id(0, 1 + n * 7919 % @accounts), '@owner', 'EUR', '2026-01-01', 'Harbour', 37.5, 37.5, 37.5, 'half_up', 'line', now(), now()
  from generate_series(1, @drafts + 30000) n;

insert into crm.order_line (org_id, id, order_id, position, product_id, sku, description, stocked, quantity, unit, unit_price, net, amount)
select '@org', pg_temp.row_id(1 + k, n), pg_temp.row_id(1, n), k, pg_temp.row_id(5, 1 + (n * 3 + k) % @products), 'SKU', 'Product', true, 1, 'C62', 12.5, 12.5, 12.5
  from generate_series(1, @drafts) n, generate_series(1, 3) k;

set session_replication_role = origin;
analyze;
checkpoint;
