package jobs_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/jobs"
)

// foreignCall is a job that calls another system.
type foreignCall struct {
	N int `json:"n"`
}

func (foreignCall) JobType() string { return "probe.foreign" }

func TestCallsOfOtherSystemsKeepNobodyWaiting(t *testing.T) {
	t.Parallel()
	f := setup(t)
	o := f.options()
	o.Slots, o.OutsideSlots = 1, 2
	called, hangUp, done := make(chan struct{}, 2), make(chan struct{}), make(chan int, 1)
	n := f.run(o,
		jobs.CallOutside("probe.call", func(ctx context.Context, _ *jobs.Run, _ foreignCall) error {
			called <- struct{}{}
			select {
			case <-hangUp:
			case <-ctx.Done():
			}
			return ctx.Err()
		}),
		jobs.Do("probe.do", func(_ context.Context, _ *db.Tx, c chore) error { done <- c.N; return nil }))
	n.enqueue(f.ctx, t, db.Enqueued{Job: foreignCall{1}})
	n.enqueue(f.ctx, t, db.Enqueued{Job: foreignCall{2}})
	<-called
	<-called
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 7}})
	require.Equal(t, 7, <-done, "it ran while both calls hang")
	close(hangUp)
	f.settle(n)
}

func TestAFailureMaySayWhenToTryAgain(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n := f.run(f.options(), jobs.CallOutside("probe.call", func(context.Context, *jobs.Run, foreignCall) error {
		return jobs.AgainIn(time.Hour, errors.New("come back in an hour"))
	}))
	n.enqueue(f.ctx, t, db.Enqueued{Job: foreignCall{1}})
	f.until(n, func() bool {
		return len(f.strings("select last_error from jobs.delivery where org_id = $1 and state = 'ready' and failures = 1")) == 1
	})
	waits := all[float64](f, "select extract(epoch from due_at - clock_timestamp())::float8 from jobs.delivery where org_id = $1")
	require.InDelta(t, 3600, waits[0], 30)
}
