package crmmodule_test

import (
	"fmt"
	"net/url"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/modules/crm"
	"longhouse/platform/authz"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/module"
)

// names lists what a list answers, in its order.
func (f *fixture) names(path, field string) []any {
	f.t.Helper()
	var page object
	f.Get("/crm" + path).Is(200).JSON(&page)
	out := []any{}
	for _, item := range page["items"].([]any) {
		out = append(out, at(item.(object), field))
	}
	return out
}

func TestTheHomePageFindsWhatNeedsSomebodyToday(t *testing.T) {
	t.Parallel()
	f := setup(t)
	deal := func(name, closes, next string) object {
		d := object{"name": name, "next_step": next}
		if closes != "" {
			d["expected_close"] = closes
		}
		return f.create("/deals", d)
	}
	deal("later", "2099-12-31", "Call")
	deal("overdue", "2020-01-31", "")
	deal("some day", "", "Write")
	won := deal("won", "2020-01-01", "")
	f.change("POST", fmt.Sprintf("/deals/%s", won["id"]), "/win", nil)
	f.create("/deals", object{"name": "somebody else's", "owner_id": uuid.NewString()})
	mine := "/deals?status=open,hold&owner_id=me&sort=expected_close"
	require.Equal(t, []any{"overdue", "later", "some day"}, f.names(mine, "name"), "my open deals, the next to close first")
	require.Equal(t, []any{"overdue"}, f.names(mine+"&overdue=true", "name"))
	require.Equal(t, []any{"overdue"}, f.names(mine+"&has_next_step=false", "name"), "nobody knows what comes next")
	require.Equal(t, []any{"won"}, f.names("/deals?closed_at.gte=2026-11-01T00:00:00Z", "name"))

	a := f.create("/accounts", object{"name": "Vins et alcools Chevalier"})
	order := func(reference, required, quantity string) string {
		o := f.create("/orders", object{"account_id": a["id"], "reference": reference, "required_on": required,
			"lines": []object{{"product_id": f.warehouse.product.ID, "quantity": quantity}}})
		return fmt.Sprintf("/orders/%s", o["id"])
	}
	order("draft", "2099-12-31", "1")
	f.change("POST", order("late", "2020-01-31", "2"), "/confirm", nil)
	f.change("POST", order("in time", "2099-12-31", "2"), "/confirm", nil)
	require.Equal(t, []any{"draft"}, f.names("/orders?status=draft", "reference"), "orders to confirm")
	require.Equal(t, []any{"late"}, f.names("/orders?overdue=true", "reference"))
	require.Equal(t, []any{"late", "in time"}, f.names("/orders?short=true&sort=required_on", "reference"), "until inventory has kept goods, they wait")
	require.Equal(t, []any{true, true}, f.names("/orders?short=true", "short"))
	tree := url.QueryEscape(`{"or":[{"field":"overdue","op":"is","value":"true"},{"field":"status","op":"is","value":["draft"]}]}`)
	require.Len(t, f.names("/orders?filter="+tree, "id"), 2)
}

func TestTheBoardsColumnsGoOnAsLists(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for i := range 27 {
		f.create("/deals", object{"name": fmt.Sprintf("Deal %02d", i), "amount": "10.01"})
	}
	var board object
	f.Get("/crm/deals/board?q=deal&sort=name&limit=1").Is(200).JSON(&board)
	column, _ := at(board, "columns", 0).(object)
	require.Equal(t, []any{27.0, "270.27", "27"}, []any{column["count"], column["amount"], column["weighted"]}, "totals are of all deals, each weighed by 10 percent and rounded")
	require.Len(t, column["deals"], 25)
	require.Equal(t, "Nancy", at(column, "deals", 0, "owner", "name"))
	require.Equal(t, "Deal 26", at(column, "deals", 0, "name"), "a new deal comes on top")
	require.Equal(t, []any{"Deal 01", "Deal 00"}, f.names(fmt.Sprintf("/deals?q=deal&sort=rank&stage_id=%s&after=%s", at(column, "stage", "id"), column["next"]), "name"))
	require.Nil(t, at(board, "columns", 1, "next"))
	require.Empty(t, at(board, "columns", 1, "deals"))
}

func TestTheModuleHandsOverAllThatTheServerNeeds(t *testing.T) {
	t.Parallel()
	f := setup(t)
	ctx := f.db.With(t, f.db.Context(t), authz.TestPolicy{Resources: crm.Resources}, "owner")
	for range 2 {
		require.NoError(t, f.module.Seed(ctx, module.Founded{Currency: "EUR", Zone: "Europe/Berlin"}), "seeding twice is seeding once")
	}
	var pipelines, reasons object
	f.Get("/crm/pipelines").Is(200).JSON(&pipelines)
	require.Len(t, at(pipelines, "items", 0, "stages"), 7)
	f.Get("/crm/lost-reasons").Is(200).JSON(&reasons)
	require.Len(t, reasons["items"], 6)
	require.Equal(t, `"1"`, f.Get("/crm/settings").Is(200).Header.Get("ETag"))

	id := f.records()
	kinds := map[string]string{"crm.account": "accounts", "crm.contact": "contacts", "crm.deal": "deals", "crm.order": "orders",
		"crm.pipeline": "pipelines", "crm.lost_reason": "lost-reasons"}
	stranger := setup(t)
	abroad := stranger.db.With(t, stranger.db.Context(t), authz.TestPolicy{Resources: crm.Resources}, "owner")
	require.Len(t, f.module.Entities, len(kinds)+1)
	for _, e := range slices.Backward(f.module.Entities) { // the order before its account
		if e.Name == "crm.setting" { // there is one, which goes back to what is shipped: TestChangesOfReasonsAndOfTheSettingAreUndone
			continue
		}
		row := uuid.MustParse(fmt.Sprint(id(kinds[e.Name])))
		require.NoError(t, e.Visible(ctx, row), e.Name)
		require.Equal(t, fault.NotFound, fault.KindOf(e.Visible(abroad, row)), e.Name)
		titles, err := e.Title(ctx, []uuid.UUID{row})
		require.NoError(t, err)
		require.NotEmpty(t, titles[row], e.Name)
		require.NoError(t, e.Restore(ctx, row, kernel.Past{}), "%s goes again when its making is undone", e.Name)
		require.Equal(t, fault.NotFound, fault.KindOf(e.Visible(ctx, row)), e.Name)
	}
	for _, s := range f.module.Search {
		require.Contains(t, kinds, s.Entity)
		require.NotEmpty(t, s.Label)
	}
	f.create("/accounts", object{"name": "Alfreds Futterkiste", "code": "ALFKI"})
	hits, err := f.module.Search[0].Find(ctx, "alfki", 5)
	require.NoError(t, err)
	require.Equal(t, "Alfreds Futterkiste", hits[0].Title)
	hits, err = f.module.Search[0].Find(ctx, "futterkitse", 5)
	require.NoError(t, err)
	require.Len(t, hits, 1, "mistyped, it is still the closest")
	hits, err = f.module.Search[0].Find(ctx, "quick stop", 5)
	require.NoError(t, err)
	require.Empty(t, hits, "nothing is close to that")
	for _, name := range []string{"Felsenkontor e.K.", "Felsenladen GmbH", "Felsenwerk AG"} {
		f.create("/accounts", object{"name": name})
	}
	hits, err = f.module.Search[0].Find(ctx, "Felsnwerk", 2)
	require.NoError(t, err)
	require.Equal(t, "Felsenwerk AG", hits[0].Title, "the closest first, and not the first of the alphabet")
	require.Len(t, hits, 2)
	known := map[string]bool{}
	for _, e := range f.module.Errors {
		require.False(t, known[e.Code], "%s is declared twice", e.Code)
		known[e.Code] = true
	}
	names := map[string]bool{}
	for _, h := range f.module.Handlers {
		names[h.Name] = true
	}
	require.Equal(t, map[string]bool{"crm.reserve_stock": true, "crm.track_fulfilment": true, "crm.learn_product": true, "crm.hand_over_deals": true}, names)
}
