package jobs_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

func (f *fixture) api(n *node, roles ...string) *pgtest.Client {
	return f.Server(f.t, map[string]func(*rest.API){"jobs": n.Routes}, roles...)
}

// failing makes a node whose job fails for odd numbers until it is mended.
func (f *fixture) failing(halt bool) (*node, *atomic.Bool) {
	var n *node
	var mended atomic.Bool
	h := jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error {
		if c.N%2 == 1 && !mended.Load() {
			return errOnPurpose
		}
		return leave(ctx, tx, n.Engine, c.N)
	})
	h.Halt, h.MaxFailures = halt, 2
	n = f.run(f.options(), h)
	return n, &mended
}

func TestDeadWorkStaysAndIsRetried(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n, mended := f.failing(false)
	for i := 1; i <= 3; i++ {
		n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: i, Key: "k"}})
	}
	f.settle(n)
	require.Equal(t, []int{2}, f.traces(), "the next of the key goes on without the dead one")
	api := f.api(n, "ops")
	var p page.Page[jobs.Delivery]
	api.Get("/jobs/deliveries?state=dead&handler=probe.do&sort=created_at&count=1").Is(200).JSON(&p)
	require.Len(t, p.Items, 2)
	require.Equal(t, &page.Total{Count: 2, Exact: true}, p.Total)
	dead := p.Items[0]
	require.Equal(t, []any{"probe.chore", "k", "on purpose", int32(2), int32(2)}, []any{dead.Type, dead.OrderKey, dead.LastError, dead.Failures, dead.Starts})

	mended.Store(true)
	api.Post("/jobs/deliveries/"+dead.Key.String()+"/retry", nil).Is(204)
	f.settle(n)
	require.Equal(t, []int{2, 1}, f.traces())
	require.Equal(t, 404, api.Post("/jobs/deliveries/"+dead.Key.String()+"/retry", nil).Status, "it is done")

	api.Post("/jobs/deliveries/"+p.Items[1].Key.String()+"/cancel", nil).Is(204)
	api.Get("/jobs/deliveries").Is(200).JSON(&p)
	require.Empty(t, p.Items)
	require.Equal(t, []string{"done", "done", "cancelled"}, f.strings("select outcome from jobs.finished where org_id = $1 order by finished_at"))
}

func TestDeadWorkOfALedgerHaltsItsKey(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n, mended := f.failing(true)
	for i := 1; i <= 3; i++ {
		n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: i, Key: "k"}})
	}
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 4, Key: "another"}})
	dead := func() bool {
		return len(f.strings("select key::text from jobs.delivery where org_id = $1 and state = 'dead'")) == 1 && len(f.traces()) == 1
	}
	f.until(n, dead)
	require.Equal(t, []int{4}, f.traces())
	require.Equal(t, []string{"dead", "waiting", "waiting"}, f.strings("select state from jobs.delivery where org_id = $1 order by pos"))
	key := f.strings("select key::text from jobs.delivery where org_id = $1 and state = 'dead'")[0]
	api := f.api(n, "ops")
	require.Equal(t, "jobs.halts_its_key", api.Post("/jobs/deliveries/"+key+"/cancel", nil).Is(409).Code())

	mended.Store(true)
	api.Post("/jobs/deliveries/"+key+"/retry", nil).Is(204)
	f.settle(n)

	require.Equal(t, []int{4, 1, 2, 3}, f.traces())
}

func TestOperatorsSeeOnlyTheirOwnOrganisation(t *testing.T) {
	t.Parallel()
	f, other := setup(t), setup(t)
	n := f.node(f.options(), jobs.Do("probe.do", func(context.Context, *db.Tx, chore) error { return nil }))
	key := kernel.NewID[kernel.Job]()
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 1}, Key: key})
	n.enqueue(other.ctx, t, db.Enqueued{Job: chore{N: 2}})
	api := f.api(n)

	var handlers page.Page[jobs.HandlerState]
	api.Get("/jobs/handlers").Is(200).JSON(&handlers)
	require.Len(t, handlers.Items, 1)
	require.Equal(t, []any{"probe.do", true, int64(1)}, []any{handlers.Items[0].Handler, handlers.Items[0].Known, handlers.Items[0].Open.Ready})
	require.Equal(t, "jobs.not_dead", api.Post("/jobs/deliveries/"+key.String()+"/retry", nil).Is(409).Code())
	foreign := other.api(n)
	foreign.Post("/jobs/deliveries/"+key.String()+"/retry", nil).Is(404)
	foreign.Post("/jobs/deliveries/"+key.String()+"/cancel", nil).Is(404)
	f.api(n, "crm.rep").Get("/jobs/deliveries").Is(403)
}

func TestDeliveriesArePagedThroughTies(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n := f.node(f.options(), jobs.Do("probe.do", func(context.Context, *db.Tx, chore) error { return nil }))
	for i := range 5 {
		n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: i}})
	}
	f.damage("update jobs.delivery set created_at = '2026-01-01' where org_id = $1")
	api, seen, after := f.api(n), map[string]bool{}, ""
	for range 5 {
		var p page.Page[jobs.Delivery]
		api.Get("/jobs/deliveries?limit=1&after=" + after).Is(200).JSON(&p)
		require.Len(t, p.Items, 1)
		seen[p.Items[0].Key.String()], after = true, p.Next
	}
	require.Empty(t, after)
	require.Len(t, seen, 5)
}

func TestStatsCountOpenWork(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n := f.node(f.options(), jobs.Do("probe.do", func(context.Context, *db.Tx, chore) error { return nil }))
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 1, Key: "k"}})
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 2, Key: "k"}})

	s, err := n.Stats(f.ctx)

	require.NoError(t, err)
	require.Len(t, s.Counts, 2)
	require.Equal(t, "ready", s.Counts[0].State)
	require.Positive(t, s.OldestReadySeconds)
	require.Equal(t, map[string]int{"event": 0, "job": 0, "long": 0, "outside": 0}, s.Pointers)
	require.Empty(t, s.Epoch)
	require.NoError(t, n.Start(f.ctx))
	f.settle(n)
	s, err = n.Stats(f.ctx)
	require.NoError(t, err)
	require.Empty(t, s.Counts)
	require.NotEmpty(t, s.Epoch)
	require.Equal(t, "ok", s.Redis)
}
