package app_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/app"
	"longhouse/modules/inventory/internal/store/sqlcgen"
	"longhouse/platform/page"
)

var update = flag.Bool("update", false, "write golden files")

// pages reads a whole list with one row a page, and expects each row once.
func pages[T any](t *testing.T, want int, id func(T) any, read func(page.Request) (page.Page[T], error), sort string) {
	t.Helper()
	seen := map[any]bool{}
	r := page.Request{Limit: 1, Sort: sort, Count: true}
	for n := 0; ; n++ {
		p, err := read(r)
		require.NoError(t, err)
		for _, item := range p.Items {
			require.False(t, seen[id(item)], "%v comes twice", id(item))
			seen[id(item)] = true
		}
		if n == 0 {
			require.NotNil(t, p.Total, "who asks is told how many there are")
			require.Equal(t, want, p.Total.Count)
		}
		if p.Next == "" {
			break
		}
		require.LessOrEqual(t, n, want)
		r.After = p.Next
	}
	require.Len(t, seen, want)
}

func TestListsPageThroughTiesOneRowAtATime(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var products []inventory.ProductID
	for i := range 5 {
		p, err := f.svc.CreateProduct(f.ctx, app.ProductFields{SKU: ptr(fmt.Sprint("T", i)), Name: ptr("Tie"), ReorderPoint: ptr("9")})
		require.NoError(t, err)
		products = append(products, p.ID)
		f.receive(p.ID, "2")
		f.reserve(demand(inventory.Partial, p.ID, "1"))
		_, err = f.svc.CreateSupplier(f.ctx, app.SupplierFields{Name: ptr("Tie"), Code: ptr(fmt.Sprint(i))})
		require.NoError(t, err)
		_, err = f.svc.CreateReceipt(f.ctx, app.ReceiptFields{Lines: []app.ReceiptLineFields{{ProductID: p.ID, Qty: qty("1")}}})
		require.NoError(t, err)
		_, err = f.svc.CreateCategory(f.ctx, app.CategoryFields{Name: ptr(fmt.Sprint("C", i))})
		require.NoError(t, err)
	}
	for _, sort := range []string{"name", "-name", "created_at", "-sku"} {
		pages(t, 5, func(p app.Product) any { return p.ID }, func(r page.Request) (page.Page[app.Product], error) { return f.svc.ListProducts(f.ctx, r) }, sort)
	}
	pages(t, 5, func(s app.Supplier) any { return s.ID }, func(r page.Request) (page.Page[app.Supplier], error) { return f.svc.ListSuppliers(f.ctx, r) }, "-name")
	pages(t, 5, func(s app.Category) any { return s.ID }, func(r page.Request) (page.Page[app.Category], error) { return f.svc.ListCategories(f.ctx, r) }, "")
	pages(t, 9, func(l app.Location) any { return l.ID }, func(r page.Request) (page.Page[app.Location], error) { return f.svc.ListLocations(f.ctx, r) }, "-code")
	pages(t, 5, func(s app.StockItem) any { return s.ID }, func(r page.Request) (page.Page[app.StockItem], error) { return f.svc.ListStock(f.ctx, r) }, "name")
	pages(t, 5, func(m app.Movement) any { return m.ID }, func(r page.Request) (page.Page[app.Movement], error) {
		return f.svc.ListMovements(f.ctx, r, inventory.LocationID{})
	}, "effective_at")
	for _, sort := range []string{"-created_at", "ship_on"} {
		pages(t, 5, func(d app.Delivery) any { return d.ID }, func(r page.Request) (page.Page[app.Delivery], error) { return f.svc.ListDeliveries(f.ctx, r) }, sort)
	}
	pages(t, 5, func(r app.Receipt) any { return r.ID }, func(r page.Request) (page.Page[app.Receipt], error) { return f.svc.ListReceipts(f.ctx, r) }, "created_at")
	for _, projected := range []bool{false, true} {
		pages(t, 5, func(r app.ReorderItem) any { return r.Product.ID }, func(r page.Request) (page.Page[app.ReorderItem], error) {
			return f.svc.ListReorder(f.ctx, r, projected)
		}, "")
	}
	_, err := f.svc.ListProducts(f.ctx, page.Request{Sort: "colour"})
	require.Error(t, err)
	require.Len(t, products, 5)
}

// spy keeps the SQL that a list sends.
type spy struct{ sql string }

func (s *spy) Exec(context.Context, string, ...any) (pgconn.CommandTag, error) {
	return pgconn.CommandTag{}, nil
}

func (s *spy) Query(_ context.Context, sql string, args ...any) (pgx.Rows, error) {
	s.sql = fmt.Sprintf("%s\n-- %d values\n", sql, len(args))
	return nil, context.Canceled
}

func (s *spy) QueryRow(context.Context, string, ...any) pgx.Row { return nil }

func TestListsSendTheGoldenSQL(t *testing.T) {
	t.Parallel()
	scope := page.Everything()
	cases := map[string]struct {
		spec   *page.Spec
		filter map[string][]string
		query  string
		run    func(*sqlcgen.Queries) error
	}{
		"products":   {app.ProductList, map[string][]string{"status": {"active"}, "name": {"ch"}}, "cheese", func(q *sqlcgen.Queries) error { _, err := q.ListProducts(t.Context(), 51); return err }},
		"categories": {app.CategoryList, nil, "fo", func(q *sqlcgen.Queries) error { _, err := q.ListCategories(t.Context(), 51); return err }},
		"suppliers":  {app.SupplierList, map[string][]string{"country": {"UK"}}, "", func(q *sqlcgen.Queries) error { _, err := q.ListSuppliers(t.Context(), 51); return err }},
		"locations":  {app.LocationList, map[string][]string{"promisable": {"true"}}, "", func(q *sqlcgen.Queries) error { _, err := q.ListLocations(t.Context(), 51); return err }},
		"stock":      {app.StockList, map[string][]string{"on_hand.gt": {"0"}}, "", func(q *sqlcgen.Queries) error { _, err := q.ListStock(t.Context(), 51); return err }},
		"movements": {app.MovementList, map[string][]string{"kind": {"issue,receipt"}}, "", func(q *sqlcgen.Queries) error {
			_, err := q.ListMovements(t.Context(), sqlcgen.ListMovementsParams{Max: 51})
			return err
		}},
		"reorder": {app.ReorderList, nil, "", func(q *sqlcgen.Queries) error {
			_, err := q.ListReorder(t.Context(), sqlcgen.ListReorderParams{Max: 51})
			return err
		}},
		"receipts":   {app.ReceiptList, map[string][]string{"state": {"expected"}}, "", func(q *sqlcgen.Queries) error { _, err := q.ListReceipts(t.Context(), 51); return err }},
		"deliveries": {app.DeliveryList, map[string][]string{"ship_on.lte": {"2026-01-01"}}, "so-1", func(q *sqlcgen.Queries) error { _, err := q.ListDeliveries(t.Context(), 51); return err }},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q, err := c.spec.Compile(page.Request{Filter: c.filter, Query: c.query}, scope)
			require.NoError(t, err)
			var s spy
			require.ErrorIs(t, c.run(sqlcgen.New(q.On(&s))), context.Canceled)
			file := filepath.Join("testdata", name+".sql")
			if *update {
				require.NoError(t, os.MkdirAll("testdata", 0o755))
				require.NoError(t, os.WriteFile(file, []byte(s.sql), 0o600))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Equal(t, string(want), s.sql)
		})
	}
}

func TestProductsAreFoundWithoutAccentsAndMistyped(t *testing.T) {
	t.Parallel()
	f := setup(t)
	_, err := f.svc.CreateProduct(f.ctx, app.ProductFields{SKU: ptr("GUA"), Name: ptr("Guaraná Fantástica")})
	require.NoError(t, err)
	for _, typed := range []string{"guarana", "GUARANÁ", "fantastica gau", "gaurana"} {
		hits, err := f.svc.FindProducts(f.ctx, typed, 5)
		require.NoError(t, err)
		require.Len(t, hits, 1, typed)
	}
	hits, err := f.svc.FindProducts(f.ctx, "chocolade", 5)
	require.NoError(t, err)
	require.Empty(t, hits)
}

func TestSearchFunctionsUseTheirIndex(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.product("SEARCH-1", "0")
	conn := f.d.Superuser(t)
	tx, err := conn.Begin(t.Context())
	require.NoError(t, err)
	defer func() { _ = tx.Rollback(t.Context()) }()
	for _, sql := range []string{"set local role longhouse_search", "set local enable_seqscan = off", "set local app.org_id = '" + f.d.Org.String() + "'"} {
		_, err := tx.Exec(t.Context(), sql)
		require.NoError(t, err)
	}
	for function, indexes := range map[string][]string{"product_search": {"product_has_words", "product_sku_trigrams"}, "supplier_search": {"supplier_has_words"}, "product_near": {"product_has_words"}, "supplier_near": {"supplier_has_words"},
		"delivery_search": {"delivery_trigrams"}, "receipt_search": {"receipt_trigrams"}} {
		var body string
		require.NoError(t, tx.QueryRow(t.Context(), "select prosrc from pg_proc where proname = $1", function).Scan(&body))
		// Of an empty table the planner reads all rows of the organisation first; without that way it must use the index.
		body = strings.NewReplacer("$1", "'search'", "org_id = current_setting('app.org_id')::uuid and", "").Replace(body)
		rows, err := tx.Query(t.Context(), "explain "+body)
		require.NoError(t, err)
		plan, err := pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
		for _, index := range indexes {
			require.Contains(t, strings.Join(plan, "\n"), index)
		}
	}
	found, err := f.svc.SearchCatalogue(f.ctx, inventory.ProductQuery{Text: "arch-1"})
	require.NoError(t, err)
	require.Len(t, found, 1)
}
