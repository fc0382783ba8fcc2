package jobs_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/events"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
)

var errOnPurpose = errors.New("on purpose")

// attempts counts the calls for each number.
type attempts struct {
	mu sync.Mutex
	of map[int]int
}

func (a *attempts) first(n int) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.of == nil {
		a.of = map[int]int{}
	}
	a.of[n]++
	return a.of[n] == 1
}

func TestAbortedTransactionLeavesNoWork(t *testing.T) {
	t.Parallel()
	carriers(t, func(t *testing.T, f *fixture) {
		var n *node
		n = f.run(f.options(),
			events.Apply("probe.hear", func(ctx context.Context, tx *db.Tx, e fact) error { return leave(ctx, tx, n.Engine, e.N) }),
			jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error { return leave(ctx, tx, n.Engine, c.N) }))
		both := func(i int, end error) error {
			return db.Changed(f.ctx, n.pool, func(tx *db.Tx) error {
				return errors.Join(tx.Emit(f.ctx, fact{N: i}), tx.Enqueue(f.ctx, chore{N: i + 1}), end)
			})
		}

		require.ErrorIs(t, both(10, errOnPurpose), errOnPurpose)
		require.Empty(t, f.strings("select handler from jobs.delivery where org_id = $1"))
		require.NoError(t, both(20, nil))
		f.settle(n)

		require.ElementsMatch(t, []int{20, 21}, f.traces())
	})
}

func TestFiveHundredEventsHaveFiveHundredEffects(t *testing.T) {
	t.Parallel()
	carriers(t, func(t *testing.T, f *fixture) {
		var n *node
		var a attempts
		n = f.run(f.options(), events.Apply("probe.hear", func(ctx context.Context, tx *db.Tx, e fact) error {
			if err := leave(ctx, tx, n.Engine, e.N); err != nil || !a.first(e.N) {
				return err
			}
			switch e.N % 10 {
			case 0:
				panic("on purpose, after the handler wrote")
			case 1, 2:
				return errOnPurpose
			}
			return nil
		}))

		for i := range 10 {
			batch := make([]kernel.Event, 50)
			for j := range batch {
				batch[j] = fact{N: i*50 + j}
			}
			n.emit(f.ctx, t, batch...)
		}
		f.settle(n)

		require.ElementsMatch(t, upTo(500), f.traces())
		require.Len(t, f.strings("select status from jobs.attempt where org_id = $1"), 150)
		require.Len(t, f.strings("select outcome from jobs.finished where org_id = $1 and outcome = 'done'"), 500)
	})
}

func TestReactionsKeepTheirKeyAndRunAgain(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var mu sync.Mutex
	var keys []string
	n := f.run(f.options(), events.React("probe.react", func(ctx context.Context, _ fact) error {
		mu.Lock()
		defer mu.Unlock()
		keys = append(keys, jobs.Key(ctx).String())
		if len(keys) < 3 {
			return errOnPurpose
		}
		return nil
	}))

	n.emit(f.ctx, t, fact{})
	f.settle(n)

	require.Len(t, keys, 3)
	require.Equal(t, []string{keys[0], keys[0], keys[0]}, keys)
	require.Equal(t, keys[:1], f.strings("select key::text from jobs.finished where org_id = $1"))
}

func TestOrderOfAKeyOutlivesFailures(t *testing.T) {
	t.Parallel()
	carriers(t, func(t *testing.T, f *fixture) {
		const keys, each = 8, 15
		var n *node
		var a attempts
		n = f.run(f.options(), events.Apply("probe.hear", func(ctx context.Context, tx *db.Tx, e fact) error {
			if a.first(e.N) && e.N%3 == 0 {
				return errOnPurpose
			}
			return leave(ctx, tx, n.Engine, e.N)
		}))

		for i := range each { // 0, 100, 200 … of key 0, 1, 101, 201 … of key 1
			var batch []kernel.Event
			for k := range keys {
				batch = append(batch, fact{N: i*100 + k, Key: string(rune('a' + k))})
			}
			n.emit(f.ctx, t, batch...)
		}
		f.settle(n)

		got := map[int][]int{}
		for _, v := range f.traces() {
			got[v%100] = append(got[v%100], v/100)
		}
		require.Len(t, got, keys)
		for k, order := range got {
			require.Equal(t, upTo(each), order, "key %d", k)
		}
	})
}

func TestOneNameHearsSeveralTypesInOneOrder(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var n *node
	n = f.node(f.options(), events.Join(
		events.Apply("probe.both", func(ctx context.Context, tx *db.Tx, e fact) error { return leave(ctx, tx, n.Engine, e.N) }),
		events.Apply("probe.both", func(ctx context.Context, tx *db.Tx, e otherFact) error { return leave(ctx, tx, n.Engine, e.N) })))
	n.emit(f.ctx, t, fact{0, "k"}, otherFact{1, "k"}, fact{2, "k"})
	n.emit(f.ctx, t, otherFact{3, "k"}, fact{4, "k"})

	require.NoError(t, n.Start(f.ctx))
	f.settle(n)

	require.Equal(t, upTo(5), f.traces())
}

type otherFact fact

func (otherFact) EventType() string  { return "probe.other_fact.v1" }
func (f otherFact) OrderKey() string { return f.Key }

func TestSingleJobIsWrittenOnceUntilItStarts(t *testing.T) {
	t.Parallel()
	f := setup(t)
	begun, goOn := make(chan struct{}, 2), make(chan struct{})
	var n *node
	n = f.node(f.options(), jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error {
		begun <- struct{}{}
		<-goOn
		return leave(ctx, tx, n.Engine, c.N)
	}))
	for i := range 3 {
		n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: i}, Dedupe: "scan"})
	}
	require.NoError(t, n.Start(f.ctx))
	<-begun

	for i := range 3 { // a wish after the start is a new row behind it
		n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 10 + i}, Dedupe: "scan"})
	}
	require.Equal(t, []string{"out", "waiting"}, f.strings("select state from jobs.delivery where org_id = $1 order by pos"))
	close(goOn)
	f.settle(n)

	require.Equal(t, []int{0, 10}, f.traces())
}

func TestChosenKeyRunsOnce(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var n *node
	n = f.run(f.options(), jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error { return leave(ctx, tx, n.Engine, c.N) }))
	key := kernel.NewID[kernel.Job]()

	for range 2 {
		n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 7}, Key: key})
		f.settle(n)
	}

	require.Equal(t, []int{7}, f.traces())
}

func TestWhatIsPutOffOnPurposeIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var n *node
	n = f.run(f.options(), jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error { return leave(ctx, tx, n.Engine, c.N) }))
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 1}})
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 2}, After: 5 * time.Minute})

	f.settle(n)

	require.Equal(t, []int{1}, f.traces())
}
