package app_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/app"
	"longhouse/modules/hr"
	"longhouse/modules/inventory"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// file reads a file of the shared data as rows by column.
func file(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "..", "..", "shared", "data", name))
	require.NoError(t, err)
	defer func() { _ = f.Close() }()
	all, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	var out []map[string]string
	for _, row := range all[1:] {
		m := map[string]string{}
		for i, v := range row {
			m[all[0][i]] = v
		}
		out = append(out, m)
	}
	return out
}

// renamed gives columns the names of fields, as an import's mapping does.
func renamed(row map[string]string, fields map[string]string) map[string]string {
	out := map[string]string{}
	for column, field := range fields {
		if row[column] != "" {
			out[field] = row[column]
		}
	}
	return out
}

type northwind struct{ customers, orders []app.ImportRow }

func readNorthwind(t *testing.T, f *fixture) northwind {
	t.Helper()
	categories := map[string]string{}
	for _, c := range file(t, "northwind/categories.csv") {
		categories[c["CategoryID"]] = c["CategoryName"]
	}
	for _, p := range file(t, "northwind/products.csv") {
		f.catalogue.products = append(f.catalogue.products, inventory.Product{ID: kernel.NewID[inventory.Product](), SKU: p["ProductID"], Name: p["ProductName"],
			Kind: inventory.Stocked, Unit: "H87", Status: inventory.Active, CategoryPath: categories[p["CategoryID"]]})
	}
	for _, e := range file(t, "northwind/employees.csv") {
		f.people.Add(kernel.NewID[kernel.User](), e["EmployeeID"], e["FirstName"]+" "+e["LastName"], hr.UnitID{})
	}
	var n northwind
	for _, c := range file(t, "northwind/customers.csv") {
		n.customers = append(n.customers, app.ImportRow{Values: renamed(c, map[string]string{"CustomerID": "code", "CompanyName": "name", "ContactName": "contact_name",
			"ContactTitle": "contact_title", "Address": "address", "City": "city", "Region": "region", "PostalCode": "postcode", "Country": "country", "Phone": "phone", "Fax": "fax"})})
	}
	lines := map[string][]map[string]string{}
	for _, l := range file(t, "northwind/order_details.csv") {
		lines[l["OrderID"]] = append(lines[l["OrderID"]], renamed(l, map[string]string{"ProductID": "sku", "UnitPrice": "unit_price", "Quantity": "quantity", "Discount": "discount"}))
	}
	for _, o := range file(t, "northwind/orders.csv") {
		n.orders = append(n.orders, app.ImportRow{Lines: lines[o["OrderID"]], Values: renamed(o, map[string]string{"OrderID": "number", "CustomerID": "account", "EmployeeID": "salesperson",
			"OrderDate": "ordered_on", "RequiredDate": "required_on", "ShippedDate": "shipped_on", "Freight": "freight", "ShipName": "ship_name", "ShipAddress": "ship_address",
			"ShipCity": "ship_city", "ShipRegion": "ship_region", "ShipPostalCode": "ship_postcode", "ShipCountry": "ship_country"})})
	}
	return n
}

// run checks and applies rows in batches, as the import job does, and counts what became of them.
func run(t *testing.T, f *fixture, rows []app.ImportRow, check func([]app.ImportRow) ([]app.ImportResult, error), prepare func([]app.ImportRow) (app.ImportWrite, error)) map[string]int {
	t.Helper()
	out := map[string]int{}
	for len(rows) > 0 {
		n := min(500, len(rows))
		verdicts, err := check(rows[:n])
		require.NoError(t, err)
		write, err := prepare(rows[:n])
		require.NoError(t, err)
		results, err := db.Write(f.ctx, f.pool, func(tx *db.Tx) ([]app.ImportResult, error) { return write(f.ctx, tx) })
		require.NoError(t, err)
		for i, r := range results {
			require.Equal(t, verdicts[i].Action, r.Action, "the verdict is what happens: %v", rows[i].Values)
			out[r.Action]++
		}
		rows = rows[n:]
	}
	return out
}

func (f *fixture) importAccounts(rows []app.ImportRow) map[string]int {
	return run(f.t, f, rows, func(r []app.ImportRow) ([]app.ImportResult, error) { return f.svc.CheckAccounts(f.ctx, r) },
		func(r []app.ImportRow) (app.ImportWrite, error) { return f.svc.PrepareAccounts(f.ctx, r) })
}

func (f *fixture) importOrders(rows []app.ImportRow) map[string]int {
	return run(f.t, f, rows, func(r []app.ImportRow) ([]app.ImportResult, error) {
		return f.svc.CheckOrders(f.ctx, r, app.OrderOptions{})
	},
		func(r []app.ImportRow) (app.ImportWrite, error) {
			return f.svc.PrepareOrders(f.ctx, r, app.OrderOptions{})
		})
}

func TestNorthwindComesInAndAllItsFiguresComeOut(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n := readNorthwind(t, f)
	require.Equal(t, map[string]int{"create": 91}, f.importAccounts(n.customers))
	require.Equal(t, map[string]int{"create": 830}, f.importOrders(n.orders))
	require.Equal(t, map[string]int{"unchanged": 91}, f.importAccounts(n.customers), "the same file twice changes nothing")
	require.Equal(t, map[string]int{"unchanged": 830}, f.importOrders(n.orders))

	report := func(by, rounding string) crm.SalesReport {
		r, err := f.svc.SalesReport(f.ctx, app.SalesQuery{GroupBy: by, Rounding: rounding})
		require.NoError(t, err)
		return r
	}
	groups := func(by string, n int) []string {
		var out []string
		for _, g := range report(by, "exact").Groups {
			if len(out) < n {
				out = append(out, g.Label+" "+g.Net.Fixed(2))
			}
		}
		return out
	}
	total := report("none", "exact").Total
	require.Equal(t, []int64{830, 2155, 838}, []int64{total.Orders, total.Lines, total.DiscountedLines}, "D1, D6")
	require.Equal(t, "1354458.59", total.Gross.Fixed(2), "D2")
	require.Equal(t, "1265793.04", total.Net.Fixed(2), "D3")
	require.Equal(t, "88665.55", total.Discount.Fixed(2), "D5")
	require.Equal(t, "1525.05", total.Average.Fixed(2), "D14")
	require.Equal(t, "10865 16387.50", total.Largest.Number+" "+total.Largest.Net.Fixed(2), "D14")
	require.Equal(t, "64942.69", total.Freight.Fixed(2), "D15")
	require.Equal(t, "1265793.29", report("none", "lines").Total.Net.Fixed(2), "D4")
	require.Equal(t, []string{"1996 208083.97", "1997 617085.20", "1998 440623.87"}, groups("year", 9), "D7")
	var orders []int64
	for _, g := range report("year", "lines").Groups {
		orders = append(orders, g.Orders)
	}
	require.Equal(t, []int64{152, 408, 270}, orders, "D8")
	require.Equal(t, []string{"QUICK-Stop 110277.31", "Ernst Handel 104874.98", "Save-a-lot Markets 104361.95", "Rattlesnake Canyon Grocery 51097.80", "Hungry Owl All-Night Grocers 49979.91"}, groups("account", 5), "D9")
	require.Equal(t, []string{"Côte de Blaye 141396.74", "Thüringer Rostbratwurst 80368.67", "Raclette Courdavault 71155.70", "Tarte au sucre 47234.97", "Camembert Pierrot 46825.48"}, groups("product", 5), "D10")
	require.Equal(t, []string{"Beverages 267868.18", "Dairy Products 234507.29", "Confections 167357.23", "Meat/Poultry 163022.36", "Seafood 131261.74", "Condiments 106047.09", "Produce 99984.58", "Grains/Cereals 95744.59"}, groups("category", 9), "D11")
	require.Equal(t, []string{"Margaret Peacock 232890.85", "Janet Leverling 202812.84", "Nancy Davolio 192107.60", "Andrew Fuller 166537.76", "Laura Callahan 126862.28", "Robert King 124568.24", "Anne Dodsworth 77308.07", "Michael Suyama 73913.13", "Steven Buchanan 68792.28"}, groups("salesperson", 9), "D12")
	require.Equal(t, []string{"USA 245584.61", "Germany 230284.63", "Austria 128003.84"}, groups("ship_country", 3), "D13")

	o, err := f.svc.OrdersReport(f.ctx)
	require.NoError(t, err)
	require.Equal(t, []int64{21, 37}, []int64{o.Open, o.Late}, "D16, D17")
	var codes []string
	for _, a := range o.WithoutOrders {
		codes = append(codes, a.Code)
	}
	require.Equal(t, []string{"FISSA", "PARIS"}, codes, "D18")
	confirmed := 0
	for _, e := range f.events() {
		if _, ok := e.(crm.OrderConfirmed); ok {
			confirmed++
		}
	}
	require.Equal(t, 21, confirmed, "only what is open asks for stock")
	late, err := f.svc.ListOrders(f.ctx, page.Request{Filter: map[string][]string{"late": {"true"}}, Count: true})
	require.NoError(t, err)
	require.Equal(t, 37, late.Total.Count)
	p, err := f.svc.ListAccounts(f.ctx, page.Request{Query: "quick-stop"})
	require.NoError(t, err)
	require.Len(t, p.Items, 1)
	hits, err := f.svc.FindContacts(f.ctx, "anders", 10)
	require.NoError(t, err)
	require.Equal(t, "Maria Anders", hits[0].Title)
}

func TestAnOrderRowThatCannotComeInSaysWhy(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.Account(app.AccountInput{Code: ptr("VINET")})
	f.catalogue.Product("11", "Queso Cabrales", "14")
	row := func(change func(*app.ImportRow)) app.ImportRow {
		r := app.ImportRow{Values: map[string]string{"number": "10248", "account": "vinet", "ordered_on": "1996-07-04", "shipped_on": "1996-07-16"},
			Lines: []map[string]string{{"sku": "11", "quantity": "12", "unit_price": "14", "discount": "0.15"}}}
		change(&r)
		return r
	}
	results, err := f.svc.CheckOrders(f.ctx, []app.ImportRow{
		row(func(*app.ImportRow) {}),
		row(func(*app.ImportRow) {}),
		row(func(r *app.ImportRow) { r.Values["number"], r.Values["account"] = "1", "NOBODY" }),
		row(func(r *app.ImportRow) { r.Values["number"], r.Lines[0]["sku"] = "2", "99" }),
		row(func(r *app.ImportRow) { r.Values["number"], r.Values["salesperson"] = "3", "7" }),
		row(func(r *app.ImportRow) { r.Values["number"], r.Lines[0]["quantity"] = "4", "0" }),
		row(func(r *app.ImportRow) { r.Values["number"], r.Lines = "5", nil }),
	}, app.OrderOptions{})
	require.NoError(t, err)
	var got []string
	for _, r := range results {
		text := r.Action
		for _, field := range r.Faults {
			text += " " + field.Pointer
		}
		got = append(got, text)
	}
	require.Equal(t, []string{"create", "error ", "error /account", "error /lines/0/sku", "error /salesperson", "error /lines/0/quantity", "error "}, got)
}

func TestASalespersonIsNamedByNumberOrByANameThatIsOneOnly(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.Account(app.AccountInput{Code: ptr("VINET")})
	nancy := f.people.Add(kernel.NewID[kernel.User](), "1", "Nancy Davolio", kernel.NewID[hr.Unit]())
	for _, number := range []string{"17", "4"} {
		f.people.Add(kernel.NewID[kernel.User](), number, "Jan Novak", kernel.NewID[hr.Unit]())
	}
	rows := []app.ImportRow{}
	for _, who := range []string{"1", "nancy DAVOLIO", "Jan Novak", "4", "Nobody"} {
		rows = append(rows, app.ImportRow{Values: map[string]string{"number": "SO-" + who, "account": "VINET", "ordered_on": "1996-07-04", "shipped_on": "1996-07-16", "salesperson": who},
			Lines: []map[string]string{{"description": "Cheese", "quantity": "12", "unit_price": "14"}}})
	}
	write, err := f.svc.PrepareOrders(f.ctx, rows, app.OrderOptions{})
	require.NoError(t, err)
	results, err := db.Write(f.ctx, f.pool, func(tx *db.Tx) ([]app.ImportResult, error) { return write(f.ctx, tx) })
	require.NoError(t, err)
	got := []string{}
	for _, r := range results {
		text := r.Action
		for _, field := range r.Faults {
			text += " " + field.Code + " " + field.Pointer
		}
		got = append(got, text)
	}
	require.Equal(t, []string{"create", "create", "error crm.import.employee_ambiguous /salesperson", "create", "error crm.import.employee_unknown /salesperson"}, got)
	require.Contains(t, results[2].Faults[0].Message, "17 or 4", "it says what to write")
	for _, r := range results[:2] {
		o, err := f.svc.Order(f.ctx, kernel.IDOf[crm.Order](r.ID))
		require.NoError(t, err)
		require.Equal(t, nancy.UUID, o.Salesperson.ID.UUID)
		require.NotEqual(t, f.User.UUID, o.Owner.ID.UUID, "and it is theirs")
	}

	deals, err := f.svc.CheckDeals(f.ctx, []app.ImportRow{
		{Values: map[string]string{"name": "A", "salesperson": "Nancy Davolio"}}, {Values: map[string]string{"name": "B", "salesperson": "Jan Novak"}},
	}, app.DealOptions{})
	require.NoError(t, err)
	require.Equal(t, []string{"create", "error"}, []string{deals[0].Action, deals[1].Action}, "as with deals")
}

func TestCRMPipelineComesInWithParentsAndDecidedDeals(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var rows []app.ImportRow
	for _, a := range file(t, "crm-pipeline/accounts.csv") {
		rows = append(rows, app.ImportRow{Values: renamed(a, map[string]string{"account": "name", "sector": "industry", "employees": "employees", "office_location": "country", "subsidiary_of": "parent"})})
	}
	require.Equal(t, map[string]int{"create": 85}, f.importAccounts(rows))
	require.Equal(t, map[string]int{"unchanged": 85}, f.importAccounts(rows))
	p, err := f.svc.ListAccounts(f.ctx, page.Request{Filter: map[string][]string{"parent_id.empty": {"false"}}, Count: true})
	require.NoError(t, err)
	require.Equal(t, 15, p.Total.Count, "D41")

	var deals []app.ImportRow
	for _, d := range file(t, "crm-pipeline/sales_pipeline.csv")[:1500] {
		deals = append(deals, app.ImportRow{Values: renamed(d, map[string]string{"opportunity_id": "code", "product": "product", "account": "account", "deal_stage": "stage",
			"engage_date": "entered_on", "close_date": "closed_on", "close_value": "amount"})})
	}
	options := app.DealOptions{LostReason: "Other", Currency: "USD"}
	load := func() map[string]int {
		return run(t, f, deals, func(r []app.ImportRow) ([]app.ImportResult, error) { return f.svc.CheckDeals(f.ctx, r, options) },
			func(r []app.ImportRow) (app.ImportWrite, error) { return f.svc.PrepareDeals(f.ctx, r, options) })
	}
	require.Equal(t, map[string]int{"create": 1500}, load())
	require.Equal(t, map[string]int{"unchanged": 1500}, load())
	want := 0
	for _, d := range deals {
		if d.Values["stage"] == "Won" {
			want++
		}
	}
	won, err := f.svc.ListDeals(f.ctx, page.Request{Filter: map[string][]string{"status": {"won"}}, Count: true})
	require.NoError(t, err)
	require.Equal(t, want, won.Total.Count)
}

func TestContactsComeInWithExtensionsAndTheirAccounts(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var rows []app.ImportRow
	for _, l := range file(t, "contact-samples/leads-100.csv") {
		rows = append(rows, app.ImportRow{Values: renamed(l, map[string]string{"Account Id": "code", "First Name": "first_name", "Last Name": "last_name", "Company": "account",
			"Phone 1": "phone", "Phone 2": "phone_2", "Email 1": "email", "Email 2": "email_2", "Website": "website"})})
	}
	load := func(rows []app.ImportRow) map[string]int {
		return run(t, f, rows, func(r []app.ImportRow) ([]app.ImportResult, error) { return f.svc.CheckContacts(f.ctx, r, true) },
			func(r []app.ImportRow) (app.ImportWrite, error) { return f.svc.PrepareContacts(f.ctx, r, true) })
	}
	require.Equal(t, map[string]int{"create": 100}, load(rows))
	require.Equal(t, map[string]int{"unchanged": 100}, load(rows))
	extensions, first := 0, 0
	for _, r := range rows {
		if strings.Contains(r.Values["phone"], "x") {
			first++
		}
		for _, field := range []string{"phone", "phone_2"} {
			if strings.Contains(r.Values[field], "x") {
				extensions++
			}
		}
	}
	require.Equal(t, 58, first, "D93")
	kept, err := db.Read(f.ctx, f.pool, func(tx *db.Tx) (n int, err error) {
		err = tx.QueryRow(f.ctx, "select count(*) from crm.contact_point where extension <> ''").Scan(&n)
		return n, err
	})
	require.NoError(t, err)
	require.Equal(t, extensions, kept)
	rows[0].Values["job_title"] = "Buyer"
	require.Equal(t, map[string]int{"unchanged": 99, "update": 1}, load(rows))

	var people []app.ImportRow
	for _, l := range file(t, "contact-samples/people-100.csv") {
		people = append(people, app.ImportRow{Values: renamed(l, map[string]string{"First Name": "first_name", "Last Name": "last_name", "Email": "email", "Phone": "phone", "Job Title": "job_title"})})
	}
	require.Equal(t, map[string]int{"create": 100}, load(people))
	require.Equal(t, map[string]int{"unchanged": 100}, load(people))
}
