package jobs_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/events"
	"longhouse/platform/jobs"
)

// The two locks that no ordinary run needs, and without which work would be
// doubled or left behind when two things meet. The other rules are seen by the
// tests of what they promise: the lease by TestRunnerWhoseLeaseIsLostLeavesNothing,
// the epoch by TestNothingIsLostWhenRedisIsEmptiedInTheMiddle, the dedupe key by
// TestSingleJobIsWrittenOnceUntilItStarts.

// inOrg is a transaction behind the fences, in the test's organisation.
func (f *fixture) inOrg() pgx.Tx {
	f.t.Helper()
	tx, err := f.Superuser(f.t).Begin(f.ctx)
	require.NoError(f.t, err)
	f.t.Cleanup(func() { _ = tx.Rollback(context.WithoutCancel(f.ctx)) })
	_, err = tx.Exec(f.ctx, "select set_config('app.org_id', $1, true)", f.Org.String())
	require.NoError(f.t, err)
	return tx
}

// stuckOrDone waits until a backend waits for somebody's lock, or what it does is over.
func (f *fixture) stuckOrDone(backend uint32, done func() bool) {
	f.t.Helper()
	conn := f.Superuser(f.t)
	require.Eventually(f.t, func() bool {
		var waits bool
		require.NoError(f.t, conn.QueryRow(f.ctx, "select exists (select from pg_locks where pid = $1 and not granted)", backend).Scan(&waits))
		return waits || done()
	}, 20*time.Second, time.Millisecond)
}

func TestRowsLockAdmitsOneRunner(t *testing.T) {
	t.Parallel()
	f := setup(t)
	begun, goOn := make(chan struct{}), make(chan struct{})
	var n *node
	n = f.run(f.options(), jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error {
		close(begun)
		<-goOn
		return leave(ctx, tx, n.Engine, c.N)
	}))
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 1}})
	<-begun

	second := f.inOrg() // a frozen worker that comes back with the same hand-out
	answer := make(chan bool, 1)
	go func() {
		var mine bool
		if err := second.QueryRow(f.ctx, "select jobs.take(pos, gen) from jobs.delivery where org_id = $1", f.Org).Scan(&mine); err != nil {
			mine = false // the row is gone
		}
		answer <- mine
	}()
	f.stuckOrDone(second.Conn().PgConn().PID(), func() bool { return len(answer) > 0 })
	close(goOn)

	require.False(t, <-answer, "two run one delivery")
	f.settle(n)
	require.Equal(t, []int{1}, f.traces())
}

func TestWorkThatIsWrittenWhileTheOneBeforeEndsIsNotLeftBehind(t *testing.T) {
	t.Parallel()
	f := setup(t)
	begun, goOn := make(chan uint32, 1), make(chan struct{})
	var n *node
	n = f.run(f.options(), events.Apply("probe.hear", func(ctx context.Context, tx *db.Tx, e fact) error {
		if e.N == 1 {
			var backend uint32
			if err := tx.QueryRow(ctx, "select pg_backend_pid()").Scan(&backend); err != nil {
				return err
			}
			begun <- backend
			<-goOn
		}
		return leave(ctx, tx, n.Engine, e.N)
	}))
	n.emit(f.ctx, t, fact{N: 1, Key: "k"})
	first := <-begun

	writer := f.inOrg() // it has seen the first one open, and has not committed
	_, err := writer.Exec(f.ctx, `select jobs.deliver('{"service": "probe", "via": "system"}',
		'[{"id": "01a22904-6b5e-7a74-a963-6534c983a7e7", "type": "probe.fact.v1", "payload": {"n": 2, "key": "k"}}]',
		'[{"n": 0, "key": "01a22904-6b5e-7a74-a963-6534c983a7e8", "named": false, "handler": "probe.hear", "type": "probe.fact.v1", "version": 1, "event_id": "01a22904-6b5e-7a74-a963-6534c983a7e7",
		   "lane": "event", "order_key": "k", "halts": false, "max_failures": 12, "after_ms": 0}]', null)`)
	require.NoError(t, err)
	close(goOn)
	f.stuckOrDone(first, func() bool { return len(f.traces()) == 1 })
	require.NoError(t, writer.Commit(f.ctx))
	f.until(n, func() bool { return len(f.traces()) > 0 })

	require.Empty(t, f.strings("select state from jobs.delivery where org_id = $1 and state = 'waiting'"), "it waits for what has ended")
	f.settle(n)
	require.Equal(t, []int{1, 2}, f.traces())
}
