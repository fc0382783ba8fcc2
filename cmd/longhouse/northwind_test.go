package main

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"testing"

	"github.com/stretchr/testify/require"
)

const northwind = "../../../shared/data/northwind/"

// tradingCompany imports all of Northwind, in the order in which a person would.
func tradingCompany(t *testing.T, c *company) []object {
	t.Helper()
	var runs []object
	for _, step := range []struct {
		target string
		option object
		files  []string
	}{
		{"inventory.suppliers", nil, []string{"suppliers.csv"}},
		{"inventory.categories", nil, []string{"categories.csv"}},
		{"inventory.products", nil, []string{"products.csv"}},
		{"inventory.opening_stock", nil, []string{"products.csv"}},
		{"crm.accounts", nil, []string{"customers.csv"}},
		{"hr.employees", object{"unit": "Sales"}, []string{"employees.csv"}},
		{"crm.orders", object{"currency": "USD"}, []string{"orders.csv", "order_details.csv"}},
	} {
		files := make([]string, len(step.files))
		for i, f := range step.files {
			files[i] = northwind + f
		}
		run := c.bring(step.target, step.option, files...)
		require.Equal(t, "done", run["state"], "%s: %v", step.target, run)
		require.EqualValues(t, 0, run["counts"].(object)["error"], "%s: %v", step.target, run["counts"])
		runs = append(runs, run)
	}
	return runs
}

func TestATradingCompanyFromNothing(t *testing.T) {
	t.Parallel()
	c := found(t, shared(t))
	first := tradingCompany(t, c)
	for i, want := range []int{29, 8, 77, 73, 91, 9, 830} { // D1; four products have nothing on hand or on order
		require.EqualValues(t, want, first[i]["counts"].(object)["create"], "%v", first[i]["target"])
	}
	// The 21 orders that are not shipped ask for stock, as confirmed orders do: what lies there stays the same.
	figures(t, c)

	second := tradingCompany(t, c)
	for i, want := range []int{29, 8, 77, 77, 91, 9, 830} {
		require.EqualValues(t, want, second[i]["counts"].(object)["unchanged"], "%v: %v", second[i]["target"], second[i]["counts"])
	}
	figures(t, c)
}

// figures are D1 to D26 of the set, as far as they concern what is imported.
func figures(t *testing.T, c *company) {
	t.Helper()
	count := func(path string) int { return len(c.items(path)) }
	require.Equal(t, []int{91, 29, 77, 8, 9, 830}, []int{count("/crm/accounts"), count("/inventory/suppliers"), count("/inventory/products"), count("/inventory/categories"), count("/hr/employees"), count("/crm/orders")}, "D1")

	sales := c.get("/crm/reports/sales?rounding=exact")["total"].(object)
	require.EqualValues(t, 2155, sales["lines"], "D1")
	require.Equal(t, []any{"1354458.59", "1265793.04", "88665.55"}, []any{sales["gross"], sales["net"], sales["discount"]}, "D2, D3, D5")
	require.EqualValues(t, 838, sales["discounted_lines"], "D6")
	require.Equal(t, []any{"1525.05", "16387.5", "10865"}, []any{sales["average"], trimmed(sales["largest"].(object)["net"]), sales["largest"].(object)["number"]}, "D14")
	require.Equal(t, "64942.69", sales["freight"], "D15")
	require.Equal(t, "1265793.29", c.get("/crm/reports/sales?rounding=lines")["total"].(object)["net"], "D4: each line rounded")

	by := func(group string) (labels []string, nets map[string]any, orders map[string]any) {
		nets, orders = object{}, object{}
		for _, g := range c.get("/crm/reports/sales?rounding=exact&group_by=" + group)["groups"].([]any) {
			g := g.(object)
			label := g["label"].(string)
			labels = append(labels, label)
			nets[label], orders[label] = g["net"], g["orders"]
		}
		return labels, nets, orders
	}
	_, nets, orders := by("year")
	require.Equal(t, object{"1996": "208083.97", "1997": "617085.2", "1998": "440623.87"}, trim(nets), "D7")
	require.Equal(t, object{"1996": 152.0, "1997": 408.0, "1998": 270.0}, orders, "D8")
	for group, want := range map[string][][2]string{
		"account":      {{"QUICK-Stop", "110277.31"}, {"Ernst Handel", "104874.98"}, {"Save-a-lot Markets", "104361.95"}, {"Rattlesnake Canyon Grocery", "51097.8"}, {"Hungry Owl All-Night Grocers", "49979.91"}},
		"product":      {{"Côte de Blaye", "141396.74"}, {"Thüringer Rostbratwurst", "80368.67"}, {"Raclette Courdavault", "71155.7"}, {"Tarte au sucre", "47234.97"}, {"Camembert Pierrot", "46825.48"}},
		"category":     {{"Beverages", "267868.18"}, {"Dairy Products", "234507.29"}, {"Confections", "167357.23"}, {"Meat/Poultry", "163022.36"}, {"Seafood", "131261.74"}, {"Condiments", "106047.09"}, {"Produce", "99984.58"}, {"Grains/Cereals", "95744.59"}},
		"salesperson":  {{"Margaret Peacock", "232890.85"}, {"Janet Leverling", "202812.84"}, {"Nancy Davolio", "192107.6"}, {"Andrew Fuller", "166537.76"}, {"Laura Callahan", "126862.28"}, {"Robert King", "124568.24"}, {"Anne Dodsworth", "77308.07"}, {"Michael Suyama", "73913.13"}, {"Steven Buchanan", "68792.28"}},
		"ship_country": {{"USA", "245584.61"}, {"Germany", "230284.63"}, {"Austria", "128003.84"}},
	} {
		labels, nets, _ := by(group)
		for i, w := range want {
			require.Equal(t, w[0], labels[i], "D9 to D13: %s", group)
			require.Equal(t, w[1], trimmed(nets[w[0]]), "D9 to D13: %s", w[0])
		}
	}
	standing := c.get("/crm/reports/orders")
	require.EqualValues(t, 21, standing["open"], "D16")
	require.EqualValues(t, 37, standing["late"], "D17")
	require.Equal(t, []string{"FISSA", "PARIS"}, texts(standing["without_orders"], "code"), "D18")

	stock := c.get("/inventory/reports/stock")
	require.Equal(t, []any{"3119", "780"}, []any{stock["units"], stock["incoming"]}, "D19")
	require.Equal(t, "74050.85", stock["value_at_list"].(object)["amount"], "D20")
	require.EqualValues(t, []any{8.0, 4.0, 5.0, 18.0}, []any{stock["discontinued"], stock["discontinued_in_stock"], stock["out_of_stock"], stock["below_reorder_point"]}, "D21, D22, D24")
	require.Equal(t, []string{"Alice Mutton", "Chef Anton's Gumbo Mix", "Gorgonzola Telino", "Perth Pasties", "Thüringer Rostbratwurst"}, names(c.items("/inventory/products?out_of_stock=true")), "D22")
	var reorder []string
	for _, r := range c.items("/inventory/reorder") {
		reorder = append(reorder, r["product"].(object)["name"].(string))
	}
	slices.Sort(reorder)
	require.Equal(t, []string{"Nord-Ost Matjeshering", "Outback Lager"}, reorder, "D23")
	units := object{}
	for _, g := range stock["by_category"].([]any) {
		units[g.(object)["category"].(object)["name"].(string)] = g.(object)["units"]
	}
	require.Equal(t, object{"Seafood": "701", "Beverages": "559", "Condiments": "507", "Dairy Products": "393", "Confections": "386", "Grains/Cereals": "308", "Meat/Poultry": "165", "Produce": "100"}, units, "D25")

	reports := map[string]int{}
	for _, e := range c.items("/hr/employees") {
		if m, ok := e["manager"].(object); ok && m["name"] != nil {
			reports[m["name"].(string)]++
		} else {
			reports["root "+e["name"].(string)]++
		}
	}
	require.Equal(t, map[string]int{"root Andrew Fuller": 1, "Andrew Fuller": 5, "Steven Buchanan": 3}, reports, "D26")
}

func TestAnUndoneImportLeavesNothing(t *testing.T) {
	t.Parallel()
	c := found(t, shared(t))
	run := c.bring("crm.accounts", nil, northwind+"customers.csv")
	require.Len(t, c.items("/crm/accounts"), 91)
	c.ask(202, http.MethodPost, "/imports/"+run["id"].(string)+"/undo", nil)
	c.until("/imports/"+run["id"].(string), func(o object) bool { return o["state"] == "undone" })
	require.Empty(t, c.items("/crm/accounts"))
	require.Empty(t, c.items("/crm/contacts"), "the people who came with them went with them")
}

// Subsidiaries may stand above their parents: what the file brought, one undo takes away.
func TestAnUndoneImportTakesParentsThatStandBelowTheirChildren(t *testing.T) {
	t.Parallel()
	c := found(t, shared(t))
	file := filepath.Join(t.TempDir(), "accounts.csv")
	require.NoError(t, os.WriteFile(file, []byte("name,code,parent\nOak Leipzig,L,S\nOak Saxony,S,G\nOak Group,G,\n"), 0o600))
	run := c.bring("crm.accounts", nil, file)
	require.Len(t, c.items("/crm/accounts"), 3, "%v", run)

	c.ask(202, http.MethodPost, "/imports/"+run["id"].(string)+"/undo", nil)
	c.until("/imports/"+run["id"].(string), func(o object) bool { return o["state"] == "undone" })

	undone := c.get("/imports/" + run["id"].(string))["undo"].(object)
	require.EqualValues(t, []any{3.0, 0.0, 0.0}, []any{undone["reversed"], undone["kept"], undone["failed"]}, "%v", undone)
	require.Empty(t, c.items("/crm/accounts"))
}

func trimmed(amount any) string {
	s := amount.(string)
	for len(s) > 0 && s[len(s)-1] == '0' && slices.Contains([]byte(s), '.') {
		s = s[:len(s)-1]
	}
	return s
}

func trim(m object) object {
	out := object{}
	for k, v := range m {
		out[k] = trimmed(v)
	}
	return out
}

func texts(list any, field string) []string {
	var out []string
	for _, o := range list.([]any) {
		out = append(out, o.(object)[field].(string))
	}
	sort.Strings(out)
	return out
}

func names(list []object) []string {
	var out []string
	for _, o := range list {
		out = append(out, o["name"].(string))
	}
	sort.Strings(out)
	return out
}
