package crmmodule_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/modules/crm"
	"longhouse/platform/authz"
	"longhouse/platform/history"
)

func TestAnUndoTakesBackTheFieldThatWasChangedAndNoOther(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for _, label := range []string{"Size", "Tone", "Code"} {
		f.field("crm.account", "text", label, object{"unique": label == "Code"})
	}
	svc := f.past()
	ctx := f.db.With(t, f.db.Context(t), authz.TestPolicy{Resources: crm.Resources}, "owner")
	acme := f.create("/accounts", object{"name": "Acme", "custom": object{"size": "S", "tone": "loud", "code": "A"}})
	path, id := fmt.Sprint("/accounts/", acme["id"]), uuid.MustParse(fmt.Sprint(acme["id"]))
	newest := func() history.Item {
		timeline, err := svc.Timeline(ctx, "crm.account", id, 10, "")
		require.NoError(t, err)
		return timeline.Items[0]
	}
	custom := func() any {
		var out object
		f.Get("/crm" + path).Is(200).JSON(&out)
		return out["custom"]
	}

	f.change("PATCH", path, "", object{"custom": object{"size": "M"}})
	first := newest()
	require.Equal(t, []history.FieldChange{{Name: "custom.size", Before: "S", After: "M"}}, first.Fields, "the field is named, and no other")
	f.change("PATCH", path, "", object{"custom": object{"tone": "quiet"}})
	out, err := svc.Undo(ctx, first.ChangeSetID, nil)
	require.NoError(t, err)
	require.Equal(t, 1, out.Reversed)
	require.Empty(t, out.Conflicts, "another field that was changed since is no conflict")
	require.Equal(t, object{"size": "S", "tone": "quiet", "code": "A"}, custom())

	f.change("PATCH", path, "", object{"custom": object{"size": "L", "code": nil}})
	second := newest()
	f.change("PATCH", path, "", object{"custom": object{"size": "XL"}})
	out, err = svc.Undo(ctx, second.ChangeSetID, nil)
	require.NoError(t, err)
	require.Len(t, out.Conflicts, 1)
	require.Equal(t, []any{"custom.size", "S", "L", "XL"}, []any{out.Conflicts[0].Field, out.Conflicts[0].Before, out.Conflicts[0].After, out.Conflicts[0].Now})
	require.Equal(t, object{"size": "XL", "tone": "quiet", "code": "A"}, custom(), "the one stays, the other came back")

	f.change("PATCH", path, "", object{"custom": object{"code": "B"}})
	freed := newest()
	f.create("/accounts", object{"name": "Other", "custom": object{"code": "a"}})
	out, err = svc.Undo(ctx, freed.ChangeSetID, nil)
	require.NoError(t, err)
	require.Equal(t, "custom.taken", out.Kept[0].Code, "another has taken the value since")

	f.change("DELETE", path, "", nil)
	out, err = svc.Undo(ctx, newest().ChangeSetID, nil)
	require.NoError(t, err)
	require.Equal(t, 1, out.Reversed)
	require.Equal(t, object{"size": "XL", "tone": "quiet", "code": "B"}, custom())
}

func TestAFieldOfAClassIsThereForItsReadersOnly(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.field("crm.deal", "decimal", "Kickback", object{"class": "margin"})
	deal := f.create("/deals", object{"name": "Cheese", "custom": object{"kickback": "12.50"}})
	path := fmt.Sprint("/deals/", deal["id"])
	reader := f.as("crm.reader")

	var seen object
	f.Get("/crm" + path).Is(200).JSON(&seen)
	require.Equal(t, object{"kickback": "12.50"}, seen["custom"])
	seen = nil
	reader.Get("/crm" + path).Is(200).JSON(&seen)
	require.Nil(t, seen["custom"])
	require.NotContains(t, string(reader.Get("/crm/deals").Is(200).Body), "kickback")
	require.NotContains(t, string(reader.Get("/custom-fields?entity=crm.deal").Is(200).Body), "kickback")
	require.Equal(t, "unknown_field", reader.Get("/crm/deals?custom.kickback.gt=1").Is(422).Code(), "as if it were not there")
	require.Equal(t, "unknown_field", reader.Get("/crm/deals?sort=custom.kickback").Is(422).Code())
	require.Equal(t, "unknown_field", reader.Get("/crm/deals/summary?of=sum:custom.kickback").Is(422).Code())
	require.Equal(t, []string{"Cheese"}, f.listed("/crm/deals", "custom.kickback.gt=1"))

	svc := f.past()
	for role, want := range map[string]bool{"owner": true, "crm.reader": false} {
		timeline, err := svc.Timeline(f.db.With(t, f.db.Context(t), authz.TestPolicy{Resources: crm.Resources}, role), "crm.deal", uuid.MustParse(fmt.Sprint(deal["id"])), 10, "")
		require.NoError(t, err)
		require.Equal(t, want, fmt.Sprint(timeline.Items) != "" && containsField(timeline.Items, "custom.kickback"), role)
	}
	f.Post("/custom-fields", object{"entity": "crm.deal", "kind": "text", "label": object{"en": "X"}, "class": "margin", "searchable": true}).Is(422)
}

func containsField(items []history.Item, name string) bool {
	for _, i := range items {
		for _, c := range i.Fields {
			if c.Name == name {
				return true
			}
		}
	}
	return false
}
