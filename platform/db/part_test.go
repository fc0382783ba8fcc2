package db_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

type happened struct{ Name string }

func (happened) EventType() string { return "test.happened.v1" }

type errand struct{ Name string }

func (errand) JobType() string { return "test.errand" }

// outbox keeps what transactions hand over.
type outbox struct {
	events []kernel.Event
	jobs   []db.Enqueued
	woken  []kernel.ID[kernel.Org]
	fail   error
}

func (o *outbox) Flush(_ context.Context, _ *db.Tx, events []kernel.Event, jobs []db.Enqueued) error {
	if o.fail != nil {
		return o.fail
	}
	o.events, o.jobs = append(o.events, events...), append(o.jobs, jobs...)
	return nil
}

func (o *outbox) Wake(org kernel.ID[kernel.Org]) { o.woken = append(o.woken, org) }

func TestWhatFailsInAPartIsUndoneAndTheRestGoesOn(t *testing.T) {
	t.Parallel()
	f := setup(t)
	root, box := f.alone(db.Options{}), &outbox{}
	root.SetOutbox(box)
	pool := root.For("crm", nil).With(nil)
	part := func(tx *db.Tx, name string, fail error) error {
		return tx.Part(f.ctx, func(tx *db.Tx) error {
			if _, err := add(f.ctx, tx, name); err != nil {
				return err
			}
			return errors.Join(tx.Emit(f.ctx, happened{name}), tx.Enqueue(f.ctx, errand{name}), fail)
		})
	}
	no := errors.New("no")
	require.NoError(t, db.Changed(f.ctx, pool, func(tx *db.Tx) error {
		require.Equal(t, f.User, tx.Who().User)
		require.NoError(t, part(tx, "a", nil))
		require.ErrorIs(t, part(tx, "b", no), no)
		require.Error(t, part(tx, "a", nil), "the name is taken, and the transaction lives on")
		return part(tx, "c", nil)
	}))
	require.Equal(t, []string{"a", "c"}, f.names())
	require.Equal(t, []kernel.Event{happened{"a"}, happened{"c"}}, box.events)
	require.Len(t, box.jobs, 2)
	require.Equal(t, []kernel.ID[kernel.Org]{f.Org}, box.woken)
	got := f.history()
	require.Len(t, got, 1)
	require.Equal(t, 2, got[0].Changes)
}

func TestAChangeSetThatOnlyAFailedPartOpenedGoesWithIt(t *testing.T) {
	t.Parallel()
	f := setup(t)
	require.NoError(t, db.Changed(f.ctx, f.pool, func(tx *db.Tx) error {
		require.Error(t, tx.Part(f.ctx, func(tx *db.Tx) error { _, _ = add(f.ctx, tx, "a"); return errors.New("no") }))
		return nil
	}))
	require.Empty(t, f.history())
	require.NoError(t, db.Changed(f.ctx, f.pool, func(tx *db.Tx) error {
		require.Error(t, tx.Part(f.ctx, func(tx *db.Tx) error { _, _ = add(f.ctx, tx, "a"); return errors.New("no") }))
		_, err := add(f.ctx, tx, "b")
		return err
	}))
	require.Len(t, f.history(), 1)
}

func TestEventsAndJobsLeaveWithTheCommitOrNotAtAll(t *testing.T) {
	t.Parallel()
	f := setup(t)
	root, box := f.alone(db.Options{}), &outbox{}
	pool := root.For("crm")
	emit := func(fail error) error {
		return db.Changed(f.ctx, pool, func(tx *db.Tx) error {
			if _, err := add(f.ctx, tx, "a"); err != nil {
				return err
			}
			return errors.Join(tx.Emit(f.ctx, happened{"a"}), fail)
		})
	}
	require.Error(t, emit(nil), "nobody would carry it")
	root.SetOutbox(box)
	heard := 0
	root.SetCommitted(func(kernel.ID[kernel.Org]) { heard++ })
	require.Error(t, emit(errors.New("no")))
	box.fail = errors.New("outbox")
	require.ErrorIs(t, emit(nil), box.fail)
	require.Empty(t, box.events)
	require.Empty(t, box.woken)
	require.Zero(t, heard)
	require.Empty(t, f.names())
	box.fail = nil
	require.NoError(t, emit(nil))
	require.Len(t, box.events, 1)
	require.Len(t, box.woken, 1)
	require.Equal(t, 1, heard)
}

func TestALineThatWasCutLeavesNothingAndAnswersWithAnError(t *testing.T) {
	t.Parallel()
	f := setup(t)
	line, err := f.Root.Line(t.Context())
	require.NoError(t, err)
	var one int
	require.NoError(t, line.Ask(t.Context(), []any{&one}, "select 1"))
	err = db.ChangedOn(f.ctx, line, f.pool, func(tx *db.Tx) error {
		if _, err := add(f.ctx, tx, "a"); err != nil {
			return err
		}
		line.Cut(t.Context())
		return nil
	})
	require.Error(t, err)
	require.Empty(t, f.names())
	require.Error(t, line.Ask(t.Context(), []any{&one}, "select 1"))
	require.Error(t, db.ChangedOn(f.ctx, line, f.pool, func(*db.Tx) error { return nil }))
	line.Release()
	line.Cut(t.Context())
}

func TestALineThatWasGivenBackIsUsedByTheNext(t *testing.T) {
	t.Parallel()
	f := setup(t)
	root := f.alone(db.Options{})
	line, err := root.Line(t.Context())
	require.NoError(t, err)
	require.NoError(t, db.ChangedOn(f.ctx, line, root.For("crm"), func(tx *db.Tx) error { _, err := add(f.ctx, tx, "a"); return err }))
	line.Release()
	line.Release()
	line.Cut(t.Context()) // does nothing after Release
	got, err := names(f.ctx, root.For("crm"))
	require.NoError(t, err)
	require.Equal(t, []string{"a"}, got)
	beside, err := root.Beside(t.Context(), 1)
	require.NoError(t, err)
	defer beside.Close()
	_, _, limit, _ := beside.Stat()
	require.EqualValues(t, 1, limit)
	var who string
	require.NoError(t, beside.Ask(t.Context(), []any{&who}, "select current_user"))
	require.Equal(t, "longhouse_app", who)
}
