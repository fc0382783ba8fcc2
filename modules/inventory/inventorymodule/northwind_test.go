package inventorymodule_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/history"
	"longhouse/platform/imports"
	"longhouse/platform/kernel"
)

// target finds an import by its name.
func (f *fixture) target(name string) imports.Target {
	f.t.Helper()
	i := slices.IndexFunc(f.mod.Imports, func(t imports.Target) bool { return t.Name == name })
	require.GreaterOrEqual(f.t, i, 0, name)
	return f.mod.Imports[i]
}

// load imports a real file as the platform does, mapped by the guess alone.
func (f *fixture) load(name, file string) {
	f.t.Helper()
	to := f.target(name)
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "data", "northwind", file))
	require.NoError(f.t, err, "the real data must lie beside the repository")
	sheet, err := imports.Read(file, data, imports.ReadOptions{})
	require.NoError(f.t, err)
	hints, sample := make([]imports.FieldHint, len(to.Fields)), make([][]string, len(sheet.Rows))
	for i, field := range to.Fields {
		hints[i] = field.FieldHint
	}
	for i, row := range sheet.Rows {
		sample[i] = row.Cells
	}
	guess := imports.GuessColumns(sheet.Header, sample, hints)
	records := make([]imports.Record, len(sheet.Rows))
	for i, row := range sheet.Rows {
		records[i].Values = map[string]string{}
		for key, g := range guess {
			records[i].Values[key] = row.Cells[g.Column]
		}
	}
	ctx := f.d.As(f.t, "owner")
	write, err := to.Prepare(ctx, records, imports.Choices{})
	require.NoError(f.t, err)
	done, err := db.Write(ctx, to.DB, func(tx *db.Tx) ([]imports.Verdict, error) { return write(ctx, tx) })
	require.NoError(f.t, err)
	for i, v := range done {
		require.NotEqual(f.t, imports.Refused, v.Action, "%v %v", records[i].Values, v.Faults)
	}
}

func names(list object) []string {
	var out []string
	for _, i := range items(list) {
		o := i.(object)
		if p, ok := o["product"].(object); ok {
			o = p
		}
		out = append(out, o["name"].(string))
	}
	return out
}

func TestNorthwindsFiguresComeOutByREST(t *testing.T) { // D1, D19-D25
	t.Parallel()
	f := setup(t)
	for range 2 { // the second time changes nothing
		f.load("inventory.suppliers", "suppliers.csv")
		f.load("inventory.categories", "categories.csv")
		f.load("inventory.products", "products.csv")
		f.load("inventory.opening_stock", "products.csv")

		count := func(path string) float64 { return f.read(path)["total"].(object)["count"].(float64) }
		require.EqualValues(t, 29, count("/suppliers?count=1&limit=1"))
		require.EqualValues(t, 8, count("/categories?count=1&limit=1"))
		require.EqualValues(t, 77, count("/products?count=1&limit=1"))
		r := f.read("/reports/stock")
		require.Equal(t, []any{"3119", "780"}, []any{r["units"], r["incoming"]}, "D19")
		require.Equal(t, object{"amount": "74050.85", "currency": "EUR"}, r["value_at_list"], "D20")
		require.Equal(t, []any{8.0, 4.0, 18.0}, []any{r["discontinued"], r["discontinued_in_stock"], r["below_reorder_point"]}, "D21, D24")
		require.EqualValues(t, 8, count("/products?status=discontinued&count=1"))
		require.EqualValues(t, 4, count("/products?status=discontinued&out_of_stock=false&count=1"))
		require.EqualValues(t, 18, count("/products?below_reorder_point=true&count=1"))
		require.ElementsMatch(t, []string{"Chef Anton's Gumbo Mix", "Alice Mutton", "Thüringer Rostbratwurst", "Gorgonzola Telino", "Perth Pasties"},
			names(f.read("/products?out_of_stock=true")), "D22")
		require.Equal(t, []string{"Nord-Ost Matjeshering", "Outback Lager"}, names(f.read("/reorder")), "D23")
		units := map[string]any{}
		for _, c := range r["by_category"].([]any) {
			units[c.(object)["category"].(object)["name"].(string)] = c.(object)["units"]
		}
		require.Equal(t, map[string]any{"Seafood": "701", "Beverages": "559", "Condiments": "507", "Dairy Products": "393", "Confections": "386",
			"Grains/Cereals": "308", "Meat/Poultry": "165", "Produce": "100"}, units, "D25")
	}
	chai := items(f.read("/products?q=chai"))[0].(object)
	require.Equal(t, []any{"39", "0", "Exotic Liquids", "Beverages"}, []any{chai["on_hand"], chai["incoming"], chai["supplier"].(object)["name"], chai["category"].(object)["name"]})
	card := f.read("/products/" + chai["id"].(string) + "/card")
	require.Equal(t, "39", card["totals"].(object)["on_hand"])
}

func TestTheGlobalSearchFindsWhatTheCallerMaySee(t *testing.T) {
	t.Parallel()
	f := setup(t)
	s := f.make("/suppliers", object{"name": "Exotic Liquids"})
	p := f.make("/products", object{"sku": "CHAI-1", "name": "Chai"})
	r := f.make("/receipts", object{"supplier_id": s.ID, "reference": "PO-77", "lines": []object{{"product_id": p.ID, "qty": "1"}}})
	found := func(entity, text string) []string {
		var out []string
		for _, source := range f.mod.Search {
			if source.Entity == entity {
				hits, err := source.Find(f.d.As(t, "owner"), text, 5)
				require.NoError(t, err)
				for _, h := range hits {
					out = append(out, h.ID.String())
				}
			}
		}
		return out
	}
	require.Equal(t, []string{s.ID}, found("inventory.supplier", "exotic"))
	require.Equal(t, []string{p.ID}, found("inventory.product", "hai-"))
	require.Equal(t, []string{r.ID}, found("inventory.receipt", "po-77"))
	require.Equal(t, []string{r.ID}, found("inventory.receipt", "exotic"), "by its supplier")
	require.Empty(t, found("inventory.delivery", "po-77"))
	require.Len(t, items(f.read("/receipts?q="+f.read("/receipts/" + r.ID)["number"].(string))), 1, "by its number")
}

func TestEveryKindOfRecordHasATimelineThatKeepsToRights(t *testing.T) {
	t.Parallel()
	f := setup(t)
	ids := map[string]string{
		"inventory.product":   f.make("/products", object{"sku": "A", "name": "A"}).ID,
		"inventory.category":  f.make("/categories", object{"name": "Food"}).ID,
		"inventory.unit":      f.make("/units", object{"code": "X6", "name": "Six-pack", "category": "count", "num": "6", "den": "1"}).ID,
		"inventory.supplier":  f.make("/suppliers", object{"name": "S"}).ID,
		"inventory.warehouse": f.make("/warehouses", object{"code": "W", "name": "W"}).ID,
	}
	ids["inventory.location"] = f.make("/locations", object{"warehouse_id": ids["inventory.warehouse"], "code": "B"}).ID
	ids["inventory.receipt"] = f.make("/receipts", object{"lines": []object{{"product_id": ids["inventory.product"], "qty": "1"}}}).ID
	ids["inventory.posting"] = f.make("/movements", object{"kind": "receipt", "lines": []object{{"product_id": ids["inventory.product"], "qty": "1"}}}).ID
	owner, stranger := f.d.As(t, "owner"), f.d.As(t, "hr.self")
	for _, e := range f.mod.Entities {
		if e.Name == "inventory.delivery" {
			continue // a delivery is made by a demand: TestADeliveryOverHTTP
		}
		id := uuid.MustParse(ids[e.Name])
		require.NoError(t, e.Visible(owner, id), e.Name)
		require.ErrorIs(t, e.Visible(owner, uuid.New()), fault.ErrNotFound, e.Name)
		require.ErrorIs(t, e.Visible(stranger, id), fault.ErrForbidden, e.Name)
		title, err := e.Title(owner, []uuid.UUID{id, uuid.New()})
		require.NoError(t, err, e.Name)
		require.NotEmpty(t, title[id], e.Name)
		title, err = e.Title(stranger, []uuid.UUID{id})
		require.NoError(t, err, e.Name)
		require.Empty(t, title, e.Name)
	}
	restore := func(entity string, old map[string]any) error {
		i := slices.IndexFunc(f.mod.Entities, func(e history.Entity) bool { return e.Name == entity })
		return f.mod.Entities[i].Restore(owner, uuid.MustParse(ids[entity]), kernel.Past{Old: old})
	}
	require.NoError(t, restore("inventory.location", map[string]any{"name": "Old bin", "blocked": "wet"}))
	require.Equal(t, "wet", f.read("/locations/" + ids["inventory.location"])["blocked"])
	require.NoError(t, restore("inventory.warehouse", map[string]any{"name": "Old house"}))
	require.Equal(t, "Old house", f.read("/warehouses/" + ids["inventory.warehouse"])["name"])
	require.Error(t, restore("inventory.warehouse", nil))
	require.NoError(t, restore("inventory.receipt", nil), "nothing has come in on it")
	require.NoError(t, restore("inventory.posting", nil))
	require.Equal(t, "0", f.read("/products/" + ids["inventory.product"])["on_hand"], "what was posted is reversed")
	require.NoError(t, restore("inventory.supplier", nil))
	f.Get("/inventory/suppliers/" + ids["inventory.supplier"]).Is(404)
}
