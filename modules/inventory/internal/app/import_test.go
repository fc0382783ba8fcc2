package app_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/app"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// northwind reads a file of the real data that lies beside the repository.
func northwind(t *testing.T, name string) []map[string]string {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "..", "..", "..", "..", "shared", "data", "northwind", name))
	require.NoError(t, err, "the real data must lie beside the repository")
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	var out []map[string]string
	for _, r := range rows[1:] {
		m := map[string]string{}
		for i, cell := range r {
			m[rows[0][i]] = cell
		}
		out = append(out, m)
	}
	return out
}

// run applies rows and counts the verdicts; check must have said the same.
func run[R any](f *fixture, rows []R, check func([]R) ([]app.Verdict, error), prepare func([]R) (app.Write, error)) map[string]int {
	f.t.Helper()
	expected, err := check(rows)
	require.NoError(f.t, err)
	done := f.write(prepare(rows))
	counts := map[string]int{}
	for i, v := range done {
		require.Equal(f.t, expected[i].Kind, v.Kind, "row %d: %v", i, v.Faults)
		counts[v.Kind]++
	}
	return counts
}

// write runs what was prepared in a transaction of its own.
func (f *fixture) write(w app.Write, err error) []app.Verdict {
	f.t.Helper()
	require.NoError(f.t, err)
	done, err := db.Write(f.ctx, f.pool, func(tx *db.Tx) ([]app.Verdict, error) { return w(f.ctx, tx) })
	require.NoError(f.t, err)
	return done
}

func (f *fixture) importNorthwind() []map[string]int {
	var suppliers []app.SupplierFields
	for _, r := range northwind(f.t, "suppliers.csv") {
		suppliers = append(suppliers, app.SupplierFields{Code: ptr(r["SupplierID"]), Name: ptr(r["CompanyName"]), ContactName: ptr(r["ContactName"]), Phone: ptr(r["Phone"]),
			Website: ptr(r["HomePage"]), Address: &app.AddressFields{Lines: ptr(r["Address"]), City: ptr(r["City"]), Country: ptr(r["Country"])}})
	}
	var categories []app.CategoryRow
	for _, r := range northwind(f.t, "categories.csv") {
		categories = append(categories, app.CategoryRow{Code: ptr(r["CategoryID"]), Name: ptr(r["CategoryName"]), Description: ptr(r["Description"])})
	}
	var products []app.ProductRow
	var opening []app.OpeningRow
	for _, r := range northwind(f.t, "products.csv") {
		p := app.ProductRow{Category: ptr(r["CategoryID"]), Supplier: ptr(r["SupplierID"])}
		p.SKU, p.Name, p.QuantityPerUnit, p.ReorderPoint = ptr(r["ProductID"]), ptr(r["ProductName"]), ptr(r["QuantityPerUnit"]), ptr(r["ReorderLevel"])
		p.ListPrice, p.Status = &app.Price{Amount: r["UnitPrice"], Currency: "USD"}, ptr("active")
		if r["Discontinued"] == "1" {
			p.Status = ptr("discontinued")
		}
		products = append(products, p)
		opening = append(opening, app.OpeningRow{SKU: r["ProductID"], Quantity: r["UnitsInStock"], OnOrder: r["UnitsOnOrder"]})
	}
	return []map[string]int{
		run(f, suppliers, func(r []app.SupplierFields) ([]app.Verdict, error) { return f.svc.CheckSuppliers(f.ctx, r) },
			func(r []app.SupplierFields) (app.Write, error) { return f.svc.PrepareSuppliers(f.ctx, r) }),
		run(f, categories, func(r []app.CategoryRow) ([]app.Verdict, error) { return f.svc.CheckCategories(f.ctx, r) },
			func(r []app.CategoryRow) (app.Write, error) { return f.svc.PrepareCategories(f.ctx, r) }),
		run(f, products, func(r []app.ProductRow) ([]app.Verdict, error) {
			return f.svc.CheckProducts(f.ctx, r, app.ProductOptions{})
		}, func(r []app.ProductRow) (app.Write, error) {
			return f.svc.PrepareProducts(f.ctx, r, app.ProductOptions{})
		}),
		run(f, opening, func(r []app.OpeningRow) ([]app.Verdict, error) {
			return f.svc.CheckOpening(f.ctx, r, app.OpeningOptions{})
		}, func(r []app.OpeningRow) (app.Write, error) {
			return f.svc.PrepareOpening(f.ctx, r, app.OpeningOptions{})
		}),
	}
}

func TestNorthwindImportedTwiceGivesItsFigures(t *testing.T) {
	t.Parallel()
	f := setup(t)
	require.Equal(t, []map[string]int{{"create": 29}, {"create": 8}, {"create": 77}, {"create": 73, "unchanged": 4}}, f.importNorthwind())
	f.northwindFigures()
	require.Equal(t, []map[string]int{{"unchanged": 29}, {"unchanged": 8}, {"unchanged": 77}, {"unchanged": 77}}, f.importNorthwind())
	f.northwindFigures()
	f.audit()
}

func (f *fixture) northwindFigures() {
	f.t.Helper()
	r, err := f.svc.StockReport(f.ctx)
	require.NoError(f.t, err)
	require.Equal(f.t, "3119", r.Units.String(), "D19")
	require.Equal(f.t, "780", r.Incoming.String(), "D19")
	require.Equal(f.t, app.Price{Amount: "74050.85", Currency: "USD"}, r.ValueAtList, "D20")
	require.EqualValues(f.t, 8, r.Discontinued, "D21")
	require.EqualValues(f.t, 4, r.DiscontinuedInStock, "D21")
	require.EqualValues(f.t, 5, r.OutOfStock, "D22")
	require.EqualValues(f.t, 18, r.BelowReorderPoint, "D24")
	units := map[string]string{}
	for _, c := range r.ByCategory {
		units[c.Category.Name] = c.Units.String()
	}
	require.Equal(f.t, map[string]string{"Seafood": "701", "Beverages": "559", "Condiments": "507", "Dairy Products": "393", "Confections": "386",
		"Grains/Cereals": "308", "Meat/Poultry": "165", "Produce": "100"}, units, "D25")
	list, err := f.svc.ListReorder(f.ctx, page.Request{}, false)
	require.NoError(f.t, err)
	require.Len(f.t, list.Items, 2, "D23")
	require.Equal(f.t, "Nord-Ost Matjeshering", list.Items[0].Product.Name)
	require.Equal(f.t, "Outback Lager", list.Items[1].Product.Name)
}

func TestOpeningStockThatDiffersFromWhatWasEnteredIsRefused(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.product("A", "0")
	enter := func(q, onOrder string) app.Verdict {
		done := f.write(f.svc.PrepareOpening(f.ctx, []app.OpeningRow{{SKU: "a", Quantity: q, OnOrder: onOrder}}, app.OpeningOptions{}))
		return done[0]
	}
	require.Equal(t, app.WouldCreate, enter("5", "3").Kind)
	require.Equal(t, app.Unchanged, enter("5.0", "3").Kind)
	differs := enter("6", "3")
	require.Equal(t, app.Refused, differs.Kind)
	require.Equal(t, "/quantity", differs.Faults[0].Pointer)
	require.Contains(t, differs.Faults[0].Message, "adjustment")
	require.Equal(t, "/on_order", enter("5", "4").Faults[0].Pointer)

	rows, err := f.svc.ListMovements(f.ctx, page.Request{}, inventory.LocationID{})
	require.NoError(t, err)
	require.NoError(t, f.svc.RestorePosting(f.ctx, rows.Items[0].Document.ID, kernel.Past{}), "undo of an import reverses")
	require.Equal(t, app.WouldCreate, enter("6", "3").Kind, "what is undone may be entered anew")
	f.audit()
}

func TestImportedRowsSayWhatIsWrongWithThem(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.product("A", "0")
	verdicts, err := f.svc.CheckOpening(f.ctx, []app.OpeningRow{{SKU: "nope", Quantity: "1"}, {SKU: "A", Quantity: "-1"}, {SKU: "A", Quantity: "0.5"},
		{SKU: "A", Quantity: "1", Warehouse: "Mars"}, {SKU: "A", Quantity: "1", Location: "Z-9"}}, app.OpeningOptions{})
	require.NoError(t, err)
	for i, pointer := range []string{"/sku", "/quantity", "", "/location", "/location"} {
		require.Equal(t, app.Refused, verdicts[i].Kind, i)
		if pointer != "" {
			require.Equal(t, pointer, verdicts[i].Faults[0].Pointer)
		}
	}
	row := func(sku, name string) app.ProductRow {
		r := app.ProductRow{}
		r.SKU, r.Name = &sku, &name
		return r
	}
	lost := row("B", "B")
	lost.Category, lost.Supplier, lost.Unit = ptr("none"), ptr("none"), ptr("furlong")
	verdicts, err = f.svc.CheckProducts(f.ctx, []app.ProductRow{row("", "no sku"), row("C", ""), lost, row("D", "D"), row("d", "again")}, app.ProductOptions{})
	require.NoError(t, err)
	require.Len(t, verdicts[2].Faults, 3)
	require.Equal(t, "create", verdicts[3].Kind)
	require.Equal(t, "twice", verdicts[4].Faults[0].Code)

	child := app.CategoryRow{Name: ptr("Cheese"), Parent: ptr("Food")}
	tree, err := f.svc.CheckCategories(f.ctx, []app.CategoryRow{child, {Name: ptr("Food")}})
	require.NoError(t, err)
	require.Equal(t, "/parent", tree[0].Faults[0].Pointer, "a parent stands before its children")
	tree, err = f.svc.CheckCategories(f.ctx, []app.CategoryRow{{Name: ptr("Food")}, child})
	require.NoError(t, err)
	require.Equal(t, "create", tree[1].Kind)
}

func TestUndoGivesProductsTheirOldValuesAndTakesNewOnesAway(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.product("A", "0")
	require.NoError(t, f.svc.RestoreProduct(f.ctx, p.UUID, kernel.Past{Old: map[string]any{"name": "Old name", "list_price": 12.5, "list_price_currency": "EUR", "reorder_point": nil}}))
	got, err := f.svc.Product(f.ctx, p)
	require.NoError(t, err)
	require.Equal(t, "Old name", got.Name)
	require.Equal(t, "12.50", got.ListPrice.Amount)
	f.receive(p, "1")
	require.ErrorIs(t, f.svc.RestoreProduct(f.ctx, p.UUID, kernel.Past{}), inventory.ErrInUse, "goods have come in")
	fresh := f.product("B", "0")
	require.NoError(t, f.svc.RestoreProduct(f.ctx, fresh.UUID, kernel.Past{}))
	_, err = f.svc.Product(f.ctx, fresh)
	require.Error(t, err)
}
