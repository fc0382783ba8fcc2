package app_test

import (
	"context"
	"flag"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"longhouse/migrations"
	"longhouse/modules/inventory/internal/app"
	"longhouse/modules/inventory/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/migrate"
	"longhouse/platform/page"
	"longhouse/platform/pgtest"
)

// The plans are the same at a hundred thousand: go test -run PlansOf -crowd 100000 -v prints them with their times.
var crowd = flag.Int("crowd", 15_000, "rows of each list in the test of plans")

// stock fills a database of its own: products in 50 categories, each with some
// stock, a movement, a receipt and a delivery of one line.
const stock = `
set session_replication_role = replica;
select set_config('app.org_id', '%ORG%', false), set_config('app.actor', 's:test', false), set_config('app.change_set', '%ORG%', false);
insert into inventory.unit (org_id, id, code, name, category, num, den, created_at) values ('%ORG%', md5('unit')::uuid, 'H87', 'piece', 'count', 1, 1, now());
insert into inventory.warehouse (org_id, id, code, name, zone, sequence, created_at) values ('%ORG%', md5('w')::uuid, 'MAIN', 'Main', 'UTC', 1, now());
insert into inventory.location (org_id, id, warehouse_id, code, name, kind, created_at) select '%ORG%', md5('b' || n)::uuid, md5('w')::uuid, 'B-' || n, 'B-' || n, 'bin', now() from generate_series(1, 2000) n;
insert into inventory.location (org_id, id, code, name, kind, promisable, created_at) values ('%ORG%', md5('supplier')::uuid, 'S', 'S', 'supplier', false, now());
insert into inventory.category (org_id, id, name, path, created_at) select '%ORG%', md5('c' || n)::uuid, 'C' || n, 'C' || n, now() from generate_series(0, 49) n;
insert into inventory.supplier (org_id, id, name, code, created_at) select '%ORG%', md5('s' || n)::uuid, initcap(md5('sup' || n)), 'S' || n, now() from generate_series(0, %N% / 10) n;
insert into inventory.product (org_id, id, sku, name, kind, status, category_id, supplier_id, unit_id, list_price, list_price_currency, reorder_point, created_at)
select '%ORG%', md5('p' || n)::uuid, 'SKU-' || n, initcap(substr(md5('a' || n % 997), 1, 6) || ' ' || substr(md5('b' || n), 1, 8)), 'stocked', case when n % 20 = 0 then 'discontinued' else 'active' end,
       md5('c' || n % 50)::uuid, md5('s' || n % (%N% / 10))::uuid, md5('unit')::uuid, n % 100, 'EUR', 10, now() - n * interval '1 minute' from generate_series(1, %N%) n;
insert into inventory.availability (org_id, product_id, warehouse_id, on_hand, held, promised) select '%ORG%', md5('p' || n)::uuid, md5('w')::uuid, n % 500, 0, 0 from generate_series(1, %N%) n;
insert into inventory.stock_balance (org_id, id, product_id, location_id, on_hand, arrived_at)
select '%ORG%', md5('l' || n)::uuid, md5('p' || n)::uuid, md5('b' || 1 + n % 2000)::uuid, n % 500, now() from generate_series(1, %N%) n;
insert into inventory.movement (org_id, id, kind, product_id, from_location_id, to_location_id, qty, effective_at, posted_at, document_kind, document_id, document_line_id, document_number)
select '%ORG%', md5('m' || n)::uuid, 'receipt', md5('p' || n)::uuid, md5('supplier')::uuid, md5('b' || 1 + n % 2000)::uuid, 1, now() - n * interval '1 minute', now(), 'posting', md5('d' || n)::uuid, md5('dl' || n)::uuid, 'M-' || n
  from generate_series(1, %N%) n;
insert into inventory.receipt (org_id, id, number, state, supplier_id, warehouse_id, reference, created_at)
select '%ORG%', md5('r' || n)::uuid, 'R-' || n, case when n % 50 = 0 then 'expected' else 'done' end, md5('s' || n % (%N% / 10))::uuid, md5('w')::uuid, 'PO-' || n, now() - n * interval '1 minute' from generate_series(1, %N%) n;
insert into inventory.receipt_line (org_id, id, receipt_id, n, product_id, qty, unit, num, den, qty_base, incoming)
select '%ORG%', md5('rl' || n)::uuid, md5('r' || n)::uuid, 1, md5('p' || n)::uuid, 5, 'H87', 1, 1, 5, case when n % 50 = 0 then 5 else 0 end from generate_series(1, %N%) n;
insert into inventory.demand (org_id, id, mode, reference, party_name, warehouse_id, created_at) select '%ORG%', md5('x' || n)::uuid, 'partial', 'SO-' || n, 'Party ' || n % 5000, md5('w')::uuid, now() from generate_series(1, %N%) n;
insert into inventory.delivery (org_id, id, number, demand_id, warehouse_id, state, reference, party_name, ship_on, created_at)
select '%ORG%', md5('y' || n)::uuid, 'D-' || n, md5('x' || n)::uuid, md5('w')::uuid, case when n % 50 = 0 then 'ready' else 'shipped' end, 'SO-' || n, 'Party ' || n % 5000, date '2026-01-01' + n % 300, now() - n * interval '1 minute'
  from generate_series(1, %N%) n;
reset session_replication_role;
vacuum analyze;`

func filled(t *testing.T) (*pgtest.DB, *db.Root) {
	t.Helper()
	d := pgtest.New(t)
	url := pgtest.Empty(t)
	_, err := migrate.Up(t.Context(), url, migrate.Source{Folders: migrations.Folders, For: migrations.For})
	require.NoError(t, err)
	conn, err := pgx.Connect(t.Context(), url.Reveal())
	require.NoError(t, err)
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	for _, sql := range strings.SplitAfter(strings.NewReplacer("%ORG%", d.Org.String(), "%N%", strconv.Itoa(*crowd)).Replace(stock), ";\n") {
		_, err = conn.PgConn().Exec(t.Context(), sql).ReadAll()
		require.NoError(t, err, sql)
	}
	root, err := db.Open(t.Context(), url, db.Options{})
	require.NoError(t, err)
	t.Cleanup(root.Close)
	return d, root
}

// TestPlansOfListsUseIndexesHoweverManyRowsThereAre looks at plans, not at clocks.
func TestPlansOfListsUseIndexesHoweverManyRowsThereAre(t *testing.T) {
	t.Parallel()
	d, root := filled(t)
	products := func(q *sqlcgen.Queries) error { _, err := q.ListProducts(t.Context(), 51); return err }
	locations := func(q *sqlcgen.Queries) error { _, err := q.ListLocations(t.Context(), 51); return err }
	suppliers := func(q *sqlcgen.Queries) error { _, err := q.ListSuppliers(t.Context(), 51); return err }
	movements := func(q *sqlcgen.Queries) error {
		_, err := q.ListMovements(t.Context(), sqlcgen.ListMovementsParams{Max: 51})
		return err
	}
	receipts := func(q *sqlcgen.Queries) error { _, err := q.ListReceipts(t.Context(), 51); return err }
	deliveries := func(q *sqlcgen.Queries) error { _, err := q.ListDeliveries(t.Context(), 51); return err }
	stocks := func(q *sqlcgen.Queries) error { _, err := q.ListStock(t.Context(), 51); return err }
	reorder := func(q *sqlcgen.Queries) error {
		_, err := q.ListReorder(t.Context(), sqlcgen.ListReorderParams{Max: 51})
		return err
	}
	for name, c := range map[string]struct {
		spec    *page.Spec
		request page.Request
		run     func(*sqlcgen.Queries) error
		index   string
	}{
		"products by name":            {app.ProductList, page.Request{}, products, "product_by_name"},
		"active products by name":     {app.ProductList, filter("status", "active"), products, "product_by_name"},
		"products by age":             {app.ProductList, page.Request{Sort: "-created_at"}, products, "product_by_age"},
		"products by SKU":             {app.ProductList, page.Request{Sort: "sku"}, products, "product_sku_is_unique"},
		"products that are out":       {app.ProductList, filter("out_of_stock", "true"), products, "availability_key"},
		"products below":              {app.ProductList, filter("below_reorder_point", "true"), products, "availability_key"},
		"names that begin so":         {app.ProductList, filter("name", "ab"), products, "product_by_name"},
		"suppliers":                   {app.SupplierList, page.Request{}, suppliers, "supplier_by_name"},
		"places":                      {app.LocationList, page.Request{}, locations, "location_by_code"},
		"the ledger, newest first":    {app.MovementList, page.Request{}, movements, "movement"},
		"the ledger by time":          {app.MovementList, page.Request{Sort: "-effective_at"}, movements, "movement_by_time"},
		"the ledger of a kind":        {app.MovementList, filter("kind", "issue"), movements, "movement_by_kind"},
		"receipts":                    {app.ReceiptList, page.Request{}, receipts, "receipt_by_age"},
		"expected receipts":           {app.ReceiptList, filter("state", "expected"), receipts, "receipt_by_"},
		"deliveries":                  {app.DeliveryList, page.Request{}, deliveries, "delivery_by_age"},
		"ready deliveries":            {app.DeliveryList, filter("state", "ready"), deliveries, "delivery_by_"},
		"deliveries by day":           {app.DeliveryList, page.Request{Sort: "ship_on"}, deliveries, "delivery_by_day"},
		"stock by name":               {app.StockList, page.Request{}, stocks, "product_by_name"},
		"what is to be ordered again": {app.ReorderList, page.Request{}, reorder, "product_to_reorder"},
	} {
		_, err := db.Read(d.As(t, "owner"), root.For("inventory"), func(tx *db.Tx) (struct{}, error) {
			q, err := c.spec.Compile(c.request, page.Everything())
			require.NoError(t, err, name)
			plan := &explain{tx: tx}
			_ = c.run(sqlcgen.New(q.On(plan)))
			text := plan.out.String()
			t.Logf("%s\n%s", name, text)
			require.Contains(t, text, c.index, "%s\n%s", name, text)
			for _, table := range []string{"product", "movement", "receipt", "delivery", "stock_balance"} {
				require.NotContains(t, text, "Seq Scan on "+table+" ", "%s\n%s", name, text)
			}
			return struct{}{}, nil
		})
		require.NoError(t, err)
	}
}

func filter(field, value string) page.Request {
	return page.Request{Filter: map[string][]string{field: {value}}}
}

// explain asks for the plan of what would run.
type explain struct {
	tx  *db.Tx
	out strings.Builder
}

func (e *explain) Exec(context.Context, string, ...any) (pgconn.CommandTag, error) {
	return pgconn.CommandTag{}, pgx.ErrNoRows
}

func (e *explain) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	rows, err := e.tx.Query(ctx, "explain (analyze, timing off) "+sql, args...)
	if err != nil {
		return nil, err
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	e.out.WriteString(strings.Join(lines, "\n"))
	if err == nil {
		err = pgx.ErrNoRows
	}
	return nil, err
}

func (e *explain) QueryRow(context.Context, string, ...any) pgx.Row { return nil }
