package inventorymodule_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
	"longhouse/policies"
)

// walker does random things to master data, or to goods.
type walker struct {
	*fixture
	ids map[string][]string // by kind
	n   int
}

func walks(t *testing.T) *walker {
	t.Helper()
	w := &walker{fixture: setup(t), ids: map[string][]string{}}
	w.read("/units") // the house is furnished at its first use
	w.bin("stock")
	return w
}

func (w *walker) retrace(t *testing.T, step func(*rand.Rand) string) pgtest.Retrace {
	t.Helper()
	p := authz.TestPolicy{Model: policies.Model, Roles: policies.Roles, Resources: inventory.Resources}
	return pgtest.Retrace{DB: w.d, Undo: undoer(w.d.With(t, w.d.Context(t), p, "owner"), w.d, w.mod.Entities), Schema: "inventory", Step: step, Without: []string{"counter"}}
}

func TestWhateverIsDoneToMasterDataCanBeTakenBack(t *testing.T) {
	t.Parallel()
	pgtest.Retraced(t, 9, 9, func(t *testing.T) pgtest.Retrace {
		w := walks(t)
		return w.retrace(t, w.masters)
	})
}

func TestWhateverIsDoneToGoodsIsTakenBackByEntriesOfItsOwn(t *testing.T) {
	t.Parallel()
	pgtest.Retraced(t, 9, 8, func(t *testing.T) pgtest.Retrace {
		w := walks(t)
		for _, sku := range []string{"A", "B"} {
			p := w.make("/products", object{"sku": sku, "name": sku}).ID
			w.ids["products"] = append(w.ids["products"], p)
			w.Post("/inventory/movements", object{"kind": "receipt", "lines": []object{{"product_id": p, "qty": "40"}}}).Is(201)
		}
		for range 2 {
			w.ids["receipts"] = append(w.ids["receipts"], w.make("/receipts", object{"lines": []object{{"product_id": w.ids["products"][0], "qty": "10"}, {"product_id": w.ids["products"][1], "qty": "7"}}}).ID)
		}
		r := w.retrace(t, w.goods)
		r.Ledger, r.Without = true, []string{"counter", "movement", "posting", "stock_balance.id", "stock_balance.arrived_at"}
		r.Where = map[string]string{"stock_balance": "not is_empty", "availability": "on_hand <> 0 or held <> 0 or promised <> 0"}
		return r
	})
}

// undoer undoes as ctx's person, with all that the module hands to history.
func undoer(ctx context.Context, d *pgtest.DB, entities []history.Entity) func(uuid.UUID) ([]any, error) {
	svc := history.New(history.Options{DB: d.Root, Clock: clock.Clock{}, Names: func(context.Context, []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error) {
		return map[kernel.ID[kernel.User]]string{}, nil
	}})
	svc.Register(entities...)
	return func(set uuid.UUID) (left []any, err error) {
		out, err := svc.Undo(ctx, set, nil)
		for _, l := range append(out.Kept, out.Failed...) {
			left = append(left, l)
		}
		for _, c := range out.Conflicts {
			left = append(left, c)
		}
		return left, err
	}
}

func (w *walker) some(r *rand.Rand, kind string) string {
	return w.ids[kind][r.IntN(len(w.ids[kind]))]
}

func (w *walker) made(kind string, body object) string {
	var out record
	if made := w.Post("/inventory/"+kind, body); made.Status == 201 {
		made.JSON(&out)
		w.ids[kind] = append(w.ids[kind], out.ID)
	}
	return "make " + kind
}

// try changes a record that may be gone, or refuse.
func (w *walker) try(method, path, action string, body any) string {
	if is := w.Get("/inventory/" + path); is.Status == 200 {
		w.Do(method, "/inventory/"+path+action, body, "If-Match", is.Header.Get("ETag"), "Idempotency-Key", uuid.NewString())
	}
	return method + " " + path[:5] + action
}

func word(r *rand.Rand) string { return fmt.Sprintf("W%d", r.IntN(90)) }

func (w *walker) masters(r *rand.Rand) string {
	makes := []func() string{
		func() string { return w.made("categories", object{"name": word(r)}) },
		func() string { return w.made("suppliers", object{"name": word(r), "address": object{"city": word(r)}}) },
		func() string {
			return w.made("products", object{"sku": fmt.Sprintf("%d/%d", w.n, r.IntN(1000)), "name": word(r), "category_id": w.some(r, "categories"), "supplier_id": w.some(r, "suppliers"),
				"list_price": object{"amount": fmt.Sprint(r.IntN(50)), "currency": "EUR"}})
		},
	}
	if w.n++; w.n <= 3 {
		return makes[w.n-1]()
	}
	product, category, supplier := "products/"+w.some(r, "products"), "categories/"+w.some(r, "categories"), "suppliers/"+w.some(r, "suppliers")
	switch r.IntN(11) {
	case 0:
		return w.try("PATCH", product, "", object{"name": word(r), "reorder_point": fmt.Sprint(r.IntN(9)), "description": word(r)})
	case 1:
		return w.try("PATCH", product, "", object{"category_id": w.some(r, "categories"), "list_price": object{"amount": fmt.Sprint(r.IntN(50)), "currency": "EUR"}})
	case 2:
		return w.try("POST", product, "/packagings", object{"name": word(r), "num": fmt.Sprint(2 + r.IntN(9))})
	case 3:
		if all := items(w.read("/" + product + "/packagings")); len(all) > 0 {
			w.Delete("/inventory/" + product + "/packagings/" + all[0].(object)["id"].(string))
		}
		return "DELETE packaging"
	case 4:
		if all := items(w.read("/" + product + "/packagings")); len(all) > 0 {
			p := all[0].(object)
			w.Patch("/inventory/"+product+"/packagings/"+p["id"].(string), object{"num": fmt.Sprint(2 + r.IntN(9))}, "If-Match", fmt.Sprintf(`"%v"`, p["version"]))
		}
		return "PATCH packaging"
	case 5:
		return w.try("POST", product, "/archive", nil)
	case 6:
		return w.try("PATCH", category, "", object{"name": word(r), "parent_id": w.some(r, "categories")})
	case 7:
		return w.try("PATCH", supplier, "", object{"phone": word(r), "name": word(r)})
	case 8:
		return w.try("POST", supplier, "/archive", nil)
	}
	return makes[r.IntN(3)]()
}

func (w *walker) goods(r *rand.Rand) string {
	product, qty, receipt := w.some(r, "products"), fmt.Sprint(1+r.IntN(12)), "receipts/"+w.some(r, "receipts")
	post := func(kind string, line object) string {
		line["product_id"], line["qty"] = product, qty
		w.Post("/inventory/movements", object{"kind": kind, "reason": "walk", "lines": []object{line}})
		return kind + " " + qty
	}
	switch r.IntN(9) {
	case 0:
		return post("receipt", object{})
	case 1:
		return post("issue", object{})
	case 2:
		return post("transfer", object{"from_location_id": w.bin("stock"), "to_location_id": w.bin("quarantine")})
	case 3:
		return post("transfer", object{"from_location_id": w.bin("quarantine"), "to_location_id": w.bin("stock")})
	case 4:
		return post("scrap", object{"from_location_id": w.bin("stock")})
	case 5:
		w.Post("/inventory/adjustments", object{"product_id": product, "location_id": w.bin("stock"), "counted": qty, "reason": "count"})
		return "count " + qty
	case 6:
		return w.try("PATCH", receipt, "", object{"reference": word(r)})
	case 7:
		return w.try("PATCH", receipt, "", object{"lines": []object{{"product_id": product, "qty": qty}}})
	}
	lines, _ := w.read("/" + receipt)["lines"].([]any)
	if len(lines) == 0 {
		return "nothing"
	}
	return w.try("POST", receipt, "/post", object{"lines": []object{{"id": lines[r.IntN(len(lines))].(object)["id"], "qty": fmt.Sprint(1 + r.IntN(4))}}})
}
