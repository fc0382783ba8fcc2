package hrmodule_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/modules/hr"
	"longhouse/modules/hr/hrmodule"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/custom"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

func TestEmployeesHaveCustomFieldsAndClassesHoldForThem(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	outbox.Do(func() { d.Root.SetOutbox(nowhere{}) })
	fields := custom.New(custom.Options{DB: d.Root, Clock: clock.Clock{}})
	m := hrmodule.New(hrmodule.Deps{DB: d.Root.For("hr"), Clock: clock.Fixed(time.Date(2025, 2, 15, 12, 0, 0, 0, time.UTC)), Custom: fields,
		Zone: func(context.Context) (*time.Location, error) { return time.UTC, nil }, Logins: logins{d.User},
		Currency: func(context.Context) (kernel.Currency, error) { return "EUR", nil }})
	fields.Register(m.Entities, m.Resources)
	acting := func(roles ...string) context.Context {
		return d.With(t, d.Context(t), authz.TestPolicy{Resources: hr.Resources}, roles...)
	}
	serve := func(roles ...string) house {
		return house{Client: d.ServerAs(t, acting(roles...), map[string]func(*rest.API){"hr": m.Routes, "custom": fields.Routes}, func(g *rest.Gate) { g.Custom = fields.Columns }), db: d, module: m}
	}
	h := serve("owner")
	h.unit = h.made("/hr/units", object{"name": "Sales", "code": "S"})["id"].(string)
	h.made("/custom-fields", object{"entity": "hr.employee", "kind": "text", "label": object{"en": "Shoe size"}, "searchable": true})
	h.made("/custom-fields", object{"entity": "hr.employee", "kind": "money", "label": object{"en": "Bonus"}, "currency": "EUR", "class": "salary"})
	e := h.hired("Ann Example", object{"custom": object{"shoe_size": "Forty-two", "bonus": object{"amount": "100.00"}}})
	at := "/hr/employees/" + e["id"].(string)
	bonus := object{"amount": "100.00", "currency": "EUR"}
	require.Equal(t, object{"shoe_size": "Forty-two", "bonus": bonus}, e["custom"])

	planner := serve("hr.planner")
	for _, query := range []string{"", "?q=forty-two", "?sort=custom.shoe_size", "?as_of=2024-06-01&custom.shoe_size=forty"} {
		var list struct{ Items []object }
		h.Get("/hr/employees" + query).Is(200).JSON(&list)
		require.Len(t, list.Items, 1, query)
		require.Equal(t, e["custom"], list.Items[0]["custom"], query)
	}
	h.Get("/hr/employees?sort=-custom.bonus&custom.bonus.gte=50").Is(200)
	require.Contains(t, string(h.Get("/hr/employees/summary?of=sum:custom.bonus").Is(200).Body), "100.00")
	require.NotContains(t, string(planner.Get("/hr/employees").Is(200).Body), "100.00")
	planner.Get("/hr/employees?sort=-custom.bonus").Is(422)
	planner.Get("/hr/employees/summary?of=sum:custom.bonus").Is(422)
	require.NotContains(t, string(planner.Get("/custom-fields?entity=hr.employee").Is(200).Body), "bonus")

	h.Patch(at, object{"custom": object{"shoe_size": nil}}, h.tag(at)...).Is(200).JSON(fresh(&e))
	require.Equal(t, object{"bonus": bonus}, e["custom"])
	past := history.New(history.Options{DB: d.Root, Clock: clock.Clock{}, Custom: fields.Classes, Names: func(context.Context, []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error) {
		return map[kernel.ID[kernel.User]]string{}, nil
	}})
	past.Register(m.Entities...)
	timeline, err := past.Timeline(acting("owner"), "hr.employee", uuid.MustParse(fmt.Sprint(e["id"])), 20, "")
	require.NoError(t, err)
	require.Equal(t, []history.FieldChange{{Name: "custom.shoe_size", Before: "Forty-two", After: nil}}, timeline.Items[0].Fields)
	out, err := past.Undo(acting("owner"), timeline.Items[0].ChangeSetID, nil)
	require.NoError(t, err)
	require.Equal(t, 1, out.Reversed)
	h.Get(at).Is(200).JSON(fresh(&e))
	require.Equal(t, object{"shoe_size": "Forty-two", "bonus": bonus}, e["custom"])

	// Whoever may change people and not their pay changes the one field and not the other.
	clerk := serve("hr.officer")
	clerk.Patch(at, object{"custom": object{"shoe_size": "Forty-three"}}, h.tag(at)...).Is(200)
	require.Equal(t, "/custom/bonus", clerk.Patch(at, object{"custom": object{"bonus": object{"amount": "9.00"}}}, h.tag(at)...).Problem().Errors[0].Pointer)
	h.Get(at).Is(200).JSON(fresh(&e))
	require.Equal(t, object{"shoe_size": "Forty-three", "bonus": bonus}, e["custom"], "what they do not see is not lost")
}
