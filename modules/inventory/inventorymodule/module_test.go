package inventorymodule_test

import (
	"context"
	"os"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/inventorymodule"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
	"longhouse/policies"
)

// noOutbox lets transactions emit without anybody who listens.
type noOutbox struct{}

func (noOutbox) Flush(context.Context, *db.Tx, []kernel.Event, []db.Enqueued) error { return nil }
func (noOutbox) Wake(kernel.ID[kernel.Org])                                         {}

var hand sync.Once

type fixture struct {
	*pgtest.Client
	t   *testing.T
	d   *pgtest.DB
	mod inventorymodule.Module
}

func setup(t *testing.T, roles ...string) *fixture {
	t.Helper()
	d := pgtest.New(t)
	hand.Do(func() { d.Root.SetOutbox(noOutbox{}) })
	if len(roles) == 0 {
		roles = []string{"owner"}
	}
	mod := inventorymodule.New(inventorymodule.Deps{DB: d.Root.For("inventory"), Clock: clock.Clock{},
		Currency: func(context.Context) (kernel.Currency, error) { return "EUR", nil }})
	return &fixture{serve(t, d, mod, roles...), t, d, mod}
}

// serve answers as somebody with shipped roles, for whom inventory's classes of fields are known.
func serve(t *testing.T, d *pgtest.DB, mod inventorymodule.Module, roles ...string) *pgtest.Client {
	t.Helper()
	p := authz.TestPolicy{Model: policies.Model, Roles: policies.Roles, Resources: inventory.Resources}
	return d.ServerWith(t, routes(mod), p, roles...)
}

func routes(m inventorymodule.Module) map[string]func(*rest.API) {
	return map[string]func(*rest.API){"inventory": m.Routes}
}

func TestMain(m *testing.M) {
	os.Exit(pgtest.Main(m, "inventory", inventorymodule.New(inventorymodule.Deps{DB: (&db.Root{}).For("inventory")}).Routes))
}

type record struct {
	ID      string `json:"id"`
	Version int64  `json:"version"`
}

type object = map[string]any

// make posts a body and reads the record that comes of it.
func (f *fixture) make(path string, body any) record {
	f.t.Helper()
	var r record
	f.Post("/inventory"+path, body).Is(201).JSON(&r)
	return r
}

func (f *fixture) read(path string) object {
	f.t.Helper()
	var o object
	f.Get("/inventory" + path).Is(200).JSON(&o)
	return o
}

func items(o object) []any { return o["items"].([]any) }

func (f *fixture) bin(code string) string {
	f.t.Helper()
	return items(f.read("/locations?code=" + code))[0].(object)["id"].(string)
}

func TestMastersOverHTTP(t *testing.T) {
	t.Parallel()
	f := setup(t)
	food := f.make("/categories", object{"name": "Food", "code": "1"})
	cheese := f.make("/categories", object{"name": "Cheese", "parent_id": food.ID})
	require.Equal(t, "Food / Cheese", f.read("/categories/" + cheese.ID)["path"])
	f.Patch("/inventory/categories/"+food.ID, object{"name": "Groceries"}, "If-Match", `"1"`).Is(200)
	require.Equal(t, "Groceries / Cheese", f.read("/categories/" + cheese.ID)["path"], "paths below follow")
	require.Equal(t, "inventory.tree_cycle", f.Patch("/inventory/categories/"+food.ID, object{"parent_id": cheese.ID}, "If-Match", `"2"`).Is(422).Code())
	require.Len(t, items(f.read("/categories")), 2)

	supplier := f.make("/suppliers", object{"name": "Exotic Liquids", "address": object{"city": "London", "country": "UK"}})
	f.Patch("/inventory/suppliers/"+supplier.ID, object{"phone": "(171) 555-2222"}, "If-Match", `"1"`).Is(200)
	f.Post("/inventory/suppliers/"+supplier.ID+"/archive", nil, "If-Match", `"2"`).Is(200)
	require.Equal(t, "archived", f.read("/suppliers/" + supplier.ID)["status"])
	require.Len(t, items(f.read("/suppliers?q=exotic&country=UK")), 1)

	f.make("/units", object{"code": "CRT", "name": "crate", "category": "count", "num": "24", "den": "1"})
	require.Equal(t, "inventory.code_taken", f.Post("/inventory/units", object{"code": "CRT", "name": "crate", "category": "count", "num": "24", "den": "1"}).Is(409).Code())
	require.Greater(t, len(items(f.read("/units"))), 30)

	warehouse := f.make("/warehouses", object{"code": "EAST", "name": "East", "zone": "Europe/Berlin"})
	f.Patch("/inventory/warehouses/"+warehouse.ID, object{"name": "East side"}, "If-Match", `"1"`).Is(200)
	f.Patch("/inventory/warehouses/"+warehouse.ID, object{"zone": "Moon/Base"}, "If-Match", `"2"`).Is(422)
	require.Len(t, items(f.read("/warehouses")), 2)
	require.Equal(t, "East side", f.read("/warehouses/" + warehouse.ID)["name"])
	shelf := f.make("/locations", object{"warehouse_id": warehouse.ID, "code": "A", "kind": "view"})
	place := f.make("/locations", object{"warehouse_id": warehouse.ID, "code": "A-1", "parent_id": shelf.ID})
	f.Patch("/inventory/locations/"+place.ID, object{"blocked": "leaking roof"}, "If-Match", `"1"`).Is(200)
	require.Equal(t, "leaking roof", f.read("/locations/" + place.ID)["blocked"])
}

func TestAProductOverHTTP(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.Post("/inventory/products", object{"sku": "1", "name": "Chai", "list_price": object{"amount": "18", "currency": "EUR"}, "reorder_point": "10"}).Is(201)
	require.Equal(t, `"1"`, a.Header.Get("ETag"))
	var p record
	a.JSON(&p)
	path := "/inventory/products/" + p.ID

	require.Equal(t, "if_match_required", f.Patch(path, object{"name": "Tea"}).Is(428).Code())
	require.Equal(t, `"2"`, f.Patch(path, object{"name": "Tea", "reorder_point": nil}, "If-Match", `"1"`).Is(200).Header.Get("ETag"))
	require.Equal(t, "stale", f.Patch(path, object{"name": "Coffee"}, "If-Match", `"1"`).Is(412).Code())
	got := f.read("/products/" + p.ID)
	require.Equal(t, "Tea", got["name"])
	require.NotContains(t, got, "reorder_point")
	require.Equal(t, object{"amount": "18.00", "currency": "EUR"}, got["list_price"])
	require.Equal(t, "0", got["on_hand"])

	require.Equal(t, "inventory.sku_taken", f.Post("/inventory/products", object{"sku": " 1 ", "name": "Other"}).Is(409).Code())
	wrong := f.Post("/inventory/products", object{"name": "", "list_price": object{"amount": "-1", "currency": "x"}}).Is(422).Problem()
	var pointers []string
	for _, e := range wrong.Errors {
		pointers = append(pointers, e.Pointer)
	}
	require.ElementsMatch(t, []string{"/sku", "/name", "/list_price/amount", "/list_price/currency"}, pointers)
	require.Equal(t, "unknown_field", f.Post("/inventory/products", object{"sku": "x", "name": "X", "colour": "red"}).Is(422).Problem().Errors[0].Code)

	pack := f.make("/products/"+p.ID+"/packagings", object{"name": "box", "num": "12"})
	f.Patch(path+"/packagings/"+pack.ID, object{"keep_whole": true}, "If-Match", `"1"`).Is(200)
	require.Len(t, items(f.read("/products/"+p.ID+"/packagings")), 1)
	f.Delete(path + "/packagings/" + pack.ID).Is(204)

	require.Len(t, items(f.read("/products?q=te&status=active&sort=-created_at&count=1")), 1)
	f.Post("/inventory/movements", object{"kind": "receipt", "lines": []object{{"product_id": p.ID, "qty": "3"}}}).Is(201)
	require.Equal(t, "inventory.unit_fixed", f.Patch(path, object{"unit": "KGM"}, "If-Match", `"2"`).Is(409).Code())
	require.Equal(t, "inventory.has_stock", f.Post(path+"/archive", nil, "If-Match", `"2"`).Is(409).Code())
	f.Post("/inventory/movements", object{"kind": "issue", "lines": []object{{"product_id": p.ID, "qty": "3"}}}).Is(201)
	f.Post(path+"/archive", nil, "If-Match", `"2"`).Is(200)

	csv := f.Get("/inventory/products?format=csv").Is(200)
	require.Contains(t, csv.Header.Get("Content-Type"), "text/csv")
	require.Contains(t, string(csv.Body), "Tea")
}

func TestStockOverHTTP(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.make("/products", object{"sku": "A", "name": "A", "reorder_point": "8", "reorder_quantity": "5", "list_price": object{"amount": "2.50", "currency": "EUR"}})
	key := uuid.NewString()
	in := object{"kind": "receipt", "lines": []object{{"product_id": p.ID, "qty": "1", "unit": "DZN"}}}
	require.Equal(t, "idempotency_key_required", f.Do("POST", "/inventory/movements", in).Is(400).Code())
	first := f.Post("/inventory/movements", in, "Idempotency-Key", key).Is(201)
	again := f.Post("/inventory/movements", in, "Idempotency-Key", key).Is(201)
	require.Equal(t, string(first.Body), string(again.Body), "C08: one posting, identical answers")
	require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))
	require.Equal(t, "idempotency_key_reused", f.Post("/inventory/movements", object{"kind": "issue", "lines": []object{{"product_id": p.ID, "qty": "1"}}}, "Idempotency-Key", key).Is(422).Code())

	short := f.Post("/inventory/movements", object{"kind": "issue", "lines": []object{{"product_id": p.ID, "qty": "13"}}}).Is(409).Problem()
	require.Equal(t, "inventory.short", short.Code)
	require.Equal(t, "/lines/0/qty", short.Errors[0].Pointer)
	require.Equal(t, "12", short.Errors[0].Params["free"])
	require.Equal(t, "inventory.quantity_not_representable", f.Post("/inventory/movements", object{"kind": "issue", "lines": []object{{"product_id": p.ID, "qty": "0.5"}}}).Is(422).Code())

	f.Post("/inventory/movements", object{"kind": "transfer", "lines": []object{{"product_id": p.ID, "qty": "2", "from_location_id": f.bin("stock"), "to_location_id": f.bin("quarantine")}}}).Is(201)
	have := items(f.read("/availability?product_id=" + p.ID))[0].(object)
	require.Equal(t, []any{"12", "2", "10"}, []any{have["on_hand"], have["held"], have["free"]})
	f.Get("/inventory/availability?product_id=x").Is(422)
	require.Len(t, items(f.read("/stock?product_id="+p.ID)), 2)

	f.Post("/inventory/adjustments", object{"product_id": p.ID, "location_id": f.bin("stock"), "counted": "4", "reason": "count"}).Is(201)
	f.Post("/inventory/adjustments", object{"product_id": p.ID, "location_id": f.bin("stock"), "delta": "-1", "reason": ""}).Is(422)
	reorder := items(f.read("/reorder"))
	require.Len(t, reorder, 1)
	require.Equal(t, "5", reorder[0].(object)["suggested"])
	require.Len(t, items(f.read("/reorder?basis=projected")), 1)

	rows := items(f.read("/movements?product_id=" + p.ID + "&location_id=" + f.bin("stock")))
	require.Len(t, rows, 3)
	adjusted := rows[0].(object)
	require.Equal(t, "adjustment", adjusted["kind"])
	f.Post("/inventory/movements/"+adjusted["id"].(string)+"/reverse", object{"reason": "typo"}).Is(201)
	require.Equal(t, "inventory.already_reversed", f.Post("/inventory/movements/"+adjusted["id"].(string)+"/reverse", object{"reason": "typo"}).Is(409).Code())

	card := f.read("/products/" + p.ID + "/card")
	require.Equal(t, "12", card["totals"].(object)["on_hand"])
	require.Len(t, card["by_location"], 2)
	report := f.read("/reports/stock")
	require.Equal(t, "12", report["units"])
	require.Equal(t, object{"amount": "30.00", "currency": "EUR"}, report["value_at_list"])
}

func TestAReceiptOverHTTP(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.make("/products", object{"sku": "A", "name": "A"})
	s := f.make("/suppliers", object{"name": "S"})
	r := f.make("/receipts", object{"supplier_id": s.ID, "reference": "PO-7", "expected_on": "2026-12-01", "lines": []object{{"product_id": p.ID, "qty": "10", "unit_cost": "1.20"}}})
	path := "/inventory/receipts/" + r.ID
	require.Equal(t, "10", f.read("/products/" + p.ID)["incoming"])
	f.Patch(path, object{"lines": []object{{"product_id": p.ID, "qty": "1", "unit": "DZN"}}}, "If-Match", `"1"`).Is(200)
	line := f.read("/receipts/" + r.ID)["lines"].([]any)[0].(object)
	require.Equal(t, "12", line["open"])

	half := f.Post(path+"/post", object{"lines": []object{{"id": line["id"], "qty": "0.5"}}}).Is(200)
	var got object
	half.JSON(&got)
	require.Equal(t, "partial", got["state"])
	over := f.Post(path+"/post", object{"lines": []object{{"id": line["id"], "qty": "5"}}})
	over.Is(200) // the owner may receive more
	require.Equal(t, "inventory.state", f.Post(path+"/post", object{}).Is(409).Code())
	require.Equal(t, "66", f.read("/products/" + p.ID)["on_hand"])
	require.Len(t, items(f.read("/receipts?state=done&q=po-")), 1)

	other := f.make("/receipts", object{"lines": []object{{"product_id": p.ID, "qty": "3"}}})
	f.Post("/inventory/receipts/"+other.ID+"/cancel", nil).Is(200)
	require.Equal(t, "0", f.read("/products/" + p.ID)["incoming"])
}

func TestADeliveryOverHTTP(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.make("/products", object{"sku": "A", "name": "A"})
	f.Post("/inventory/movements", object{"kind": "receipt", "lines": []object{{"product_id": p.ID, "qty": "10"}}}).Is(201)
	product, err := kernel.ParseID[inventory.Product](p.ID)
	require.NoError(t, err)
	demand := func(qty string) inventory.DemandState {
		s, err := f.mod.Fulfilment.Reserve(f.d.AsService(t, "crm.reserve_stock"), inventory.Demand{Key: kernel.NewUUID(), Mode: inventory.Partial, Reference: "SO-" + qty,
			ShipTo: inventory.Address{City: "Bern"}, Lines: []inventory.DemandLine{{ID: kernel.NewID[inventory.DemandLine](), Product: product, Quantity: kernel.MustDecimal(qty)}}})
		require.NoError(t, err)
		return s
	}
	first, second := demand("8"), demand("5")
	path := "/inventory/deliveries/" + first.Delivery.String()
	got := f.read("/deliveries/" + first.Delivery.String())
	require.Equal(t, "ready", got["state"])
	require.Equal(t, "Bern", got["ship_to"].(object)["city"])
	line := got["lines"].([]any)[0].(object)["id"]

	key := uuid.NewString()
	f.Post(path+"/ship", object{"lines": []object{{"id": line, "qty": "9"}}}).Is(409)
	shipped := f.Post(path+"/ship", object{"lines": []object{{"id": line, "qty": "6"}}}, "Idempotency-Key", key).Is(200)
	again := f.Post(path+"/ship", object{"lines": []object{{"id": line, "qty": "6"}}}, "Idempotency-Key", key).Is(200)
	require.JSONEq(t, string(shipped.Body), string(again.Body))
	shipped.JSON(&got)
	require.Equal(t, "partly", got["state"])
	require.Len(t, got["lines"], 2, "the remainder is a line of its own")
	require.Equal(t, "stale", f.Post(path+"/ship", object{}, "If-Match", `"1"`).Is(412).Code())

	require.Equal(t, "waiting", f.read("/deliveries/" + second.Delivery.String())["state"])
	f.Post(path+"/cancel", object{"reason": "customer changed their mind"}).Is(200)
	var waiting object
	f.Post("/inventory/deliveries/"+second.Delivery.String()+"/allocate", nil).Is(200).JSON(&waiting)
	require.Equal(t, "waiting", waiting["state"])
	require.Equal(t, "4", waiting["lines"].([]any)[0].(object)["reserved"])
	require.Len(t, items(f.read("/deliveries?state=waiting&reference=SO-5&count=1")), 1)
}

func TestWithoutTheRightItIsForbiddenAndForeignRecordsDoNotExist(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.make("/products", object{"sku": "A", "name": "A", "cost": object{"amount": "1", "currency": "EUR"}})
	require.Contains(t, f.read("/products/"+p.ID), "cost")

	reader := serve(t, f.d, f.mod, "inventory.reader")
	require.NotContains(t, string(reader.Get("/inventory/products/"+p.ID).Is(200).Body), `"cost"`)
	require.Equal(t, "field_forbidden", reader.Get("/inventory/products?cost.gte=1").Is(403).Code())
	for _, path := range []string{"/products", "/categories", "/suppliers", "/movements", "/adjustments", "/receipts", "/warehouses", "/locations", "/units"} {
		body := map[string]any{"/movements": object{"kind": "receipt", "lines": []object{{"product_id": p.ID, "qty": "1"}}},
			"/units": object{"code": "X", "name": "x", "category": "count", "num": "1", "den": "1"}}[path]
		if body == nil {
			body = object{"name": "x"}
		}
		require.Equal(t, "forbidden", reader.Post("/inventory"+path, body).Is(403).Code(), path)
	}
	require.Equal(t, "forbidden", serve(t, f.d, f.mod, "hr.self").Get("/inventory/products").Is(403).Code())

	other := setup(t)
	for _, path := range []string{"/products/", "/suppliers/", "/categories/", "/receipts/", "/deliveries/", "/locations/"} {
		require.Equal(t, "not_found", other.Get("/inventory"+path+p.ID).Is(404).Code(), path)
	}
	require.Equal(t, "not_found", other.Patch("/inventory/products/"+p.ID, object{"name": "mine"}, "If-Match", `"1"`).Is(404).Code())
	require.Empty(t, items(other.read("/products")))
}
