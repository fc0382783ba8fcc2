package jobs_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/events"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
)

func TestNothingIsLostWhenRedisIsEmptiedInTheMiddle(t *testing.T) {
	t.Parallel()
	carriers(t, func(t *testing.T, f *fixture) {
		o := f.options()
		o.Slots = 2 // so that pointers lie in Redis
		var n *node
		var seen atomic.Int32
		n = f.run(o, events.Apply("probe.hear", func(ctx context.Context, tx *db.Tx, e fact) error {
			if seen.Add(1)%40 == 20 {
				f.flush()
			}
			return leave(ctx, tx, n.Engine, e.N)
		}))

		for i := range 200 {
			n.emit(f.ctx, t, fact{N: i})
		}
		f.settle(n)

		require.ElementsMatch(t, upTo(200), f.traces())
	})
}

func TestTwoNodesNeverRunOneDeliveryTwice(t *testing.T) {
	t.Parallel()
	carriers(t, func(t *testing.T, f *fixture) {
		var calls [300]atomic.Int32
		hear := func(n **node) jobs.Handler {
			return events.Apply("probe.hear", func(ctx context.Context, tx *db.Tx, e fact) error {
				calls[e.N].Add(1)
				return leave(ctx, tx, (*n).Engine, e.N)
			})
		}
		var one, two *node
		one, two = f.run(f.options(), hear(&one)), f.run(f.options(), hear(&two))

		for i := range 300 {
			from := one
			if i%2 == 1 {
				from = two
			}
			from.emit(f.ctx, t, fact{N: i})
		}
		f.settle(one)
		f.settle(two)

		require.ElementsMatch(t, upTo(300), f.traces())
		for i := range calls {
			require.EqualValues(t, 1, calls[i].Load(), "delivery %d", i)
		}
	})
}

func TestRunnerWhoseLeaseIsLostLeavesNothing(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var n *node
	var calls atomic.Int32
	lost, taken, tried := make(chan error, 1), make(chan struct{}), make(chan struct{})
	n = f.run(f.options(), jobs.RunLong("probe.parade", func(ctx context.Context, r *jobs.Run, _ parade) error {
		me := int(calls.Add(1))
		if me == 1 { // frozen: the sweeper finds the lease ended
			f.damage("update jobs.delivery set state = 'ready', lease = null, lease_until = null where org_id = $1")
			<-taken
			err := r.Commit(context.WithoutCancel(ctx), 1, 1, 1, func(tx *db.Tx) error { return leave(context.WithoutCancel(ctx), tx, n.Engine, me) })
			lost <- err
			close(tried)
			return err
		}
		close(taken)
		<-tried // the row is still there: only the lease keeps the first one out
		return r.Commit(ctx, 1, 1, 1, func(tx *db.Tx) error { return leave(ctx, tx, n.Engine, me) })
	}))

	n.enqueue(f.ctx, t, db.Enqueued{Job: parade{}})

	require.ErrorIs(t, <-lost, jobs.ErrLeaseLost)
	f.settle(n)
	require.Equal(t, []int{2}, f.traces())
}

func TestCancelledJobEndsAtItsNextCommit(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var n *node
	begun, cancelled, end := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	n = f.run(f.options(), jobs.RunLong("probe.parade", func(ctx context.Context, r *jobs.Run, _ parade) error {
		err := r.CommitOn(ctx, n.root.For("hr"), 1, 1, 2, func(tx *db.Tx) error { return leave(ctx, tx, n.Engine, 1) })
		if err != nil {
			return err
		}
		close(begun)
		<-cancelled
		err = r.Commit(context.WithoutCancel(ctx), 2, 2, 2, func(tx *db.Tx) error { return leave(context.WithoutCancel(ctx), tx, n.Engine, 2) })
		end <- err
		return err
	}))
	key := kernel.NewID[kernel.Job]()
	n.enqueue(f.ctx, t, db.Enqueued{Job: parade{}, Key: key})
	<-begun

	require.True(t, f.cancel(n, key))
	close(cancelled)

	require.ErrorIs(t, <-end, jobs.ErrCancelled)
	f.settle(n)
	require.Equal(t, []int{1}, f.traces())
	require.Equal(t, []string{"cancelled"}, f.strings("select outcome from jobs.finished where org_id = $1"))
	require.False(t, f.cancel(n, key), "nothing open has the key any more")
}

func TestCancelledJobNeverStarts(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var n *node
	n = f.run(f.options(), jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error { return leave(ctx, tx, n.Engine, c.N) }))
	key := kernel.NewID[kernel.Job]()
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 1, Key: "k"}, Key: key, After: time.Hour})
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 2, Key: "k"}})

	require.True(t, f.cancel(n, key))
	f.settle(n)

	require.Equal(t, []int{2}, f.traces())
	require.Equal(t, []string{"cancelled", "done"}, f.strings("select outcome from jobs.finished where org_id = $1 order by pos"))
}

func (f *fixture) cancel(n *node, key kernel.ID[kernel.Job]) (open bool) {
	f.t.Helper()
	require.NoError(f.t, db.Changed(f.ctx, n.pool, func(tx *db.Tx) (err error) {
		open, err = jobs.Cancel(f.ctx, tx, key.UUID)
		return err
	}))
	return open
}

func TestJobOfAPersonIsRefusedWhenTheirRightIsGone(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var dismissed atomic.Bool
	o := f.options()
	o.Attach = func(ctx context.Context) (context.Context, error) {
		if dismissed.Load() {
			return f.With(t, ctx, authz.TestPolicy{}), nil
		}
		return f.With(t, ctx, authz.TestPolicy{}, "crm.rep"), nil
	}
	var n *node
	n = f.run(o, jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error {
		if err := authz.Allowed(ctx, "crm.deal.win"); err != nil {
			return err
		}
		return leave(ctx, tx, n.Engine, c.N)
	}))

	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 1}})
	f.settle(n)
	dismissed.Store(true)
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 2}})
	f.settle(n)

	require.Equal(t, []int{1}, f.traces())
	require.Equal(t, []string{"done", "refused"}, f.strings("select outcome from jobs.finished where org_id = $1 order by pos"))
}

func TestStopGivesBackWhatDoesNotEnd(t *testing.T) {
	t.Parallel()
	f := setup(t)
	o := f.options()
	o.Grace = 100 * time.Millisecond
	begun, never := make(chan struct{}, 3), make(chan struct{})
	stubborn := func(ctx context.Context) error { begun <- struct{}{}; <-never; return ctx.Err() }
	n := f.run(o, jobs.Do("probe.do", func(ctx context.Context, _ *db.Tx, _ chore) error { return stubborn(ctx) }),
		jobs.RunLong("probe.parade", func(ctx context.Context, _ *jobs.Run, _ parade) error { return stubborn(ctx) }),
		events.React("probe.obey", func(ctx context.Context, _ fact) error { begun <- struct{}{}; <-ctx.Done(); return ctx.Err() }))
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 1}})
	n.enqueue(f.ctx, t, db.Enqueued{Job: parade{}})
	n.emit(f.ctx, t, fact{N: 3})
	for range 3 {
		<-begun
	}

	require.NoError(t, n.Stop(f.ctx))

	require.Equal(t, []string{"ready 0 0", "ready 0 0", "ready 0 0"}, f.strings("select concat_ws(' ', state, failures, starts - failures) from jobs.delivery where org_id = $1"))
	close(never)
	var next *node
	next = f.run(f.options(), jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error { return leave(ctx, tx, next.Engine, c.N) }),
		jobs.RunLong("probe.parade", func(ctx context.Context, r *jobs.Run, _ parade) error {
			return r.Commit(ctx, 1, 1, 1, func(tx *db.Tx) error { return leave(ctx, tx, next.Engine, 2) })
		}),
		events.React("probe.obey", func(ctx context.Context, e fact) error {
			return db.Changed(ctx, next.pool, func(tx *db.Tx) error { return leave(ctx, tx, next.Engine, e.N) })
		}))
	f.settle(next)
	require.ElementsMatch(t, []int{1, 2, 3}, f.traces())
}

func TestHandlerThatIgnoresItsDeadlineIsAbandonedAndUndone(t *testing.T) {
	t.Parallel()
	f := setup(t)
	o := f.options()
	o.Slots, o.LongSlots = 3, 1
	never := make(chan struct{})
	t.Cleanup(func() { close(never) })
	var n *node
	do := jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error {
		if err := leave(ctx, tx, n.Engine, c.N); err != nil || c.N > 1 {
			return err
		}
		<-never
		return nil
	})
	do.Limit, do.MaxFailures = 300*time.Millisecond, 1
	n = f.run(o, do)

	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 0}})
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 2}})
	f.settle(n)
	require.Equal(t, []int{2}, f.traces(), "its transaction is gone, and the others go on")
	require.Equal(t, []string{"dead 1"}, f.strings("select state || ' ' || failures from jobs.delivery where org_id = $1"))

	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 1}})
	require.ErrorContains(t, <-n.Broken(), "ignore their deadline", "two of four slots are lost")
}

func TestUnknownHandlersAndNewerVersionsAreLeftToOtherNodes(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var newer, older *node
	leaving := func(n **node, version int) jobs.Handler {
		h := jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error { return leave(ctx, tx, (*n).Engine, c.N+version) })
		h.Version = version
		return h
	}
	newer = f.node(f.options(), leaving(&newer, 2), events.Apply("probe.hear", func(ctx context.Context, tx *db.Tx, e fact) error { return leave(ctx, tx, newer.Engine, e.N) }))
	newer.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 10}})
	newer.emit(f.ctx, t, fact{N: 20})
	older = f.run(f.options(), leaving(&older, 1))
	older.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 30}})
	f.until(older, func() bool { return len(f.traces()) > 0 })

	require.Equal(t, []int{31}, f.traces(), "the older node does what it knows")
	require.Equal(t, []string{"ready 0", "ready 0"}, f.strings("select state || ' ' || failures from jobs.delivery where org_id = $1"))
	older.stop()
	require.NoError(t, newer.Start(f.ctx))
	f.settle(newer)

	require.ElementsMatch(t, []int{31, 12, 20}, f.traces())
}

func TestNoMoreRunAtOnceThanAHandlerAllows(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var now, most atomic.Int32
	h := events.React("probe.react", func(context.Context, fact) error {
		n := now.Add(1)
		defer now.Add(-1)
		for {
			if m := most.Load(); n <= m || most.CompareAndSwap(m, n) {
				break
			}
		}
		return nil
	})
	h.AtOnce = 2
	n := f.run(f.options(), h)

	for i := range 20 {
		n.emit(f.ctx, t, fact{N: i})
	}
	f.settle(n)

	require.LessOrEqual(t, most.Load(), int32(2))
}

func TestLaterIsNoFailureAndNeverIsTheEnd(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var n *node
	var a attempts
	n = f.run(f.options(), jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error {
		if c.N == 1 {
			return jobs.Never(errors.New("there is no such thing"))
		}
		if a.first(c.N) {
			return jobs.Later(time.Millisecond)
		}
		return leave(ctx, tx, n.Engine, c.N)
	}))

	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 0}})
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 1}})
	f.settle(n)

	require.Equal(t, []int{0}, f.traces())
	require.Equal(t, []string{"0"}, f.strings("select failures::text from jobs.finished where org_id = $1"))
	require.Equal(t, []string{"dead 1 there is no such thing"}, f.strings("select concat_ws(' ', state, failures, last_error) from jobs.delivery where org_id = $1"))
}

// A worker that takes a pointer and dies before it says so leaves a row that is out and never began.
func TestPointerThatDiedWithItsWorkerComesBackWithinSeconds(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var n *node
	n = f.node(f.options(), jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error { return leave(ctx, tx, n.Engine, c.N) }))
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 1}})
	f.damage("update jobs.delivery set state = 'out', gen = 1, handed_at = clock_timestamp() - interval '6 seconds' where org_id = $1")

	require.NoError(t, n.Start(f.ctx))
	f.settle(n)

	require.Equal(t, []int{1}, f.traces())
}
