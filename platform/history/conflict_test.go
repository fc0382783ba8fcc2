package history_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
)

func TestAnUndoOfAnUndoDoesItAgainAsOftenAsOneLikes(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	f.rename(f.ctx, a, "Elm")
	set := f.set()
	for range 3 {
		require.Equal(t, 1, f.undone(map[string]any{"change_set": set}).Reversed)
		require.Equal(t, "Oak", f.name(a))
		require.Equal(t, 1, f.undone(map[string]any{"change_set": f.set()}).Reversed)
		require.Equal(t, "Elm", f.name(a), "an undo is a change like any other")
	}
}

func TestARecordThatWasMadeComesBackByUndoingItsUndo(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	set := f.set()
	f.undone(map[string]any{"change_set": set})
	require.Empty(t, f.name(a))
	f.undone(map[string]any{"change_set": f.set()})
	require.Equal(t, "Oak", f.name(a))
}

func TestAnUndoPutsBackWhatStillHoldsAndNamesTheRest(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	f.write(f.ctx, "update crm.account set name = 'Elm', employees = 9 where id = $1", a)
	set := f.set()
	f.write(f.other("owner"), "update crm.account set employees = 12, city = 'Riga' where id = $1", a)

	out := f.undone(map[string]any{"change_set": set})

	require.Equal(t, 1, out.Reversed)
	require.Empty(t, out.Kept)
	require.Equal(t, []history.Conflict{{Entity: "crm.account", ID: a, Field: "employees", Before: 7.0, After: 9.0, Now: 12.0}}, out.Conflicts)
	require.Equal(t, "Oak", f.name(a))
}

func TestAValueThatIsWhatItWasAgainIsNoConflict(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	f.rename(f.ctx, a, "Elm")
	set := f.set()
	f.rename(f.other("owner"), a, "Fir")
	f.rename(f.other("owner"), a, "Elm")
	require.Equal(t, 1, f.undone(map[string]any{"change_set": set}).Reversed)
	require.Equal(t, "Oak", f.name(a))
}

func TestAHiddenConflictDoesNotSayWhatItIsAbout(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	f.write(f.ctx, "update crm.account set name = 'Elm', description = 'x' where id = $1", a)
	set := f.set()
	f.write(f.other("owner"), "update crm.account set description = 'secret' where id = $1", a)
	out := f.undone(map[string]any{"change_set": set})
	require.Equal(t, []history.Conflict{{Entity: "crm.account", ID: a}}, out.Conflicts)
}

func TestRowsOfPartsComeBackWithTheirRecord(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	stays, goes := f.point(f.ctx, a, "stays@x"), f.point(f.ctx, a, "goes@x")
	run := kernel.NewUUID()
	ctx := running(f.ctx, run)
	f.rename(ctx, a, "Elm")
	f.write(ctx, "update crm.contact_point set raw = 'changed@x' where id = $1", stays)
	f.write(ctx, "delete from crm.contact_point where id = $1", goes)
	f.point(ctx, a, "new@x")

	require.Equal(t, 1, f.undone(map[string]any{"operation": run}).Reversed)

	require.Equal(t, "Oak", f.name(a))
	require.Equal(t, []string{"goes@x", "stays@x"}, f.points(a))
}

func TestAPartThatWasChangedSinceIsAConflictOfItsOwn(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	p, q := f.point(f.ctx, a, "p@x"), f.point(f.ctx, a, "q@x")
	run := kernel.NewUUID()
	f.write(running(f.ctx, run), "update crm.contact_point set raw = raw || '2' where id = any($1)", []uuid.UUID{p, q})
	f.write(f.other("owner"), "update crm.contact_point set raw = 'theirs' where id = $1", q)

	out := f.undone(map[string]any{"operation": run})

	require.Equal(t, []string{"p@x", "theirs"}, f.points(a))
	require.Equal(t, []history.Conflict{{Entity: "crm.account", ID: a, Part: "crm.contact_point", Field: "raw", Before: "q@x", After: "q@x2", Now: "theirs"}}, out.Conflicts)
}

func TestARecordThatWasDeletedSinceStaysDeleted(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	f.rename(f.ctx, a, "Elm")
	set := f.set()
	f.write(f.other("owner"), "delete from crm.account where id = $1", a)
	require.Equal(t, []history.Left{{Entity: "crm.account", ID: a, Reason: "It was deleted since.", Code: "history.deleted_since"}}, f.undone(map[string]any{"change_set": set}).Kept)
}

func TestAPreviewSaysWhatWouldStayAndChangesNothing(t *testing.T) {
	t.Parallel()
	f := setup(t)
	run := kernel.NewUUID()
	a, b, c := f.account("A"), f.account("B"), f.account("C")
	for _, id := range []uuid.UUID{a, b, c} {
		f.write(running(f.ctx, run), "update crm.account set name = 'new', employees = 9 where id = $1", id)
	}
	f.rename(f.ctx, b, "B3")
	f.fail = func(id uuid.UUID) error { return map[uuid.UUID]error{c: errUsed}[id] }

	var p history.Preview
	f.client(f.ctx).Get("/history/undo?operation=" + run.String()).Is(200).JSON(&p)

	require.Equal(t, history.Preview{Records: 3, Reverse: 2, KeptCount: 1, Tried: true, Kept: []history.Left{{Entity: "crm.account", ID: c, Reason: errUsed.Message, Code: "test.used"}},
		Conflicts: []history.Conflict{{Entity: "crm.account", ID: b, Field: "name", Before: "B", After: "new", Now: "B3"}}}, p)
	require.Equal(t, []string{"new", "B3", "new"}, []string{f.name(a), f.name(b), f.name(c)})
	require.Equal(t, "history.which", f.client(f.ctx).Get("/history/undo").Is(422).Code())
	require.Equal(t, "history.not_yours", f.client(f.other("crm.lead")).Get("/history/undo?operation="+run.String()).Is(403).Code())
}

// Restore is called after the history was read: what somebody commits in between must not be written over.
func TestAnUndoNeverWritesOverAChangeThatItHasNotSeen(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	f.rename(f.ctx, a, "Elm")
	set := f.set()
	once := sync.OnceFunc(func() { f.rename(f.other("owner"), a, "Theirs") })
	f.fail = func(uuid.UUID) error { once(); return nil }

	out := f.undone(map[string]any{"change_set": set})

	require.Equal(t, "Theirs", f.name(a))
	require.Equal(t, "It was changed since.", out.Kept[0].Reason)
}

func TestAPartThatComesWhileItsRecordIsTakenBackKeepsIt(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	set := f.set()
	once := sync.OnceFunc(func() { f.point(f.other("owner"), a, "theirs@x") })
	f.fail = func(uuid.UUID) error { once(); return nil }

	out := f.undone(map[string]any{"change_set": set})

	require.Equal(t, "It was changed since.", out.Kept[0].Reason)
	require.Equal(t, "Oak", f.name(a))
}

// Twenty people edit while one undoes, again and again: no edit is ever lost.
func TestUndoAndEditsAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for range 5 {
		a := f.account("Oak")
		f.write(f.ctx, "update crm.account set employees = 0, name = 'Elm' where id = $1", a)
		set := f.set()
		var wg sync.WaitGroup
		for range 20 {
			ctx := f.other("owner")
			wg.Go(func() {
				f.write(ctx, "update crm.account set employees = employees + 1 where id = $1", a)
			})
		}
		wg.Go(func() {
			_, err := f.svc.Undo(f.ctx, set, nil)
			require.NoError(t, err)
		})
		wg.Wait()
		row, err := f.svc.AsOf(f.ctx, "crm.account", a, time.Now().Add(time.Hour))
		require.NoError(t, err)
		require.Contains(t, []float64{20, 27}, row["employees"], "all edits after 0, or all after the 7 that the undo put back")
		require.Equal(t, "Oak", f.name(a))
	}
}

func TestManyRecordsAreUndoneByAJobThatTellsHowFarItIs(t *testing.T) {
	t.Parallel()
	f := setup(t)
	run := kernel.NewUUID()
	f.write(running(f.ctx, run), "insert into crm.account (id, name, created_at, updated_at) select gen_random_uuid(), i::text, now(), now() from generate_series(1, 1001) i")
	outbox := &kept{}
	f.Root.SetOutbox(outbox)

	out := f.undone(map[string]any{"operation": run})

	require.NotNil(t, out.Run)
	require.Len(t, outbox.jobs, 1)
	f.undone(map[string]any{"operation": run})
	require.Len(t, outbox.jobs, 1, "what is running is not begun again")
	job := outbox.jobs[0].(history.UndoMany)
	var far history.Run
	f.client(f.ctx).Get("/history/undo/" + out.Run.String()).Is(200).JSON(&far)
	require.Equal(t, []any{"running", int64(0), int64(1001)}, []any{far.State, far.Done, far.Total})

	heard := []int64{}
	require.NoError(t, f.svc.Work(f.ctx, job, func(_ context.Context, done, _ int64) error { heard = append(heard, done); return nil }))

	f.client(f.ctx).Get("/history/undo/" + out.Run.String()).Is(200).JSON(&far)
	require.Equal(t, []any{"done", int64(1001), 1001}, []any{far.State, far.Done, far.Result.Reversed})
	require.Equal(t, int64(1001), heard[len(heard)-1])
	f.client(f.other("crm.rep")).Get("/history/undo/" + out.Run.String()).Is(404)

	stop := errors.New("the lease is lost")
	require.ErrorIs(t, f.svc.Work(f.ctx, job, func(context.Context, int64, int64) error { return stop }), stop)
}

func TestOnesOwnChangesAreListedNewestFirst(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a, b := f.account("A"), f.account("B")
	f.titled = map[uuid.UUID]string{a: "A2", b: "B"}
	f.rename(f.ctx, a, "A2")
	f.rename(f.other("owner"), b, "theirs")
	var p struct {
		Items []history.Own
		Next  string
	}
	f.client(f.ctx).Get("/history/own?limit=2").Is(200).JSON(&p)
	require.Len(t, p.Items, 2)
	require.Equal(t, []any{"A2", "updated", 1, true}, []any{p.Items[0].Title, p.Items[0].Op, p.Items[0].Records, p.Items[0].Undoable})
	require.Equal(t, []any{"B", "created"}, []any{p.Items[1].Title, p.Items[1].Op})
	f.client(f.ctx).Get("/history/own?limit=2&after=" + p.Next).Is(200).JSON(&p)
	require.Len(t, p.Items, 1)
	f.client(f.ctx).Get("/history/own?after=x").Is(422)
}

// kept is an outbox that keeps what it gets.
type kept struct{ jobs []kernel.Job }

func (k *kept) Flush(_ context.Context, _ *db.Tx, _ []kernel.Event, jobs []db.Enqueued) error {
	for _, j := range jobs {
		k.jobs = append(k.jobs, j.Job)
	}
	return nil
}

func (*kept) Wake(kernel.ID[kernel.Org]) {}
