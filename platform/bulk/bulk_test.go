package bulk_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

type body = map[string]any

func run(r pgtest.Response) rest.BulkRun {
	var out rest.BulkRun
	r.Is(200).JSON(&out)
	return out
}

func even(i int) bool { return i%2 == 0 }

func TestEachRecordIsChangedByItsOwnRightAndTheOthersAreRefusedWithAReason(t *testing.T) {
	t.Parallel()
	f := setup(t, "clerk")
	ids := f.make(4, even)
	gone := uuid.New()
	got := run(f.api().Post("/crm/things/bulk", body{"ids": append(ids, gone), "set": body{"note": "x"}}))
	require.Equal(t, "done", got.State)
	require.Equal(t, []int{5, 5, 2, 0, 3}, []int{got.Total, got.Done, got.Changed, got.Unchanged, got.Refusals})
	require.Equal(t, []uuid.UUID{ids[0], ids[2]}, got.Changes)
	require.Equal(t, rest.BulkReason{Code: "forbidden", Detail: "You may read this, but your right crm.thing.update does not reach it.", Count: 2}, got.Reasons[0])
	require.Equal(t, rest.BulkRefusal{ID: ids[1], Title: "thing 0001", Code: "forbidden", Detail: got.Reasons[0].Detail}, got.Refused[0])
	require.Equal(t, rest.BulkRefusal{ID: gone, Code: "not_found", Detail: "There is no such record, or you may not see it."}, got.Refused[2])
	require.Equal(t, map[string]int{"x": 2, "": 2}, f.notes())
}

func TestWhoeverMayChangeNothingIsRefusedEachRecord(t *testing.T) {
	t.Parallel()
	f := setup(t, "reader")
	got := run(f.api().Post("/crm/things/bulk", body{"ids": f.make(2, nil), "set": body{"note": "x"}}))
	require.Equal(t, 2, got.Refusals)
	require.Equal(t, map[string]int{"": 2}, f.notes())
}

func TestAPreviewTriesEachRecordAndLeavesNothing(t *testing.T) {
	t.Parallel()
	f := setup(t, "boss")
	ids := f.make(3, nil)
	f.elsewhere(ids[2], "kept")
	api := f.api()
	got := run(api.Post("/crm/things/bulk", body{"ids": ids, "do": "delete", "preview": true}))
	require.Equal(t, "previewed", got.State)
	require.Equal(t, []int{3, 2, 1, 3}, []int{got.Total, got.WouldChange, got.Refusals, got.Tried})
	require.Equal(t, "crm.thing_kept", got.Refused[0].Code, "a rule that only the module knows")
	require.Equal(t, map[string]int{"": 2, "kept": 1}, f.notes())
	var past struct{ Items []any }
	api.Get("/history/own").Is(200).JSON(&past)
	require.Len(t, past.Items, 2, "what made them and the change elsewhere, and nothing of the preview")

	did := run(api.Post("/crm/things/bulk", body{"previewed": got.ID}))
	require.Equal(t, []int{2, 1}, []int{did.Changed, did.Refusals})
	require.Equal(t, map[string]int{"kept": 1}, f.notes())
	require.Equal(t, "bulk.preview_gone", api.Post("/crm/things/bulk", body{"previewed": got.ID}).Is(409).Code(), "a preview is run once")
}

func TestAChangeBetweenPreviewAndRunIsARefusalAndNotLost(t *testing.T) {
	t.Parallel()
	f := setup(t, "boss")
	ids := f.make(3, nil)
	api := f.api()
	seen := run(api.Post("/crm/things/bulk", body{"matching": body{"sort": "name"}, "expected": 3, "set": body{"note": "mine"}, "preview": true}))
	require.Equal(t, 3, seen.WouldChange)
	f.elsewhere(ids[1], "theirs")
	got := run(api.Post("/crm/things/bulk", body{"previewed": seen.ID}))
	require.Equal(t, []int{2, 1}, []int{got.Changed, got.Refusals})
	require.Equal(t, []string{"stale", "thing 0001"}, []string{got.Refused[0].Code, got.Refused[0].Title})
	require.Equal(t, map[string]int{"mine": 2, "theirs": 1}, f.notes())
}

func TestRowsCarryValuesAndVersionsOfTheirOwn(t *testing.T) {
	t.Parallel()
	f := setup(t, "boss")
	ids := f.make(4, nil)
	f.elsewhere(ids[1], "theirs")
	rows := []body{{"id": ids[0], "version": 1, "set": body{"note": "a"}}, {"id": ids[1], "version": 1, "set": body{"note": "b"}},
		{"id": ids[2], "set": body{"size": -1}}, {"id": ids[3], "set": body{"note": strings.Repeat("long", 9)}}}
	got := run(f.api().Post("/crm/things/bulk", body{"rows": rows}))
	require.Equal(t, []int{1, 3}, []int{got.Changed, got.Refusals})
	require.Equal(t, "stale", got.Refused[0].Code)
	require.Equal(t, []string{"/size", "/note"}, []string{got.Refused[1].Field, got.Refused[2].Field})
	require.Equal(t, map[string]int{"a": 1, "theirs": 1, "": 2}, f.notes())
}

func TestWhatNoRecordTakesIsRefusedAsAWhole(t *testing.T) {
	t.Parallel()
	f := setup(t, "boss")
	ids, api := f.make(1, nil), f.api()
	for _, c := range []struct {
		ask  body
		code string
	}{
		{body{"ids": ids}, "bulk.nothing_to_do"},
		{body{"ids": ids, "set": body{}}, "bulk.nothing_to_do"},
		{body{"ids": ids, "do": "paint"}, "bulk.unknown_act"},
		{body{"ids": ids, "do": "set"}, "bulk.unknown_act"},
		{body{"ids": ids, "do": "delete", "set": body{"note": "x"}}, "bulk.unknown_act"},
		{body{"set": body{"note": "x"}}, "bulk.which"},
		{body{"ids": ids, "matching": body{}, "set": body{"note": "x"}}, "bulk.which"},
		{body{"ids": ids, "set": body{"version": 7}}, "invalid"},
		{body{"ids": ids, "set": body{"note": strings.Repeat("long", 9)}}, "invalid"},
		{body{"matching": body{"colour": "red"}, "set": body{"note": "x"}}, "unknown_field"},
		{body{"rows": []body{{"id": ids[0]}, {"id": ids[0]}}, "set": body{"note": "x"}}, "invalid"},
	} {
		require.Equal(t, c.code, api.Post("/crm/things/bulk", c.ask).Is(422).Code(), "%v", c.ask)
	}
	require.Equal(t, "bulk.expected", api.Post("/crm/things/bulk", body{"matching": body{}, "expected": 7, "set": body{"note": "x"}}).Is(409).Code())
	require.Equal(t, map[string]int{"": 1}, f.notes())
}

func TestNullClearsAndWhatIsSoAlreadyIsNoChange(t *testing.T) {
	t.Parallel()
	f := setup(t, "boss")
	ids := f.make(2, nil)
	f.elsewhere(ids[0], "old")
	got := run(f.api().Post("/crm/things/bulk", body{"ids": ids, "set": body{"note": nil}}))
	require.Equal(t, []int{1, 1, 0}, []int{got.Changed, got.Unchanged, got.Refusals})
	require.Equal(t, map[string]int{"": 2}, f.notes())
}

func TestARepeatedRequestChangesNothingAgain(t *testing.T) {
	t.Parallel()
	f := setup(t, "boss")
	ids, api := f.make(3, nil), f.api()
	ask, key := body{"ids": ids, "set": body{"note": "x"}}, uuid.NewString()
	first := run(api.Do(http.MethodPost, "/crm/things/bulk", ask, "Idempotency-Key", key))
	f.elsewhere(ids[0], "theirs")
	again := run(api.Do(http.MethodPost, "/crm/things/bulk", ask, "Idempotency-Key", key))
	require.Equal(t, first, again)
	require.Equal(t, map[string]int{"theirs": 1, "x": 2}, f.notes())
}

func TestOneUndoTakesTheWholeRunBack(t *testing.T) {
	t.Parallel()
	f := setup(t, "boss")
	ids, api := f.make(3, nil), f.api()
	got := run(api.Post("/crm/things/bulk", body{"ids": ids, "set": body{"note": "x"}, "reason": "spring clean"}))
	require.True(t, got.Undoable)
	var undone struct {
		Reversed int `json:"reversed"`
	}
	api.Post("/history/undo", body{"operation": got.ID}).Is(200).JSON(&undone)
	require.Equal(t, 3, undone.Reversed)
	require.Equal(t, map[string]int{"": 3}, f.notes())
}

func TestARunIsItsOwners(t *testing.T) {
	t.Parallel()
	f := setup(t, "boss")
	ids := f.make(1, nil)
	got := run(f.api().Post("/crm/things/bulk", body{"ids": ids, "set": body{"note": "x"}, "preview": true}))
	f.ctx = f.as(pgtest.New(t).User)
	other := f.api()
	other.Get("/bulk/" + got.ID.String()).Is(404)
	other.Get("/bulk/" + got.ID.String() + "/records").Is(404)
	other.Post("/bulk/"+got.ID.String()+"/cancel", nil).Is(404)
	require.Equal(t, "bulk.preview_gone", other.Post("/crm/things/bulk", body{"previewed": got.ID}).Is(409).Code())
}

func TestChosenRecordsCanBeTakenOutAndNoOthers(t *testing.T) {
	t.Parallel()
	f := setup(t, "boss")
	ids, api := f.make(3, nil), f.api()
	file := string(api.Get("/crm/things?format=csv&ids=" + ids[0].String() + "," + ids[2].String()).Is(200).Body)
	require.Contains(t, file, "thing 0000")
	require.NotContains(t, file, "thing 0001")
	require.Contains(t, file, "thing 0002")
	require.Equal(t, "invalid", api.Get("/crm/things?ids=7").Is(422).Code())
	require.Equal(t, "invalid", api.Get("/crm/things?ids="+strings.Repeat(ids[0].String()+",", 200)+ids[1].String()).Is(422).Code())
}
