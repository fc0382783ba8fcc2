package inventorymodule_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/modules/hr"
	"longhouse/modules/inventory/inventorymodule"
	"longhouse/platform/clock"
	"longhouse/platform/kernel"
	"longhouse/platform/rest"
)

// operations lists all that inventory serves.
func operations(m inventorymodule.Module) []rest.Registered {
	a := rest.New(rest.Options{})
	m.Routes(a.For("inventory"))
	return a.Operations()
}

// bodies are what operations on a record cannot do without.
var bodies = map[string]object{
	"inventory-update-product": {"name": "x"}, "inventory-update-category": {"name": "x"}, "inventory-update-supplier": {"name": "x"},
	"inventory-update-warehouse": {"name": "x"}, "inventory-update-location": {"name": "x"}, "inventory-update-receipt": {"reference": "x"},
	"inventory-create-packaging": {"name": "box", "num": "12"}, "inventory-update-packaging": {"name": "box"},
	"inventory-reverse-movement": {"reason": "x"}, "inventory-post-receipt": {}, "inventory-ship-delivery": {}, "inventory-cancel-delivery": {"reason": "x"},
}

func TestEveryOperationAsksForItsRightAndKnowsNoForeignRecord(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.bin("stock") // the organisation is set up
	stranger := serve(t, f.d, f.mod, "crm.marketing")
	for _, o := range operations(f.mod) {
		path := strings.TrimPrefix(strings.NewReplacer("{id}", uuid.NewString(), "{packaging}", uuid.NewString()).Replace(o.Path), rest.Base)
		var body any
		if b, ok := bodies[o.ID]; ok {
			body = b
		}
		key := []string{"Idempotency-Key", uuid.NewString()}
		require.Equal(t, "forbidden", stranger.Do(o.Method, path, body, key...).Is(403).Code(), o.ID)
		if !strings.Contains(o.Path, "{id}") {
			continue
		}
		seen := append([]string{"If-Match", `"1"`}, key...)
		require.Equal(t, http.StatusNotFound, f.Do(o.Method, path, body, seen...).Status, o.ID)
		if o.Method == http.MethodPatch {
			require.Equal(t, "if_match_required", f.Do(o.Method, path, body).Is(428).Code(), o.ID)
		}
	}
}

func TestEveryListIsAFileForWhoMayTakeItOut(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.bin("stock")
	reader := serve(t, f.d, f.mod, "inventory.worker")
	lists := 0
	for _, o := range operations(f.mod) {
		if o.Export == "" {
			continue
		}
		lists++
		path := strings.TrimPrefix(o.Path, rest.Base)
		reader.Get(path).Is(200)
		require.Equal(t, "forbidden", reader.Get(path+"?format=csv").Is(403).Code(), o.ID)
		require.Contains(t, f.Get(path+"?format=csv").Is(200).Header.Get("Content-Type"), "text/csv", o.ID)
		require.Equal(t, "unknown_field", f.Get(path + "?colour=red").Is(422).Problem().Errors[0].Code, o.ID)
		require.Equal(t, http.StatusUnprocessableEntity, f.Get(path+"?sort=colour").Status, o.ID)
	}
	require.Equal(t, 9, lists)
}

// people knows the test's user.
type people struct {
	hr.People
	who kernel.ID[kernel.User]
}

func (p people) ByLogins(context.Context, []kernel.ID[kernel.User], kernel.Date) (map[kernel.ID[kernel.User]]hr.Person, error) {
	return map[kernel.ID[kernel.User]]hr.Person{p.who: {Name: "Kim Keeper"}}, nil
}

func TestTheLedgerNamesWhoMovedGoods(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.mod = inventorymodule.New(inventorymodule.Deps{DB: f.d.Root.For("inventory"), Clock: clock.Clock{}, People: people{who: f.d.User}})
	f.Client = serve(t, f.d, f.mod, "owner")
	p := f.make("/products", object{"sku": "A", "name": "A"})
	f.Post("/inventory/movements", object{"kind": "receipt", "lines": []object{{"product_id": p.ID, "qty": "3"}}}).Is(201)
	require.Equal(t, "Kim Keeper", items(f.read("/movements"))[0].(object)["actor_name"])

	wrong := f.Post("/inventory/adjustments", object{"product_id": p.ID, "location_id": f.bin("stock"), "delta": "0.5", "reason": "count"}).Is(422).Problem()
	require.Equal(t, "/delta", wrong.Errors[0].Pointer, "problems point at the fields that were sent")
	wrong = f.Post("/inventory/adjustments", object{"product_id": uuid.New(), "location_id": f.bin("stock"), "counted": "1", "reason": "count"}).Is(422).Problem()
	require.Equal(t, "/product_id", wrong.Errors[0].Pointer)
	view := f.make("/locations", object{"warehouse_id": items(f.read("/warehouses"))[0].(object)["id"], "code": "AISLE", "kind": "view"})
	wrong = f.Post("/inventory/adjustments", object{"product_id": p.ID, "location_id": view.ID, "counted": "1", "reason": "count"}).Is(422).Problem()
	require.Equal(t, "/location_id", wrong.Errors[0].Pointer)
	short := f.Post("/inventory/adjustments", object{"product_id": p.ID, "location_id": f.bin("stock"), "delta": "-4", "reason": "count"}).Is(409).Problem()
	require.Equal(t, "/delta", short.Errors[0].Pointer)
}

func TestViewsCannotHangOnThemselves(t *testing.T) {
	t.Parallel()
	f := setup(t)
	house := items(f.read("/warehouses"))[0].(object)["id"]
	a := f.make("/locations", object{"warehouse_id": house, "code": "A", "kind": "view"})
	b := f.make("/locations", object{"warehouse_id": house, "code": "B", "kind": "view", "parent_id": a.ID})
	require.Equal(t, "inventory.tree_cycle", f.Patch("/inventory/locations/"+a.ID, object{"parent_id": b.ID}, "If-Match", `"1"`).Is(422).Code())
}
