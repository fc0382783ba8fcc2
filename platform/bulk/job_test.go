package bulk_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/rest"
)

func TestManyRecordsAreChangedByAJobAndRefusalsAreAFile(t *testing.T) {
	t.Parallel()
	f := setup(t, "clerk")
	f.make(301, func(i int) bool { return i != 300 })
	f.works()
	api := f.api()
	seen := run(api.Post("/crm/things/bulk", body{"matching": body{"sort": "-name"}, "set": body{"note": "x"}, "preview": true}))
	require.Equal(t, []int{301, 300, 1, 200}, []int{seen.Total, seen.WouldChange, seen.Refusals, seen.Tried})

	began := run(api.Post("/crm/things/bulk", body{"previewed": seen.ID}))
	require.Contains(t, []string{"running", "done"}, began.State)
	f.settle()
	got := run(api.Get("/bulk/" + began.ID.String()))
	require.Equal(t, "done", got.State)
	require.Equal(t, []int{301, 300, 1}, []int{got.Done, got.Changed, got.Refusals})
	require.Equal(t, map[string]int{"x": 300, "": 1}, f.notes())

	file := string(api.Get("/bulk/" + began.ID.String() + "/records?state=refused&format=csv").Is(200).Body)
	lines := strings.Split(strings.TrimSpace(file), "\n")
	require.Len(t, lines, 2)
	require.Contains(t, lines[1], "thing 0300,refused,forbidden,\"You may read this, but your right crm.thing.update does not reach it.\"")
}

func TestWhatLiesBeyondARightIsKnownWithoutTrying(t *testing.T) {
	t.Parallel()
	f := setup(t, "clerk")
	f.make(260, func(i int) bool { return i < 210 || i >= 250 })
	api := f.api()
	seen := run(api.Post("/crm/things/bulk", body{"matching": body{}, "set": body{"note": "x"}, "preview": true}))
	require.Equal(t, []int{260, 220, 40, 200}, []int{seen.Total, seen.WouldChange, seen.Refusals, seen.Tried})
	require.Equal(t, []rest.BulkReason{{Code: "forbidden", Detail: "You may read this, but your right crm.thing.update does not reach it.", Count: 40}}, seen.Reasons)
}

func TestARunThatWasInterruptedGoesOnWithoutDoublingOrRefusingWhatItDid(t *testing.T) {
	t.Parallel()
	f := setup(t, "boss")
	f.make(230, nil)
	f.works()
	api := f.api()
	stumbled := false
	f.meanwhile = func(call int) { // in the middle of a chunk, whose first records are changed already
		if call == 130 && !stumbled {
			stumbled = true
			panic("the process is gone")
		}
	}
	began := run(api.Post("/crm/things/bulk", body{"matching": body{}, "expected": 230, "set": body{"note": "x"}}))
	f.settle()
	require.True(t, stumbled)
	got := run(api.Get("/bulk/" + began.ID.String()))
	require.Equal(t, "done", got.State)
	require.Equal(t, []int{230, 230, 0}, []int{got.Done, got.Changed, got.Refusals})
	var versions int
	require.NoError(t, f.Superuser(t).QueryRow(f.ctx, "select sum(version)::int from crm.thing").Scan(&versions))
	require.Equal(t, 2*230, versions, "each was changed once")
}

func TestARightThatIsTakenAwayInTheMiddleHoldsForTheRest(t *testing.T) {
	t.Parallel()
	f := setup(t, "boss")
	f.make(250, nil)
	f.works()
	api := f.api()
	f.meanwhile = func(call int) {
		if call == 60 {
			f.now("reader")
		}
	}
	began := run(api.Post("/crm/things/bulk", body{"matching": body{}, "set": body{"note": "x"}}))
	f.settle()
	got := run(api.Get("/bulk/" + began.ID.String()))
	require.Equal(t, []int{250, 100, 150}, []int{got.Done, got.Changed, got.Refusals}, "asked anew before each chunk of fifty")
}

func TestARunThatIsCancelledStopsAndSaysHowFarItCame(t *testing.T) {
	t.Parallel()
	f := setup(t, "boss")
	f.make(400, nil)
	f.works()
	api := f.api()
	at, goOn := make(chan struct{}), make(chan struct{})
	f.meanwhile = func(call int) {
		if call == 70 {
			close(at)
			<-goOn
		}
	}
	began := run(api.Post("/crm/things/bulk", body{"matching": body{}, "set": body{"note": "x"}}))
	<-at
	require.Equal(t, "cancelled", run(api.Post("/bulk/"+began.ID.String()+"/cancel", nil)).State)
	close(goOn)
	f.settle()
	got := run(api.Get("/bulk/" + began.ID.String()))
	require.Equal(t, []any{"cancelled", 100, 100}, []any{got.State, got.Done, got.Changed})
	require.Equal(t, map[string]int{"x": 100, "": 300}, f.notes())
}

func TestAPreviewThatNobodyRanIsSweptAndAnOldRunToo(t *testing.T) {
	t.Parallel()
	f := setup(t, "boss")
	ids, api := f.make(1, nil), f.api()
	seen := run(api.Post("/crm/things/bulk", body{"ids": ids, "set": body{"note": "x"}, "preview": true}))
	did := run(api.Post("/crm/things/bulk", body{"ids": ids, "set": body{"note": "x"}}))
	require.NoError(t, f.svc.Sweep(f.ctx))
	api.Get("/bulk/" + seen.ID.String()).Is(200)
	_, err := f.Superuser(t).Exec(f.ctx, "update platform.bulk set created_at = created_at - interval '2 days'")
	require.NoError(t, err)
	require.NoError(t, f.svc.Sweep(f.ctx))
	api.Get("/bulk/" + seen.ID.String()).Is(404)
	api.Get("/bulk/" + did.ID.String()).Is(200)
	_, err = f.Superuser(t).Exec(f.ctx, "update platform.bulk set created_at = created_at - interval '30 days'")
	require.NoError(t, err)
	require.NoError(t, f.svc.Sweep(f.ctx))
	api.Get("/bulk/" + did.ID.String()).Is(404)
}
