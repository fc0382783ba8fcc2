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

// undoing is the history of a fixture's records, and how its owner takes the newest change of one back.
func (f *fixture) undoing(t *testing.T) func(entity string, record object) history.Undone {
	t.Helper()
	svc := f.past()
	ctx := f.db.With(t, f.db.Context(t), authz.TestPolicy{Resources: crm.Resources}, "owner")
	return func(entity string, record object) history.Undone {
		t.Helper()
		var set uuid.UUID
		require.NoError(t, f.db.Superuser(t).QueryRow(ctx, "select change_set_id from history.change where org_id = $1 and table_name = $2 and row_id = $3 order by n desc limit 1",
			f.db.Org, entity, record["id"]).Scan(&set))
		out, err := svc.Undo(ctx, set, nil)
		require.NoError(t, err)
		return out
	}
}

// named finds a record of a short list; nil if it is not there.
func (f *fixture) named(path, name string) object {
	f.t.Helper()
	var list struct{ Items []object }
	f.Get("/crm" + path).Is(200).JSON(&list)
	for _, o := range list.Items {
		if o["name"] == name {
			return o
		}
	}
	return nil
}

// edit changes a record on the version that it was read with.
func (f *fixture) edit(path string, record object, body any) object {
	f.t.Helper()
	var out object
	f.Do("PATCH", "/crm"+path, body, "If-Match", fmt.Sprintf("%q", fmt.Sprint(record["version"]))).Is(200).JSON(&out)
	return out
}

func TestAChangeOfAPipelineIsUndoneWithItsStagesAndTheDefaultGoesBack(t *testing.T) {
	t.Parallel()
	f := setup(t)
	undo := f.undoing(t)
	require.Equal(t, true, f.named("/pipelines", "Sales")["is_default"])
	second := f.create("/pipelines", object{"name": "Partners"})
	stages := func(p object) []any {
		var out []any
		for _, s := range p["stages"].([]any) {
			out = append(out, s.(object)["name"])
		}
		return out
	}
	was := stages(second)
	var given []any
	for _, s := range second["stages"].([]any)[1:] {
		stage := s.(object)
		given = append(given, object{"id": stage["id"], "name": "New " + fmt.Sprint(stage["name"]), "category": stage["category"], "probability": stage["probability"]})
	}
	given = append([]any{object{"name": "Hello", "category": "open", "probability": 5}}, given...)
	second = f.edit("/pipelines/"+fmt.Sprint(second["id"]), second, object{"name": "Friends", "is_default": true, "stages": given})
	require.NotEqual(t, was, stages(second))

	require.Equal(t, 2, undo("crm.pipeline", second).Reversed, "it, and the one that had been the default")

	now := f.named("/pipelines", "Partners")
	require.Equal(t, was, stages(now))
	require.Equal(t, []any{false, true}, []any{now["is_default"], f.named("/pipelines", "Sales")["is_default"]})

	made := f.create("/pipelines", object{"name": "Used"})
	deal := f.create("/deals", object{"name": "In it", "pipeline_id": made["id"]})
	require.Equal(t, crm.ErrUndoTouched.Code, undo("crm.pipeline", made).Kept[0].Code, "a deal is in it")
	f.Get("/crm/deals/" + fmt.Sprint(deal["id"])).Is(200)
	unused := f.create("/pipelines", object{"name": "Unused"})
	require.Equal(t, 1, undo("crm.pipeline", unused).Reversed)
	require.Nil(t, f.named("/pipelines", "Unused"))
	require.Equal(t, 1, undo("crm.pipeline", unused).Reversed, "an undo can be undone")
	require.Equal(t, was, stages(f.named("/pipelines", "Unused")))
}

func TestChangesOfReasonsAndOfTheSettingAreUndone(t *testing.T) {
	t.Parallel()
	f := setup(t)
	undo := f.undoing(t)
	reason := f.create("/lost-reasons", object{"name": "Too far away"})
	reason = f.edit("/lost-reasons/"+fmt.Sprint(reason["id"]), reason, object{"name": "Too late", "active": false})
	require.Equal(t, 1, undo("crm.lost_reason", reason).Reversed)
	back := f.named("/lost-reasons", "Too far away")
	require.Equal(t, true, back["active"])
	require.Greater(t, back["version"], reason["version"], "who saw it inactive does not overwrite that")

	var setting object
	f.Get("/crm/settings").Is(200).JSON(&setting)
	setting = f.edit("/settings", setting, object{"default_currency": "USD"})
	changed := f.edit("/settings", setting, object{"default_currency": "CHF"})
	require.Equal(t, "CHF", changed["default_currency"])
	var id string
	require.NoError(t, f.db.Superuser(t).QueryRow(f.db.Context(t), "select id::text from crm.setting where org_id = $1", f.db.Org).Scan(&id))
	require.Equal(t, 1, undo("crm.setting", object{"id": id}).Reversed)
	f.Get("/crm/settings").Is(200).JSON(&setting)
	require.Equal(t, "USD", setting["default_currency"])
}
