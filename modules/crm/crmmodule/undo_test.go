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

func TestUndoingAMoveRestoresTheDealWithItsVisitsAndSaysNoMore(t *testing.T) {
	t.Parallel()
	f := setup(t)
	svc := f.past()
	ctx := f.db.With(t, f.db.Context(t), authz.TestPolicy{Resources: crm.Resources}, "owner")
	deal := f.create("/deals", object{"name": "Two hundred cheeses"})
	path := fmt.Sprintf("/deals/%s", deal["id"])
	id := uuid.MustParse(fmt.Sprint(deal["id"]))
	newest := func() history.Item {
		timeline, err := svc.Timeline(ctx, "crm.deal", id, 10, "")
		require.NoError(t, err)
		for _, i := range timeline.Items {
			require.Equal(t, "crm.deal", i.Entity, "the deal's own change says where it went")
		}
		return timeline.Items[0]
	}
	undo := func() {
		t.Helper()
		out, err := svc.Undo(ctx, newest().ChangeSetID, nil)
		require.NoError(t, err)
		require.Equal(t, history.Undone{Reversed: 1, Kept: []history.Left{}, Failed: []history.Left{}, Conflicts: []history.Conflict{}}, out)
	}
	stages := func() (out []any) {
		var list object
		f.Get("/crm" + path + "/stages").Is(200).JSON(&list)
		for i, v := range list["items"].([]any) {
			require.Equal(t, i > 0, at(v.(object), "left_at") != nil, "the newest visit alone is open")
			out = append(out, at(v.(object), "to", "name"))
		}
		return out
	}
	f.change("POST", path, "/win", nil)
	require.True(t, newest().Undoable)

	undo()
	var back object
	f.Get("/crm" + path).Is(200).JSON(&back)
	require.Equal(t, []any{"open", at(deal, "stage", "id"), deal["probability"], nil}, []any{back["status"], at(back, "stage", "id"), back["probability"], back["closed_at"]})
	require.Equal(t, []any{"New", "Won", "New"}, stages())

	undo()
	require.Equal(t, []any{"Won", "New", "Won", "New"}, stages(), "an undo can be undone")
	set := newest().ChangeSetID
	f.change("POST", path, "/reopen", object{"stage_id": at(deal, "stage", "id")})
	out, err := svc.Undo(ctx, set, nil)
	require.NoError(t, err)
	require.Equal(t, 1, out.Reversed, "somebody else has moved it back already")
	require.Equal(t, []any{"New", "Won", "New", "Won", "New"}, stages(), "so nothing is done")
}
