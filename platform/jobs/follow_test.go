package jobs_test

import (
	"context"
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
	for name, handler := range map[string]func(n **node, first func()) jobs.Handler{
		"in one transaction": func(n **node, first func()) jobs.Handler {
			return jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error {
				first()
				return leave(ctx, tx, (*n).Engine, c.N)
			})
		},
		"under a lease": func(n **node, first func()) jobs.Handler {
			return jobs.RunLong("probe.long", func(ctx context.Context, r *jobs.Run, c chore) error {
				first()
				return r.Commit(ctx, nil, 1, 1, func(tx *db.Tx) error { return leave(ctx, tx, (*n).Engine, c.N) })
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := embedded.StartRedis()
			require.NoError(t, err)
			stop := sync.OnceFunc(r.Stop)
			t.Cleanup(stop)
			f := on(t, r.URL())
			begun, away := make(chan struct{}), make(chan struct{})
			first := sync.OnceFunc(func() { close(begun); <-away })
			var n *node
			n = f.run(f.options(), handler(&n, first))
			require.NoError(t, db.Changed(f.ctx, n.pool, func(tx *db.Tx) error {
				for i := range 5 {
					if err := tx.Enqueue(f.ctx, chore{N: i, Key: "one"}); err != nil {
						return err
					}
				}
				return nil
			}))
			<-begun
			stop()
			close(away)
			require.Eventually(t, func() bool {
				return len(f.strings("select 'x' from jobs.delivery where org_id = $1")) == 0
			}, 30*time.Second, 20*time.Millisecond)
			require.Equal(t, []int{0, 1, 2, 3, 4}, f.traces(), "in their order")
		})
	}
}
