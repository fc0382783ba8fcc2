package jobs_test

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/jobs"
)

func TestWhoeverLooksAfterTheWorkHearsOfEachDeath(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var mu sync.Mutex
	var died []string
	o := f.options()
	o.Dead = func(_ context.Context, d jobs.DeadLetter) {
		mu.Lock()
		defer mu.Unlock()
		require.Equal(t, f.Org, d.Org)
		died = append(died, d.Handler)
	}
	n := f.run(o, jobs.Do("probe.do", func(_ context.Context, _ *db.Tx, c chore) error {
		if c.N == 1 {
			return jobs.Never(errOnPurpose)
		}
		return nil
	}))
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 0}})
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 1}})
	f.settle(n)
	mu.Lock()
	defer mu.Unlock()
	require.Equal(t, []string{"probe.do"}, died)
}
