package jobs_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/embedded"
	"longhouse/platform/jobs"
)

func TestAWorkerGoesOnWithTheNextOfItsKeyWithoutRedis(t *testing.T) {
	t.Parallel()
	r, err := embedded.StartRedis()
	require.NoError(t, err)
	stop := sync.OnceFunc(r.Stop)
	t.Cleanup(stop)
	f := on(t, r.URL())
	begun, away := make(chan struct{}), make(chan struct{})
	var n *node
	n = f.run(f.options(), jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error {
		if c.N == 0 {
			close(begun)
			<-away
		}
		return leave(ctx, tx, n.Engine, c.N)
	}))
	require.NoError(t, db.Changed(f.ctx, n.pool, func(tx *db.Tx) error {
		for i := range 5 {
			if err := tx.Enqueue(f.ctx, chore{N: i, Key: "one"}); err != nil {
				return err
			}
		}
		return tx.Enqueue(f.ctx, chore{N: 9, Key: "another, which waits for Redis or for its own pointer"})
	}))
	<-begun
	stop()
	close(away)
	require.Eventually(t, func() bool {
		return len(f.strings("select 'x' from jobs.delivery where org_id = $1 and order_key = 'one'")) == 0
	}, 30*time.Second, 20*time.Millisecond)
	done := f.traces()
	require.Equal(t, []int{0, 1, 2, 3, 4}, slices.DeleteFunc(done, func(n int) bool { return n == 9 }), "in their order")
}
