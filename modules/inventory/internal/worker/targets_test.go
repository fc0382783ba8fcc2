package worker

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/app"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/imports"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
)

type nowhere struct{}

func (nowhere) Flush(context.Context, *db.Tx, []kernel.Event, []db.Enqueued) error { return nil }
func (nowhere) Wake(kernel.ID[kernel.Org])                                         {}

var hand sync.Once

// trade is an organisation that keeps its prices in dollars.
type trade struct {
	t       *testing.T
	ctx     context.Context //nolint:containedctx // of one test
	svc     *app.Service
	targets map[string]imports.Target
}

func setup(t *testing.T) *trade {
	t.Helper()
	d := pgtest.New(t)
	hand.Do(func() { d.Root.SetOutbox(nowhere{}) })
	pool := d.Root.For("inventory", store.Faults)
	f := &trade{t: t, ctx: d.As(t, "owner"), svc: app.New(pool, clock.Clock{}, app.Neighbours{}), targets: map[string]imports.Target{}}
	for _, target := range Imports(f.svc, pool, func(context.Context) (kernel.Currency, error) { return "USD", nil }) {
		f.targets[target.Name] = target
	}
	return f
}

// records reads a real file, mapped by the guess alone, as the platform hands it over.
func (f *trade) records(name string, fields []imports.Field) []imports.Record {
	f.t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "..", "shared", "data", filepath.FromSlash(name)))
	require.NoError(f.t, err, "the real data must lie beside the repository")
	sheet, err := imports.Read(name, data, imports.ReadOptions{})
	require.NoError(f.t, err)
	kinds, hints, sample := map[string]string{}, make([]imports.FieldHint, len(fields)), make([][]string, len(sheet.Rows))
	for i, field := range fields {
		hints[i], kinds[field.Key] = field.FieldHint, field.Kind
	}
	for i, row := range sheet.Rows {
		sample[i] = row.Cells
	}
	guess := imports.GuessColumns(sheet.Header, sample, hints)
	out := make([]imports.Record, len(sheet.Rows))
	for i, row := range sheet.Rows {
		out[i].Values = map[string]string{}
		for key, g := range guess {
			cell := ""
			if g.Column < len(row.Cells) {
				cell = row.Cells[g.Column]
			}
			if yes, err := imports.ParseBool(cell); kinds[key] == "bool" && err == nil {
				cell = strconv.FormatBool(yes)
			}
			out[i].Values[key] = cell
		}
	}
	return out
}

// run checks a file, imports it in batches, and counts what became of its rows.
func (f *trade) run(target, name string, chosen imports.Choices) map[string]int {
	f.t.Helper()
	to := f.targets[target]
	rows := f.records(name, to.Fields)
	counts := map[string]int{}
	for len(rows) > 0 {
		batch := rows[:min(2000, len(rows))]
		rows = rows[len(batch):]
		checked, err := to.Check(f.ctx, batch, chosen)
		require.NoError(f.t, err)
		write, err := to.Prepare(f.ctx, batch, chosen)
		require.NoError(f.t, err)
		done, err := db.Write(f.ctx, to.DB, func(tx *db.Tx) ([]imports.Verdict, error) { return write(f.ctx, tx) })
		require.NoError(f.t, err)
		for i, v := range done {
			require.Equal(f.t, checked[i].Action, v.Action, "%v %v", batch[i].Values, v.Faults)
			counts[v.Action]++
			for _, w := range append(v.Warnings, v.Faults...) {
				counts[w.Pointer+" "+w.Code]++
			}
		}
	}
	return counts
}

func TestNorthwindNeedsNobodysHelp(t *testing.T) { // D19-D25
	t.Parallel()
	f := setup(t)
	for _, want := range []string{"create", "unchanged"} {
		require.Equal(t, map[string]int{want: 29}, f.run("inventory.suppliers", "northwind/suppliers.csv", nil))
		require.Equal(t, map[string]int{want: 8}, f.run("inventory.categories", "northwind/categories.csv", nil))
		require.Equal(t, map[string]int{want: 77}, f.run("inventory.products", "northwind/products.csv", nil))
		stock := f.run("inventory.opening_stock", "northwind/products.csv", nil)
		require.Equal(t, 77, stock["create"]+stock["unchanged"])
		require.Equal(t, want == "create", stock["create"] == 73)
	}
	r, err := f.svc.StockReport(f.ctx)
	require.NoError(t, err)
	require.Equal(t, []string{"3119", "780", "74050.85 USD"}, []string{r.Units.String(), r.Incoming.String(), r.ValueAtList.Amount + " " + r.ValueAtList.Currency})
}

func TestThreeWarehousesOpenWithTheirBins(t *testing.T) { // D59-D62
	t.Parallel()
	f := setup(t)
	all := imports.Choices{"create_categories": "true"}
	require.Equal(t, map[string]int{"create": 57}, f.run("inventory.products", "openboxes-inventory/products.csv", all))
	units := "0"
	for code, c := range map[string]struct {
		file  string
		lines int
		units string
	}{"MW": {"mainWarehouseInventory.csv", 57, "198656"}, "BOS": {"bostonWarehouseInventory.csv", 57, "78580"}, "CHI": {"chicagoWarehouseInventory.csv", 42, "51137"}} {
		_, err := f.svc.CreateWarehouse(f.ctx, app.WarehouseFields{Code: &code, Name: &code})
		require.NoError(t, err)
		there := imports.Choices{"warehouse": code, "create_bins": "true"}
		refused := f.run("inventory.opening_stock", "openboxes-inventory/"+c.file, imports.Choices{"warehouse": code})
		require.Equal(t, c.lines, refused["/location unknown"], "a bin is made only when somebody says so: %v", refused)
		opened := f.run("inventory.opening_stock", "openboxes-inventory/"+c.file, there)
		require.Equal(t, c.lines, opened["create"]+opened["unchanged"], "some lines hold nothing")
		require.Equal(t, map[string]int{"unchanged": c.lines}, f.run("inventory.opening_stock", "openboxes-inventory/"+c.file, there))
		r, err := f.svc.StockReport(f.ctx)
		require.NoError(t, err)
		require.Equal(t, c.units, r.Units.Sub(kernel.MustDecimal(units)).String(), code)
		units = r.Units.String()
	}
	require.Equal(t, 57, f.run("inventory.opening_stock", "openboxes-inventory/mainWarehouseInventory.csv", imports.Choices{"warehouse": "Mars"})["/location unknown"])
}

func TestBarcodesStayTextAndStandInForAnSKU(t *testing.T) { // D69-D75, D94
	t.Parallel()
	f := setup(t)
	first := f.run("inventory.products", "off-barcodes/products.csv", nil)
	require.Equal(t, map[string]int{"create": 4774, "/barcode own_code": 46}, first)
	require.Equal(t, 4774, f.run("inventory.products", "off-barcodes/products.csv", nil)["unchanged"])
	p, err := f.svc.BySKUs(f.ctx, []string{"0000000000017"})
	require.NoError(t, err)
	require.Equal(t, "Vitória crackers", p["0000000000017"].Name, "no zero is lost")

	samples := f.run("inventory.products", "contact-samples/products-100.csv", imports.Choices{"create_categories": "true"})
	require.Equal(t, 100, samples["create"]+samples["/sku twice"], "%v", samples)
}

func TestARowThatTheDatabaseRefusesIsRefusedAlone(t *testing.T) {
	t.Parallel()
	f := setup(t)
	to := f.targets["inventory.categories"]
	enter := func(rows ...imports.Record) []imports.Verdict {
		write, err := to.Prepare(f.ctx, rows, nil)
		require.NoError(t, err)
		done, err := db.Write(f.ctx, to.DB, func(tx *db.Tx) ([]imports.Verdict, error) { return write(f.ctx, tx) })
		require.NoError(t, err)
		return done
	}
	row := func(pairs ...string) imports.Record {
		r := imports.Record{Values: map[string]string{}}
		for i := 0; i < len(pairs); i += 2 {
			r.Values[pairs[i]] = pairs[i+1]
		}
		return r
	}
	enter(row("code", "1", "name", "Food"), row("code", "2", "name", "Drinks"))
	done := enter(row("code", "1", "name", "All"), row("code", "2", "name", "All"), row("code", "3", "name", "Other"))
	require.Equal(t, []string{imports.Update, imports.Refused, imports.Create}, []string{done[0].Action, done[1].Action, done[2].Action})
	require.Equal(t, "/name", done[1].Faults[0].Pointer)
	enter(row("code", "3", "name", "Other", "parent", "1"))
	require.Equal(t, "/parent cycle", at(enter(row("code", "1", "name", "All", "parent", "3"))[0]), "a branch cannot hang on itself")
}

func at(v imports.Verdict) string { return v.Faults[0].Pointer + " " + v.Faults[0].Code }

func TestABarcodeBelongsToOneProductAndAProductHasAKey(t *testing.T) {
	t.Parallel()
	f := setup(t)
	sku, name, code := "B", "B", "222"
	_, err := f.svc.CreateProduct(f.ctx, app.ProductFields{SKU: &sku, Name: &name, Barcode: &code})
	require.NoError(t, err)
	to := f.targets["inventory.products"]
	checked, err := to.Check(f.ctx, []imports.Record{{Values: map[string]string{"sku": "C", "name": "C", "barcode": "222"}}, {Values: map[string]string{"name": "no key"}}}, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"/barcode taken", "/sku required"}, []string{at(checked[0]), at(checked[1])})
	checked, err = to.Check(f.ctx, []imports.Record{{Values: map[string]string{"sku": "C", "name": "C", "list_price": "-1", "currency": "euros"}}}, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"/list_price", "/currency"}, []string{checked[0].Faults[0].Pointer, checked[0].Faults[1].Pointer}, "faults point at columns")
	_, err = to.Check(pgtest.New(t).As(t, "inventory.reader"), nil, nil)
	require.ErrorIs(t, err, fault.ErrForbidden)
	require.Equal(t, inventory.ImportProducts, to.Needs)
}

func TestCostsNeedTheirRightInAFileToo(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	hand.Do(func() { d.Root.SetOutbox(nowhere{}) })
	pool := d.Root.For("inventory", store.Faults)
	svc := app.New(pool, clock.Clock{}, app.Neighbours{})
	owner, admin := d.As(t, "owner"), d.As(t, "inventory.admin")
	sku, name := "A", "A"
	_, err := svc.CreateProduct(owner, app.ProductFields{SKU: &sku, Name: &name, Cost: &app.Price{Amount: "5", Currency: "EUR"}})
	require.NoError(t, err)
	to := products(svc, pool, func(context.Context) (kernel.Currency, error) { return "EUR", nil })
	costing := func(ctx context.Context, cost string) imports.Verdict {
		checked, err := to.Check(ctx, []imports.Record{{Values: map[string]string{"sku": "A", "name": "A", "cost": cost}}}, nil)
		require.NoError(t, err)
		return checked[0]
	}
	require.Equal(t, "/cost forbidden", at(costing(admin, "6")))
	require.Equal(t, imports.Unchanged, costing(admin, "").Action, "a blank cell takes nothing away")
	require.Equal(t, []string{"cost"}, costing(owner, "6").Changed)
	require.Equal(t, []string{"cost"}, costing(owner, "").Changed)
}
