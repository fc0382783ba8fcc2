package crmmodule_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/modules/crm"
	"longhouse/modules/crm/crmmodule"
	"longhouse/modules/hr"
	"longhouse/modules/inventory"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/imports"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
)

// records reads a file of the shared data as a target sees it: its columns find
// their fields by themselves.
func records(t *testing.T, name string, fields []imports.Field) []map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "data", filepath.FromSlash(name)))
	require.NoError(t, err, "the real data must lie beside the repository")
	sheet, err := imports.Read(name, data, imports.ReadOptions{})
	require.NoError(t, err)
	hints := make([]imports.FieldHint, len(fields))
	for i, f := range fields {
		hints[i] = f.FieldHint
	}
	rows := make([][]string, len(sheet.Rows))
	for i, r := range sheet.Rows {
		rows[i] = r.Cells
	}
	guesses := imports.GuessColumns(sheet.Header, rows, hints)
	out := make([]map[string]string, len(rows))
	for i, cells := range rows {
		out[i] = map[string]string{}
		for field, g := range guesses {
			if g.Column < len(cells) {
				out[i][field] = cells[g.Column]
			}
		}
	}
	return out
}

// load imports files into a target as the import's job does, in chunks of 500
// under the verdicts that were given before, and counts what became of the rows.
func (f *fixture) load(ctx context.Context, name, file, lines string) map[string]int {
	f.t.Helper()
	var target imports.Target
	for _, t := range f.module.Imports {
		if t.Name == name {
			target = t
		}
	}
	of := map[string][]map[string]string{}
	if target.Lines != nil {
		for _, l := range records(f.t, lines, target.Lines.Fields) {
			of[l[target.Lines.Key]] = append(of[l[target.Lines.Key]], l)
		}
	}
	var rows []imports.Record
	for _, v := range records(f.t, file, target.Fields) {
		r := imports.Record{Values: v}
		if target.Lines != nil {
			r.Lines = of[v[target.Lines.Of]]
		}
		rows = append(rows, r)
	}
	choices := imports.Choices{}
	for _, o := range target.Options {
		choices[o.Key] = o.Default
	}
	expected, err := target.Check(ctx, rows, choices)
	require.NoError(f.t, err)
	done := map[string]int{}
	for at := 0; at < len(rows); at += 500 {
		chunk := rows[at:min(at+500, len(rows))]
		write, err := target.Prepare(ctx, chunk, choices)
		require.NoError(f.t, err)
		results, err := db.Write(ctx, target.DB, func(tx *db.Tx) ([]imports.Verdict, error) { return write(ctx, tx) })
		require.NoError(f.t, err)
		for i, r := range results {
			require.Equal(f.t, expected[at+i].Action, r.Action, "the verdict is what happens: %v %v", chunk[i].Values, r.Faults)
			done[r.Action]++
		}
	}
	return done
}

// northwind is a trading company's catalogue and staff, as its neighbours would tell of them.
func northwind(t *testing.T) (*fixture, context.Context) {
	t.Helper()
	d := pgtest.New(t)
	outbox.Do(func() { d.Root.SetOutbox(nowhere{}) })
	text := func(keys ...string) []imports.Field {
		out := make([]imports.Field, len(keys))
		for i, k := range keys {
			out[i] = imports.Field{FieldHint: imports.FieldHint{Key: k, Label: k}}
		}
		return out
	}
	categories := map[string]string{}
	for _, c := range records(t, "northwind/categories.csv", text("CategoryID", "CategoryName")) {
		categories[c["CategoryID"]] = c["CategoryName"]
	}
	var shelf shelves
	for _, p := range records(t, "northwind/products.csv", text("ProductID", "ProductName", "CategoryID")) {
		shelf = append(shelf, inventory.Product{ID: kernel.NewID[inventory.Product](), SKU: p["ProductID"], Name: p["ProductName"], Kind: inventory.Stocked,
			Unit: "H87", Status: inventory.Active, CategoryPath: categories[p["CategoryID"]]})
	}
	people := staff{}
	for _, e := range records(t, "northwind/employees.csv", text("EmployeeID", "FirstName", "LastName")) {
		people[e["EmployeeID"]] = hr.Person{ID: kernel.NewID[hr.Employee](), Number: e["EmployeeID"], Name: e["FirstName"] + " " + e["LastName"]}
	}
	f := &fixture{t: t, db: d}
	f.module = crmmodule.New(crmmodule.Deps{DB: d.Root.For("crm"), Clock: clock.Fixed(now), People: people, Users: logins{}, Catalogue: shelf})
	f.client = f.as("owner")
	return f, d.With(t, d.Context(t), authz.TestPolicy{Resources: crm.Resources}, "owner")
}

// shelves stand in for inventory's catalogue.
type shelves []inventory.Product

func (s shelves) Products(context.Context, []inventory.ProductID) ([]inventory.Product, error) {
	return s, nil
}

func (s shelves) BySKUs(context.Context, []string) (map[string]inventory.Product, error) {
	out := map[string]inventory.Product{}
	for _, p := range s {
		out[p.SKU] = p
	}
	return out, nil
}

func (s shelves) Search(context.Context, inventory.ProductQuery) ([]inventory.Product, error) {
	return s, nil
}

func TestNorthwindsFilesComeInByThemselvesAndTheirFiguresComeOutByREST(t *testing.T) {
	t.Parallel()
	f, ctx := northwind(t)
	customers := func() map[string]int { return f.load(ctx, "crm.accounts", "northwind/customers.csv", "") }
	orders := func() map[string]int {
		return f.load(ctx, "crm.orders", "northwind/orders.csv", "northwind/order_details.csv")
	}
	require.Equal(t, map[string]int{"create": 91}, customers())
	require.Equal(t, map[string]int{"create": 830}, orders())
	require.Equal(t, map[string]int{"unchanged": 91}, customers(), "a second import of the same files changes nothing")
	require.Equal(t, map[string]int{"unchanged": 830}, orders())

	get := func(path string) object {
		var out object
		f.Get("/crm" + path).Is(200).JSON(&out)
		return out
	}
	count := func(path string) any { return at(get(path), "total", "count") }
	require.EqualValues(t, 91, count("/accounts?count=1"), "D1")
	require.EqualValues(t, 91, count("/contacts?count=1"), "each customer came with a contact person")
	require.EqualValues(t, 830, count("/orders?count=1"), "D1")
	who := get("/contacts?q=maria%20anders")
	require.Equal(t, "Sales Representative", at(who, "items", 0, "job_title"))
	require.Equal(t, "Alfreds Futterkiste", at(who, "items", 0, "account", "name"))
	require.Equal(t, "030-0074321", at(get("/accounts?q=alfreds"), "items", 0, "phone"))

	exact := get("/reports/sales?rounding=exact")
	money := func(v any) string { return kernel.MustDecimal(fmt.Sprint(v)).Fixed(2) }
	for what, want := range map[string]string{"gross": "1354458.59", "net": "1265793.04", "discount": "88665.55", "average": "1525.05", "freight": "64942.69"} {
		require.Equal(t, want, money(at(exact, "total", what)), "D2, D3, D5, D14, D15: %s", what)
	}
	require.EqualValues(t, 2155, at(exact, "total", "lines"), "D1")
	require.EqualValues(t, 838, at(exact, "total", "discounted_lines"), "D6")
	require.Equal(t, "10865 16387.50", fmt.Sprintf("%s %s", at(exact, "total", "largest", "number"), money(at(exact, "total", "largest", "net"))), "D14")
	require.Equal(t, "1265793.29", money(at(get("/reports/sales?rounding=lines"), "total", "net")), "D4")
	groups := func(by string, n int) []string {
		var out []string
		for _, g := range get(fmt.Sprintf("/reports/sales?rounding=exact&group_by=%s&limit=%d", by, n))["groups"].([]any) {
			out = append(out, fmt.Sprintf("%s %s", at(g.(object), "label"), money(at(g.(object), "net"))))
		}
		return out
	}
	require.Equal(t, []string{"1996 208083.97", "1997 617085.20", "1998 440623.87"}, groups("year", 10), "D7")
	byYear := get("/reports/sales?group_by=year")
	require.Equal(t, []any{152.0, 408.0, 270.0}, []any{at(byYear, "groups", 0, "orders"), at(byYear, "groups", 1, "orders"), at(byYear, "groups", 2, "orders")}, "D8")
	require.Equal(t, []string{"QUICK-Stop 110277.31", "Ernst Handel 104874.98", "Save-a-lot Markets 104361.95", "Rattlesnake Canyon Grocery 51097.80", "Hungry Owl All-Night Grocers 49979.91"}, groups("account", 5), "D9")
	require.Equal(t, []string{"Côte de Blaye 141396.74", "Thüringer Rostbratwurst 80368.67", "Raclette Courdavault 71155.70", "Tarte au sucre 47234.97", "Camembert Pierrot 46825.48"}, groups("product", 5), "D10")
	require.Equal(t, []string{"Beverages 267868.18", "Dairy Products 234507.29", "Confections 167357.23", "Meat/Poultry 163022.36", "Seafood 131261.74", "Condiments 106047.09", "Produce 99984.58", "Grains/Cereals 95744.59"}, groups("category", 10), "D11")
	require.Equal(t, []string{"Margaret Peacock 232890.85", "Janet Leverling 202812.84", "Nancy Davolio 192107.60", "Andrew Fuller 166537.76", "Laura Callahan 126862.28", "Robert King 124568.24", "Anne Dodsworth 77308.07", "Michael Suyama 73913.13", "Steven Buchanan 68792.28"}, groups("salesperson", 10), "D12")
	require.Equal(t, []string{"USA 245584.61", "Germany 230284.63", "Austria 128003.84"}, groups("ship_country", 3), "D13")

	stand := get("/reports/orders")
	require.Equal(t, []any{21.0, 37.0}, []any{stand["open"], stand["late"]}, "D16, D17")
	require.EqualValues(t, 21, count("/orders?shipped=false&count=1"), "D16")
	require.EqualValues(t, 37, count("/orders?late=true&count=1"), "D17")
	require.EqualValues(t, 21, count("/orders?short=true&count=1"), "nothing has been reserved for what is open")
	require.EqualValues(t, 21, count("/orders?overdue=true&count=1"))
	require.Equal(t, []any{"FISSA", "PARIS"}, []any{at(stand, "without_orders", 0, "code"), at(stand, "without_orders", 1, "code")}, "D18")
	require.Len(t, stand["without_orders"], 2, "D18")
}

func TestThePipelinesFilesComeInByThemselves(t *testing.T) {
	t.Parallel()
	f, ctx := northwind(t)
	require.Equal(t, map[string]int{"create": 85}, f.load(ctx, "crm.accounts", "crm-pipeline/accounts.csv", ""))
	require.Equal(t, map[string]int{"create": 8800}, f.load(ctx, "crm.deals", "crm-pipeline/sales_pipeline.csv", ""))
	require.Equal(t, map[string]int{"unchanged": 8800}, f.load(ctx, "crm.deals", "crm-pipeline/sales_pipeline.csv", ""))
	var board, parents object
	f.Get("/crm/deals/board").Is(200).JSON(&board)
	columns := map[any]any{}
	for _, c := range board["columns"].([]any) {
		columns[at(c.(object), "stage", "name")] = fmt.Sprint(at(c.(object), "count"), " ", at(c.(object), "amount"))
	}
	require.Equal(t, "4238 10005534", columns["Won"], "D28, D29")
	require.Equal(t, "2473 0", columns["Lost"], "D28")
	require.Equal(t, []any{"500 0", "1589 0"}, []any{columns["New"], columns["Qualified"]}, "D28: prospecting and engaging")
	f.Get("/crm/accounts?parent_id.empty=false&count=1").Is(200).JSON(&parents)
	require.EqualValues(t, 15, at(parents, "total", "count"), "D41")
}
