package inventorymodule_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/inventorymodule"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/custom"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

func TestProductsAndSuppliersHaveCustomFields(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	hand.Do(func() { d.Root.SetOutbox(noOutbox{}) })
	fields := custom.New(custom.Options{DB: d.Root, Clock: clock.Clock{}})
	mod := inventorymodule.New(inventorymodule.Deps{DB: d.Root.For("inventory"), Clock: clock.Clock{}, Custom: fields,
		Currency: func(context.Context) (kernel.Currency, error) { return "EUR", nil }})
	fields.Register(mod.Entities, mod.Resources)
	as := d.With(t, d.Context(t), authz.TestPolicy{Resources: inventory.Resources}, "owner")
	c := d.ServerAs(t, as, map[string]func(*rest.API){"inventory": mod.Routes, "custom": fields.Routes}, func(g *rest.Gate) { g.Custom = fields.Columns })
	past := history.New(history.Options{DB: d.Root, Clock: clock.Clock{}, Custom: fields.Classes, Names: func(context.Context, []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error) {
		return map[kernel.ID[kernel.User]]string{}, nil
	}})
	past.Register(mod.Entities...)

	for entity, o := range map[string]struct {
		path string
		body object
	}{
		"inventory.product":  {"/inventory/products", object{"sku": "P1", "name": "Chai"}},
		"inventory.supplier": {"/inventory/suppliers", object{"name": "Exotic Liquids"}},
	} {
		c.Post("/custom-fields", object{"entity": entity, "kind": "text", "label": object{"en": "Nickname"}, "searchable": true, "required": true, "unique": true}).Is(201)
		c.Post("/custom-fields", object{"entity": entity, "kind": "integer", "label": object{"en": "Rank"}}).Is(201)
		c.Post("/custom-fields", object{"entity": entity, "kind": "choice", "label": object{"en": "Tier"}, "options": []object{{"label": object{"en": "Gold"}}}}).Is(201)
		require.Equal(t, "/custom/nickname", c.Post(o.path, o.body).Is(422).Problem().Errors[0].Pointer, entity)
		o.body["custom"] = object{"nickname": "Zorro", "rank": 3}
		var r object
		c.Post(o.path, o.body).Is(201).JSON(&r)
		path := o.path + "/" + fmt.Sprint(r["id"])
		r = nil
		c.Patch(path, object{"custom": object{"tier": "gold"}}, "If-Match", `"1"`).Is(200).JSON(&r)
		require.Equal(t, object{"nickname": "Zorro", "rank": 3.0, "tier": "gold"}, r["custom"], entity)
		for _, query := range []string{"?custom.tier=gold", "?q=zorro", "?custom.rank.gt=2&sort=custom.rank"} {
			var list object
			c.Get(o.path + query).Is(200).JSON(&list)
			require.Len(t, items(list), 1, entity+query)
			require.Equal(t, r["custom"], items(list)[0].(object)["custom"])
		}
		require.Contains(t, string(c.Get(o.path+"/summary?group=custom.tier&of=sum:custom.rank").Is(200).Body), `"Gold"`)
		require.Contains(t, string(c.Get(o.path+"?format=csv&columns=name,custom.tier").Is(200).Body), "Gold")

		id := uuid.MustParse(fmt.Sprint(r["id"]))
		timeline, err := past.Timeline(as, entity, id, 5, "")
		require.NoError(t, err)
		require.Equal(t, "custom.tier", timeline.Items[0].Fields[0].Name)
		c.Patch(path, object{"custom": object{"rank": 4}}, "If-Match", `"2"`).Is(200)
		out, err := past.Undo(as, timeline.Items[0].ChangeSetID, nil)
		require.NoError(t, err)
		require.Equal(t, 1, out.Reversed)
		r = nil
		c.Get(path).Is(200).JSON(&r)
		require.Equal(t, object{"nickname": "Zorro", "rank": 4.0}, r["custom"], entity+": one field went back, the other stayed")
		out, err = past.Undo(as, timeline.Items[1].ChangeSetID, nil)
		require.NoError(t, err)
		require.Equal(t, "history.changed_since", out.Kept[0].Code, "what was made and changed since stays")
	}
}
