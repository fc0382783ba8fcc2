package history_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/fault"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/pgtest"
)

func (f *fixture) undo(ctx context.Context, body map[string]any) pgtest.Response {
	f.t.Helper()
	return f.client(ctx).Post("/history/undo", body)
}

func (f *fixture) undone(body map[string]any) history.Undone {
	f.t.Helper()
	var out history.Undone
	f.undo(f.ctx, body).Is(200).JSON(&out)
	return out
}

func TestAnUndoGivesTheOldValuesBack(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	f.write(f.ctx, "update crm.account set name = 'Elm', employees = 9 where id = $1", a)
	set := f.set()

	require.Equal(t, history.Undone{Reversed: 1, Kept: []history.Left{}, Failed: []history.Left{}, Conflicts: []history.Conflict{}}, f.undone(map[string]any{"change_set": set}))
	require.Equal(t, "Oak", f.name(a))
	row, err := f.svc.AsOf(f.ctx, "crm.account", a, time.Now().Add(time.Hour))
	require.NoError(t, err)
	require.InDelta(t, 7, row["employees"], 0)

	require.Equal(t, 1, f.undone(map[string]any{"change_set": set}).Reversed)
	require.Equal(t, 1, *f.asked, "what is undone already is passed over")
}

func TestAnUndoLeavesATraceThatSaysSo(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	f.undone(map[string]any{"change_set": f.set()})

	require.Empty(t, f.name(a))
	var p page.Page[history.ChangeSet]
	f.client(f.ctx).Get("/history/changes").Is(200).JSON(&p)
	require.Equal(t, "Undo", p.Items[0].Reason)
	require.NotNil(t, p.Items[0].OperationID)
	require.Equal(t, []history.Touched{{Table: "crm.account", Deleted: 1}}, p.Items[0].Tables)
}

func TestAnUndoOfADeletionBringsTheRecordBack(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	f.write(f.ctx, "delete from crm.account where id = $1", a)
	require.Equal(t, 1, f.undone(map[string]any{"change_set": f.set()}).Reversed)
	require.Equal(t, "Oak", f.name(a))
}

func TestARecordThatWasChangedSinceIsKept(t *testing.T) {
	t.Parallel()
	f := setup(t)
	run := kernel.NewUUID()
	ctx := running(f.ctx, run)
	a, b, c := f.account("A"), f.account("B"), f.account("C")
	f.rename(ctx, a, "A2")
	f.rename(ctx, b, "B2")
	f.rename(f.ctx, c, "between")
	f.rename(ctx, c, "C2")
	f.rename(f.ctx, b, "B3")
	f.titled = map[uuid.UUID]string{b: "B3"}

	out := f.undone(map[string]any{"operation": run})

	require.Equal(t, 2, out.Reversed)
	require.Equal(t, []history.Left{{Entity: "crm.account", ID: b, Title: "B3", Reason: "It was changed since.", Code: "history.changed_since"}}, out.Kept)
	require.Equal(t, []string{"A", "B3", "between"}, []string{f.name(a), f.name(b), f.name(c)})
}

func TestAChangeInTheMidstOfAnOperationIsNotLost(t *testing.T) {
	t.Parallel()
	f := setup(t)
	run := kernel.NewUUID()
	a := f.account("A")
	f.rename(running(f.ctx, run), a, "A2")
	f.rename(f.ctx, a, "theirs")
	f.rename(running(f.ctx, run), a, "A3")
	require.Len(t, f.undone(map[string]any{"operation": run}).Kept, 1)
	require.Equal(t, "A3", f.name(a))
}

func TestWhatWasMadeLastGoesFirst(t *testing.T) {
	t.Parallel()
	f := setup(t)
	run := kernel.NewUUID()
	ctx := running(f.ctx, run)
	parent, child := kernel.NewUUID(), kernel.NewUUID()
	f.write(ctx, addAccount, parent, "Parent")
	f.write(ctx, addAccount, child, "Child")
	f.write(ctx, "update crm.account set parent_id = $1 where id = $2", parent, child)
	f.rename(ctx, parent, "Renamed") // the parent was touched last, and still goes last
	require.Equal(t, 2, f.undone(map[string]any{"operation": run}).Reversed)
	require.Empty(t, f.name(parent)+f.name(child))
}

// A file may name a parent before it brings it: then the child is the older of the two.
func TestAParentThatCameAfterItsChildrenGoesInTheSameUndo(t *testing.T) {
	t.Parallel()
	f := setup(t)
	run := kernel.NewUUID()
	ctx := running(f.ctx, run)
	child, parent, grandparent := kernel.NewUUID(), kernel.NewUUID(), kernel.NewUUID()
	for _, id := range []uuid.UUID{child, parent, grandparent} {
		f.write(ctx, addAccount, id, "Of the file")
	}
	link := "update crm.account set parent_id = $1 where id = $2"
	f.write(ctx, link, parent, child)
	f.write(ctx, link, grandparent, parent)
	heard := 0

	out, err := f.svc.Undo(f.ctx, run, func(done, total int) {
		require.Equal(t, 3, total)
		heard = done
	})

	require.NoError(t, err)
	require.Equal(t, history.Undone{Reversed: 3, Kept: []history.Left{}, Failed: []history.Left{}, Conflicts: []history.Conflict{}}, out)
	require.Empty(t, f.name(child)+f.name(parent)+f.name(grandparent))
	require.Equal(t, 3, heard)
}

func TestAParentThatOthersUseStaysAndSaysWhy(t *testing.T) {
	t.Parallel()
	f := setup(t)
	run := kernel.NewUUID()
	ctx := running(f.ctx, run)
	child, parent, theirs := kernel.NewUUID(), kernel.NewUUID(), f.account("Theirs")
	f.write(ctx, addAccount, child, "Child")
	f.write(ctx, addAccount, parent, "Parent")
	f.write(ctx, "update crm.account set parent_id = $1 where id = $2", parent, child)
	f.write(f.ctx, "update crm.account set parent_id = $1 where id = $2", parent, theirs)

	out := f.undone(map[string]any{"operation": run})

	require.Equal(t, 1, out.Reversed)
	require.Equal(t, []history.Left{{Entity: "crm.account", ID: parent, Reason: errUsed.Message, Code: "test.used"}}, out.Kept, "it is listed once, however often it was tried")
	require.Equal(t, 3, *f.asked, "another round only while the one before put something back")
}

// What somebody does while an undo works is theirs, in its later rounds too.
func TestARecordThatIsChangedBetweenTwoRoundsIsKept(t *testing.T) {
	t.Parallel()
	f := setup(t)
	run := kernel.NewUUID()
	ctx := running(f.ctx, run)
	child, parent := kernel.NewUUID(), kernel.NewUUID()
	f.write(ctx, addAccount, child, "Child")
	f.write(ctx, addAccount, parent, "Parent")
	f.write(ctx, "update crm.account set parent_id = $1 where id = $2", parent, child)
	f.fail = func(id uuid.UUID) error {
		if id == child {
			f.rename(f.other("owner"), parent, "Theirs now")
		}
		return nil
	}

	out := f.undone(map[string]any{"operation": run})

	require.Equal(t, []history.Left{{Entity: "crm.account", ID: parent, Reason: "It was changed since.", Code: "history.changed_since"}}, out.Kept)
	require.Equal(t, "Theirs now", f.name(parent))
}

func TestPartsGoWithTheRecordThatTheyCameWith(t *testing.T) {
	t.Parallel()
	f := setup(t)
	run := kernel.NewUUID()
	ctx := running(f.ctx, run)
	id := kernel.NewUUID()
	f.write(ctx, addAccount, id, "Oak")
	f.address(ctx, id, "Riga")
	require.Equal(t, 1, f.undone(map[string]any{"operation": run}).Reversed)
	require.Empty(t, f.name(id))
}

func TestAPartThatWasAddedSinceKeepsTheRecord(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	set := f.set()
	f.address(f.other("owner"), a, "Riga")
	require.Equal(t, "It was changed since.", f.undone(map[string]any{"change_set": set}).Kept[0].Reason)
}

func TestARecordIsRestoredWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	run := kernel.NewUUID()
	f.rename(running(f.ctx, run), a, "Elm")
	part := f.address(running(f.ctx, run), a, "Riga")

	kept := f.undone(map[string]any{"operation": run}).Kept

	require.Equal(t, a, kept[0].ID, "the owner is named, not the part")
	require.NotEqual(t, part, kept[0].ID)
	require.Contains(t, kept[0].Reason, "cannot be undone")
	require.Equal(t, "Elm", f.name(a))
}

func TestPartsThatFollowTheRecordDoNotHoldItBack(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	run := kernel.NewUUID()
	f.rename(running(f.ctx, run), a, "Elm")
	f.write(running(f.ctx, run), "insert into crm.contact_point (id, account_id, kind, raw, created_at) values ($1, $2, 'email', 'a@b', now())", kernel.NewUUID(), a)
	// The same table holds parts of another kind; history tells which.
	require.Equal(t, 1, f.undone(map[string]any{"operation": run}).Reversed)
	require.Equal(t, "Oak", f.name(a))
}

func TestTheModulesRefusalKeepsTheRecordAndABreakdownFailsIt(t *testing.T) {
	t.Parallel()
	f := setup(t)
	run := kernel.NewUUID()
	a, b, c := f.account("A"), f.account("B"), f.account("C")
	for _, id := range []uuid.UUID{a, b, c} {
		f.rename(running(f.ctx, run), id, "new")
	}
	f.fail = func(id uuid.UUID) error {
		return map[uuid.UUID]error{a: errUsed, b: errBroken}[id]
	}
	out := f.undone(map[string]any{"operation": run})
	require.Equal(t, 1, out.Reversed)
	require.Equal(t, []history.Left{{Entity: "crm.account", ID: a, Reason: errUsed.Message, Code: "test.used"}}, out.Kept)
	require.Equal(t, b, out.Failed[0].ID)
	require.NotContains(t, out.Failed[0].Reason, "disk")

	f.fail = func(uuid.UUID) error { return nil }
	require.Equal(t, 3, f.undone(map[string]any{"operation": run}).Reversed, "a second attempt does what is left")
}

func TestPeopleUndoTheirOwnAndOthersNeedTheRight(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	set := map[string]any{"change_set": f.set()}

	require.Equal(t, "history.not_yours", f.undo(f.other("crm.lead"), set).Is(403).Code())
	require.Equal(t, "forbidden", f.undo(f.as("crm.reader"), set).Is(403).Code(), "their own, but they may not change accounts")
	f.undo(f.as("crm.rep"), set).Is(200)
	require.Empty(t, f.name(a))

	f.account("Elm")
	set = map[string]any{"change_set": f.set()}
	var out history.Undone
	f.undo(f.other("owner"), set).Is(200).JSON(&out)
	require.Equal(t, 1, out.Reversed)
}

func TestAfterSevenDaysOneNeedsTheRight(t *testing.T) {
	t.Parallel()
	f := later(t, 8*24*time.Hour)
	f.account("Oak")
	set := map[string]any{"change_set": f.set()}
	require.Equal(t, "history.too_old", f.undo(f.as("crm.rep"), set).Is(409).Code())
	f.undo(f.ctx, set).Is(200)
}

func TestWhatFollowedFromAnOperationIsLeftToItsModules(t *testing.T) {
	t.Parallel()
	f := setup(t)
	run := kernel.NewUUID()
	a, b := f.account("A"), f.account("B")
	rep := running(f.as("crm.rep"), run)
	f.rename(rep, a, "A2")
	service := actor.Service(rep, f.Org, "crm.follow", actor.Job)
	f.rename(service, a, "A3")
	f.rename(service, b, "B2")

	var out history.Undone
	f.undo(f.as("crm.rep"), map[string]any{"operation": run}).Is(200).JSON(&out)

	require.Equal(t, 1, out.Reversed, "the service's own changes are nobody's to undo, and do not stand in the way")
	require.Equal(t, []string{"A", "B2"}, []string{f.name(a), f.name(b)})
}

func TestOneRecordOfAnOperationIsUndoneAlone(t *testing.T) {
	t.Parallel()
	f := setup(t)
	run := kernel.NewUUID()
	a, b := f.account("A"), f.account("B")
	f.rename(running(f.ctx, run), a, "A2")
	f.rename(running(f.ctx, run), b, "B2")
	record := map[string]any{"entity": "crm.account", "id": a}
	require.Equal(t, 1, f.undone(map[string]any{"operation": run, "record": record}).Reversed)
	require.Equal(t, []string{"A", "B2"}, []string{f.name(a), f.name(b)})
	f.undo(f.ctx, map[string]any{"operation": run, "record": map[string]any{"entity": "crm.account", "id": uuid.New()}}).Is(404)
}

func TestAnUndoNamesOneThing(t *testing.T) {
	t.Parallel()
	f := setup(t)
	require.Equal(t, "history.which", f.undo(f.ctx, map[string]any{}).Is(422).Code())
	require.Equal(t, "history.which", f.undo(f.ctx, map[string]any{"change_set": uuid.New(), "operation": uuid.New()}).Is(422).Code())
	f.undo(f.ctx, map[string]any{"change_set": uuid.New()}).Is(404)
}

func TestAKindOfRecordThatNobodyRestoresIsKept(t *testing.T) {
	t.Parallel()
	f := setup(t)
	id := kernel.NewUUID()
	f.write(f.ctx, "insert into crm.pipeline (id, name, created_at) values ($1, 'Sales', now())", id)
	require.Equal(t, history.Left{Entity: "crm.pipeline", ID: id, Reason: "This kind of record cannot be undone.", Code: "history.no_way_back"}, f.undone(map[string]any{"change_set": f.set()}).Kept[0])
}

// An undo of an import runs in a job, which may be killed anywhere.
func TestALongUndoGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	f := setup(t)
	const n = 1_200
	run := kernel.NewUUID()
	ctx := running(f.ctx, run)
	for chunk := range 3 {
		f.write(ctx, "insert into crm.account (id, name, created_at, updated_at) select gen_random_uuid(), $2 || i, now(), now() from generate_series(1, $1::int) i", n/3, strconv.Itoa(chunk)+"/")
	}
	f.fail = func(uuid.UUID) error {
		if *f.asked == 451 {
			return fault.ErrUnavailable
		}
		return nil
	}
	_, err := f.svc.Undo(f.ctx, run, nil)
	require.ErrorIs(t, err, fault.ErrUnavailable)
	require.Equal(t, 451, *f.asked)

	heard := 0
	out, err := f.svc.Undo(f.ctx, run, func(done, total int) {
		require.Equal(t, n, total)
		heard++
		require.Equal(t, heard, done)
	})
	require.NoError(t, err)
	require.Equal(t, n, out.Reversed)
	require.Equal(t, n, heard)
	require.Equal(t, n+1, *f.asked, "each record is asked for once, the failed one twice")
}
