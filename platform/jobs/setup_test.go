package jobs_test

import (
	"context"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/embedded"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
)

// fact is an event that the tests' subscribers hear.
type fact struct {
	N   int    `json:"n"`
	Key string `json:"key"`
}

func (fact) EventType() string  { return "probe.fact.v1" }
func (f fact) OrderKey() string { return f.Key }

// trace is what a handler leaves: an event that nobody hears, one row for each effect.
type trace struct {
	N int `json:"n"`
}

func (trace) EventType() string { return "probe.trace.v1" }

// chore is a job.
type chore struct {
	N   int    `json:"n"`
	Key string `json:"key"`
}

func (chore) JobType() string    { return "probe.chore" }
func (c chore) OrderKey() string { return c.Key }

type fixture struct {
	*pgtest.DB
	t     *testing.T
	ctx   context.Context
	redis string
}

// setup gives a test an organisation of its own, on the Redis of REDIS_URL.
func setup(t *testing.T) *fixture {
	t.Helper()
	url := os.Getenv("REDIS_URL")
	require.NotEmpty(t, url, "a test needs Redis: set REDIS_URL")
	return on(t, url)
}

func on(t *testing.T, redisURL string) *fixture {
	t.Helper()
	d := pgtest.New(t)
	f := &fixture{DB: d, t: t, ctx: d.Context(t), redis: redisURL}
	t.Cleanup(f.flush)
	return f
}

// carriers runs a test on a real Redis and on the one in this process.
func carriers(t *testing.T, test func(t *testing.T, f *fixture)) {
	t.Helper()
	t.Run("on Redis", func(t *testing.T) {
		t.Parallel()
		test(t, setup(t))
	})
	t.Run("in process", func(t *testing.T) {
		t.Parallel()
		r, err := embedded.StartRedis()
		require.NoError(t, err)
		t.Cleanup(r.Stop)
		test(t, on(t, r.URL()))
	})
}

// options are impatient ones, for this test's organisation only.
func (f *fixture) options() jobs.Options { return impatient(f.redis, f.Org) }

func impatient(redisURL string, org kernel.ID[kernel.Org]) jobs.Options {
	return jobs.Options{RedisURL: redisURL, Only: org, Lease: time.Second, Grace: 10 * time.Second, Patience: 200 * time.Millisecond,
		Backoff: func(int) time.Duration { return 5 * time.Millisecond }, May: authz.Allowed,
		Names: func(_ context.Context, ids []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error) {
			out := map[kernel.ID[kernel.User]]string{}
			for _, id := range ids {
				out[id] = "Person " + id.String()[30:]
			}
			return out, nil
		}}
}

// node is a process: an engine with connections of its own.
type node struct {
	*jobs.Engine
	root *db.Root
	pool *db.Pool
	stop func()
}

// node makes an engine that does not run yet.
func (f *fixture) node(o jobs.Options, handlers ...jobs.Handler) *node {
	f.t.Helper()
	root, err := db.Open(f.t.Context(), f.URL, db.Options{Connections: 12, StatementTimeout: 10 * time.Second})
	require.NoError(f.t, err)
	e, err := jobs.New(root, o)
	require.NoError(f.t, err)
	root.SetOutbox(e)
	n := &node{Engine: e, root: root, pool: root.For("crm")}
	require.NoError(f.t, e.Register(n.pool, handlers...))
	n.stop = sync.OnceFunc(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := e.Stop(ctx); err != nil {
			f.t.Error(err)
		}
		root.Close()
	})
	f.t.Cleanup(n.stop)
	return n
}

// run makes an engine and starts it.
func (f *fixture) run(o jobs.Options, handlers ...jobs.Handler) *node {
	f.t.Helper()
	n := f.node(o, handlers...)
	require.NoError(f.t, n.Start(f.t.Context()))
	return n
}

// leave writes a trace at once, inside the handler's transaction.
func leave(ctx context.Context, tx *db.Tx, e *jobs.Engine, n int) error {
	return e.Flush(ctx, tx, []kernel.Event{trace{N: n}}, nil)
}

func (n *node) emit(ctx context.Context, t *testing.T, events ...kernel.Event) {
	t.Helper()
	require.NoError(t, db.Changed(ctx, n.pool, func(tx *db.Tx) error { return tx.Emit(ctx, events...) }))
}

func (n *node) enqueue(ctx context.Context, t *testing.T, e db.Enqueued) {
	t.Helper()
	require.NoError(t, db.Changed(ctx, n.pool, func(tx *db.Tx) error { return tx.EnqueueAs(e) }))
}

// settle waits until the organisation has no work that can go on.
func (f *fixture) settle(n *node) {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.ctx, 60*time.Second)
	defer cancel()
	if err := n.Settle(ctx, f.Org); err != nil {
		require.NoError(f.t, err, "%v", f.strings("select concat_ws(' ', handler, state, pos, gen, starts, failures, handed_at, started_at, last_error) from jobs.delivery where org_id = $1 limit 5"))
	}
}

// traces are what handlers have left, in the order in which they did.
func (f *fixture) traces() []int {
	return all[int](f, "select (payload ->> 'n')::int from jobs.event where org_id = $1 and type = 'probe.trace.v1' order by at")
}

func (f *fixture) strings(sql string) []string { return all[string](f, sql) }

// all reads one column behind the fences; $1 is the organisation.
func all[T any](f *fixture, sql string) []T {
	f.t.Helper()
	conn := f.Superuser(f.t)
	rows, err := conn.Query(f.ctx, sql, f.Org)
	require.NoError(f.t, err)
	defer rows.Close()
	out := []T{}
	for rows.Next() {
		var v T
		require.NoError(f.t, rows.Scan(&v))
		out = append(out, v)
	}
	require.NoError(f.t, rows.Err())
	return out
}

// damage changes rows behind the fences; $1 is the organisation.
func (f *fixture) damage(sql string) {
	f.t.Helper()
	conn := f.Superuser(f.t)
	_, err := conn.Exec(f.ctx, "set session_replication_role = replica") // no triggers: history has no actor here
	require.NoError(f.t, err)
	_, err = conn.Exec(f.ctx, sql, f.Org)
	require.NoError(f.t, err)
}

// flush empties Redis of all that this organisation's engines put there.
func (f *fixture) flush() {
	o, err := redis.ParseURL(f.redis)
	require.NoError(f.t, err)
	client := redis.NewClient(o)
	defer func() { _ = client.Close() }()
	ctx := context.WithoutCancel(f.ctx)
	keys := client.Scan(ctx, 0, "*"+f.Org.String()+"*", 1000).Iterator()
	for keys.Next(ctx) {
		client.Del(ctx, keys.Val())
	}
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// until waits for what comes with the end of a delivery, or with a sweep.
func (f *fixture) until(n *node, what func() bool) {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.ctx, 30*time.Second)
	defer cancel()
	for {
		changed := n.Changed()
		if what() {
			return
		}
		select {
		case <-ctx.Done():
			require.FailNow(f.t, "it never came")
		case <-changed:
		}
	}
}
