-- name: ListOrders :many
select sqlc.embed(o), (/* TEMPLATE_BEGIN: key */ o.id::text /* TEMPLATE_END */)::text as page_key
  from crm."order" o
 where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ o.id /* TEMPLATE_END */
 limit @max::int;

-- name: CountOrders :one
select count(*)
  from (select 1 from crm."order" o
         where /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */
         limit 10001) x;

-- name: GetOrder :one
select o.*
  from crm."order" o
 where o.id = @id
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;

-- name: LockOrder :one
select o.*
  from crm."order" o
 where o.id = @id
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */
   for update;

-- name: LinesOf :many
select * from crm.order_line where order_id = any(@orders::uuid[]) order by order_id, position;

-- name: UpdateOrder :execrows
update crm."order"
   set number = @number, status = @status, account_id = @account_id, contact_id = @contact_id, owner_id = @owner_id, team_id = @team_id, dept_id = @dept_id,
       salesperson_id = @salesperson_id, reference = @reference, currency = @currency, ordered_on = @ordered_on, required_on = @required_on,
       shipped_on = @shipped_on, ship_name = @ship_name, ship_lines = @ship_lines, ship_city = @ship_city, ship_region = @ship_region,
       ship_postcode = @ship_postcode, ship_country = @ship_country, freight = @freight, discount_percent = @discount_percent, goods = @goods,
       discount = @discount, untaxed = @untaxed, total = @total, document_rounding = @document_rounding, line_rounding = @line_rounding,
       historical = @historical, short = @short, hold_reason = @hold_reason, cancel_reason = @cancel_reason, confirmed_at = @confirmed_at,
       custom = @custom, updated_at = @updated_at, version = version + 1
 where id = @id
   and version = @version;

-- name: DropLines :exec
delete from crm.order_line where order_id = @order_id and not (id = any(@kept::uuid[]));

-- name: EraseOrder :execrows
delete from crm."order" where id = @id;

-- name: OrdersByNumber :many
select * from crm."order" where number_key = any(@numbers::text[]) and number <> '';

-- name: SalesItemsBySKU :many
select * from crm.sales_item where lower(sku) = any(@skus::text[]);

-- name: PutSalesItem :exec
insert into crm.sales_item (product_id, sku, name, category_path, unit, kind, status)
values (@product_id, @sku, @name, @category_path, @unit, @kind, @status)
on conflict on constraint sales_item_key do update
   set sku = excluded.sku, name = excluded.name, category_path = excluded.category_path, unit = excluded.unit, kind = excluded.kind, status = excluded.status;

-- name: SalesGroups :many
select x.key, count(*) as orders, sum(x.lines)::bigint as lines, sum(x.discounted)::bigint as discounted, sum(x.quantity)::numeric as quantity,
       sum(x.gross)::numeric as gross, sum(x.net)::numeric as net, sum(x.freight)::numeric as freight
  from (select o.id,
               (case @group_by::text
                  when 'year' then extract(year from o.ordered_on)::int::text
                  when 'month' then to_char(o.ordered_on, 'YYYY-MM')
                  when 'account' then o.account_id::text
                  when 'salesperson' then coalesce(o.salesperson_id::text, '')
                  when 'ship_country' then o.ship_country
                  when 'product' then coalesce(l.product_id::text, l.description)
                  when 'category' then coalesce(i.category_path, '')
                  else '' end)::text as key,
               count(*) as lines,
               count(*) filter (where l.discount_percent > 0) as discounted,
               sum(l.quantity) as quantity,
               sum(case when @exact::boolean then l.quantity * l.unit_price else round(l.quantity * l.unit_price, @decimals::int) end) as gross,
               sum(case when @exact::boolean then l.quantity * l.unit_price * (100 - l.discount_percent) * (100 - o.discount_percent) * 0.0001 else l.amount end) as net,
               case when @group_by::text in ('product', 'category') then 0 else o.freight end as freight
          from crm."order" o
          join crm.order_line l on l.org_id = o.org_id and l.order_id = o.id
          left join crm.sales_item i on i.org_id = l.org_id and i.product_id = l.product_id
         where o.status not in ('draft', 'cancelled')
           and o.currency = @currency::text
           and o.ordered_on between @from_day::date and @to_day::date
           and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */
         group by o.id, o.freight, 2) x
 group by x.key;

-- name: LargestOrder :one
select o.id, o.number, o.untaxed
  from crm."order" o
 where o.status not in ('draft', 'cancelled')
   and o.currency = @currency::text
   and o.ordered_on between @from_day::date and @to_day::date
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */
 order by o.untaxed desc, o.id
 limit 1;

-- name: OtherCurrencies :one
select count(*)
  from crm."order" o
 where o.status not in ('draft', 'cancelled')
   and o.currency <> @currency::text
   and o.ordered_on between @from_day::date and @to_day::date
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;

-- name: OrderFigures :many
select o.status, count(*) as n,
       count(*) filter (where o.late) as late,
       count(*) filter (where o.status in ('confirmed', 'partially_fulfilled', 'on_hold') and o.required_on < @today::date) as overdue,
       count(*) filter (where o.short) as short
  from crm."order" o
 where /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */
 group by o.status;

-- name: AccountsWithoutOrders :many
select a.id, a.code, a.name
  from crm.account a
 where a.deleted_at is null
   and not exists (select from crm."order" o where o.org_id = a.org_id and o.account_id = a.id and o.status not in ('draft', 'cancelled'))
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */
 order by a.name_key, a.id
 limit 200;

-- name: SalesItems :many
select * from crm.sales_item where product_id = any(@ids::uuid[]);

-- name: NumberIsTaken :one
select exists (select from crm."order" where number_key = lower(@number::text) and number <> '') as taken;

-- name: PreferHashJoins :exec
select set_config('enable_nestloop', 'off', true);

-- name: SeeOrder :one
select o.id
  from crm."order" o
 where o.id = @id
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;

-- name: OrderNames :many
select o.id, o.number, o.ordered_on
  from crm."order" o
 where o.id = any(@ids::uuid[])
   and /* TEMPLATE_BEGIN: scope */ true /* TEMPLATE_END */;
