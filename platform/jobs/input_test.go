package jobs_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/jobs"
	"longhouse/platform/page"
)

func TestPayloadThatNoLongerFitsDiesWithASentence(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var n *node
	h := jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error { return leave(ctx, tx, n.Engine, c.N) })
	h.Version = 2
	n = f.node(f.options(), h)
	for i := range 3 {
		n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: i}})
	}
	f.damage(`update jobs.delivery set version = 1, payload = '{"n": "zero"}' where org_id = $1 and payload ->> 'n' = '0'`) // an older version wrote words
	f.damage(`update jobs.delivery set version = 1 where org_id = $1 and payload ->> 'n' = '1'`)                            // or what still can be read
	f.damage(`update jobs.delivery set type = 'probe.former' where org_id = $1 and payload ->> 'n' = '2'`)                  // or a type that is gone
	require.NoError(t, n.Start(f.ctx))
	f.settle(n)

	require.Equal(t, []int{1}, f.traces())
	require.Equal(t, []string{
		"dead 1 its payload cannot be read, so it was written by another version or is damaged: json: cannot unmarshal string into Go struct field chore.n of type int",
		"dead 1 probe.do does not take probe.former any more",
	}, f.strings("select concat_ws(' ', state, failures, last_error) from jobs.delivery where org_id = $1 order by pos"))
}

func TestWorkWhoseHandlerIsGoneIsSeen(t *testing.T) {
	t.Parallel()
	f := setup(t)
	former := f.node(f.options(), jobs.Do("probe.do", func(context.Context, *db.Tx, chore) error { return nil }))
	former.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 1}})
	n := f.run(f.options(), jobs.Do("probe.errand", func(context.Context, *db.Tx, errand) error { return nil }).Does("Runs an errand."))
	api := f.api(n)

	var handlers page.Page[jobs.HandlerState]
	api.Get("/jobs/handlers").Is(200).JSON(&handlers)
	require.Equal(t, []any{"probe.do", false, "", int64(1)}, []any{handlers.Items[0].Handler, handlers.Items[0].Known, handlers.Items[0].About, handlers.Items[0].Open.Ready})
	require.Equal(t, []any{"probe.errand", true, "Runs an errand."}, []any{handlers.Items[1].Handler, handlers.Items[1].Known, handlers.Items[1].About})
	s, err := n.Stats(f.ctx)
	require.NoError(t, err)
	require.EqualValues(t, 1, s.Orphans)
	require.Positive(t, s.OldestReadySeconds)
	require.Zero(t, s.RelayLagSeconds, "the relay is not late: nobody can do it")
	var h jobs.Health
	api.Get("/jobs/health").Is(200).JSON(&h)
	require.Positive(t, h.OldestReadySeconds)
	require.Zero(t, h.RelayLagSeconds)

	f.damage("update jobs.delivery set state = 'dead' where org_id = $1")
	key := f.strings("select key::text from jobs.delivery where org_id = $1")[0]
	require.Equal(t, "jobs.no_handler", api.Post("/jobs/deliveries/"+key+"/edit", map[string]any{"payload": map[string]any{}, "reason": "x"}).Is(409).Code())
	api.Post("/jobs/deliveries/"+key+"/skip", map[string]any{}).Is(200)
}

func TestHealthSaysWhetherSomebodyIsNeeded(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n, _, _ := f.dead(true)
	var h jobs.Health
	f.api(n).Get("/jobs/health").Is(200).JSON(&h)
	require.Equal(t, []any{int64(1), int64(2), "ok", int64(0)}, []any{h.Dead, h.FailuresHour, h.Redis, h.Decisions})
	var handlers page.Page[jobs.HandlerState]
	f.api(n).Get("/jobs/handlers").Is(200).JSON(&handlers)
	require.Equal(t, []any{"on purpose", int64(2), int64(1), int64(1)}, []any{handlers.Items[0].LastError, handlers.Items[0].FailedHour, handlers.Items[0].Open.Dead, handlers.Items[0].Open.Waiting})
	require.Nil(t, handlers.Items[0].Wait)

	o := f.options()
	o.RedisURL = "redis://127.0.0.1:1"
	alone := f.node(o)
	f.api(alone).Get("/jobs/health").Is(200).JSON(&h)
	require.Equal(t, "down", h.Redis)
}

func TestIdleNodeHandsOutAndWorksOnNothing(t *testing.T) {
	t.Parallel()
	f := setup(t)
	hands := func(n **node, mark int) jobs.Handler {
		return jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error { return leave(ctx, tx, (*n).Engine, c.N+mark) })
	}
	o := f.options()
	o.Idle = true
	var web, worker *node
	web = f.run(o, hands(&web, 100))
	require.Zero(t, web.Slots())
	web.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 1}})
	f.until(web, func() bool {
		return len(f.strings("select state from jobs.delivery where org_id = $1 and state = 'out' and started_at is null")) == 1
	})
	require.Empty(t, f.traces())

	worker = f.run(f.options(), hands(&worker, 0))
	for i := 2; i < 10; i++ {
		web.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: i}})
	}
	f.settle(web)

	require.ElementsMatch(t, []int{1, 2, 3, 4, 5, 6, 7, 8, 9}, f.traces(), "the worker has done all of it")
}
