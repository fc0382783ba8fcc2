package jobs_test

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/platform/config"
	"longhouse/platform/db"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
)

// TestMain runs the tests, or is the process that a test kills: this binary
// again, as a node whose handlers end it in the middle of their work.
func TestMain(m *testing.M) {
	if os.Getenv("PROBE_PROCESS") != "" {
		os.Exit(mortal(context.Background()))
	}
	os.Exit(m.Run())
}

const diedAsPlanned = 9

func mortal(ctx context.Context) int {
	org, err := kernel.ParseID[kernel.Org](os.Getenv("PROBE_ORG"))
	if err != nil {
		return 1
	}
	root, err := db.Open(ctx, config.Secret(os.Getenv("PROBE_DATABASE")), db.Options{Connections: 4})
	if err != nil {
		return 1
	}
	o := impatient(os.Getenv("PROBE_REDIS"), org)
	if os.Getenv("PROBE_LEASE") == "long" {
		o.Lease = time.Hour
	}
	e, err := jobs.New(root, o)
	if err != nil {
		return 1
	}
	root.SetOutbox(e)
	err = e.Register(root.For("crm"), chunks(e, 3), jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error {
		_ = leave(ctx, tx, e, c.N)
		os.Exit(diedAsPlanned)
		return nil
	}))
	if err == nil {
		err = e.Start(ctx)
	}
	if err != nil {
		return 1
	}
	time.AfterFunc(20*time.Second, func() { os.Exit(2) }) // an orphan of a test that failed
	select {}
}

// parade is a long job of ten chunks, each of which leaves a trace.
type parade struct{}

func (parade) JobType() string { return "probe.parade" }

// chunks makes the handler of a parade, which kills its process inside the
// transaction of a chunk; -1: it lives.
func chunks(e *jobs.Engine, fatal int) jobs.Handler {
	return jobs.RunLong("probe.parade", func(ctx context.Context, r *jobs.Run, _ parade) error {
		i := 0
		if err := r.Cursor(&i); err != nil {
			return err
		}
		for ; i < 10; i++ {
			err := r.Commit(ctx, i+1, int64(i+1), 10, func(tx *db.Tx) error {
				err := leave(ctx, tx, e, i)
				if i == fatal {
					os.Exit(diedAsPlanned)
				}
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// die runs a node that a handler kills.
func (f *fixture) die(env ...string) {
	f.t.Helper()
	c := exec.CommandContext(f.ctx, os.Args[0])
	c.Env = append(os.Environ(), "PROBE_PROCESS=1", "PROBE_ORG="+f.Org.String(), "PROBE_DATABASE="+f.URL.Reveal(), "PROBE_REDIS="+f.redis)
	c.Env = append(c.Env, env...)
	out, err := c.CombinedOutput()
	require.Error(f.t, err)
	require.Equal(f.t, diedAsPlanned, c.ProcessState.ExitCode(), "%s", out)
}

func TestLongJobGoesOnAtItsCursorAfterItsProcessWasKilled(t *testing.T) {
	t.Parallel()
	carriers(t, func(t *testing.T, f *fixture) {
		n := f.node(f.options())
		require.NoError(t, n.Register(n.pool, chunks(n.Engine, -1)))
		n.enqueue(f.ctx, t, db.Enqueued{Job: parade{}})
		f.die()
		require.Equal(t, []int{0, 1, 2}, f.traces())
		require.Equal(t, []string{"held 3"}, f.strings("select state || ' ' || cursor::text from jobs.delivery where org_id = $1"))

		require.NoError(t, n.Start(f.ctx))
		f.settle(n)

		require.Equal(t, upTo(10), f.traces())
	})
}

func TestALeaseEndsWithItsProcessAndNotAnHourLater(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n := f.node(f.options())
	require.NoError(t, n.Register(n.pool, chunks(n.Engine, -1)))
	n.enqueue(f.ctx, t, db.Enqueued{Job: parade{}})
	f.die("PROBE_LEASE=long")
	require.Equal(t, []string{"held true"}, f.strings("select state || ' ' || (lease_until > now() + interval '50 minutes') from jobs.delivery where org_id = $1"))

	require.NoError(t, n.Start(f.ctx))
	f.settle(n)

	require.Equal(t, upTo(10), f.traces())
}

func TestANodeWhoseConnectionsBreakKeepsItsWork(t *testing.T) {
	t.Parallel()
	f := setup(t)
	o := f.options()
	o.Lease = time.Hour
	begun, on := make(chan struct{}), make(chan struct{})
	n := f.run(o, jobs.RunLong("probe.parade", func(ctx context.Context, r *jobs.Run, _ parade) error {
		close(begun) // twice would be a panic
		<-on
		return r.Progress(ctx, 1, 1)
	}))
	n.enqueue(f.ctx, t, db.Enqueued{Job: parade{}})
	<-begun
	lock := "pid::text from pg_locks where locktype = 'advisory' and granted and (classid::bigint << 32 | objid::bigint) = (select jobs.life_of(lease) from jobs.delivery where org_id = $1)"
	first := f.strings("select " + lock)
	require.Len(t, first, 1)
	f.strings("select pg_terminate_backend(pid::int)::text from (select " + lock + ") x")
	require.Eventually(t, func() bool {
		now := f.strings("select " + lock)
		return len(now) == 1 && now[0] != first[0]
	}, 20*time.Second, 20*time.Millisecond)
	close(on)
	f.settle(n)
	require.Equal(t, []string{"done"}, f.strings("select outcome from jobs.finished where org_id = $1"))
}

func TestJobIsDoneOnceAfterItsProcessWasKilled(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var n *node
	n = f.node(f.options(), jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error { return leave(ctx, tx, n.Engine, c.N) }))
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 1}})
	f.die()
	require.Equal(t, []string{"out"}, f.strings("select state from jobs.delivery where org_id = $1"))

	require.NoError(t, n.Start(f.ctx))
	f.settle(n)

	require.Equal(t, []int{1}, f.traces())
}

func TestWorkThatKillsItsProcessDiesAndTheOthersLive(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var n *node
	n = f.node(f.options(), jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error { return leave(ctx, tx, n.Engine, c.N) }))
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 1, Key: "k"}})
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 2, Key: "k"}})
	for range 5 { // the sweeper of the next process takes it back
		f.die()
	}
	require.Equal(t, []string{"out 5", "waiting 0"}, f.strings("select state || ' ' || starts from jobs.delivery where org_id = $1 order by pos"))

	require.NoError(t, n.Start(f.ctx))
	f.settle(n)

	require.Equal(t, []int{2}, f.traces())
	require.Equal(t, []string{"dead its process died five times"}, f.strings("select state || ' ' || last_error from jobs.delivery where org_id = $1"))
}
