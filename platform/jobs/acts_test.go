package jobs_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/events"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

// colleague is another person of the organisation, with these roles.
func (f *fixture) colleague(n *node, roles ...string) *pgtest.Client {
	a := f.Actor()
	a.User = kernel.NewID[kernel.User]()
	as := f.With(f.t, actor.With(f.t.Context(), a), authz.TestPolicy{}, roles...)
	return f.ServerAs(f.t, as, map[string]func(*rest.API){"jobs": n.Routes})
}

// facts are what acts have left in history: the kind, and what it was about.
func (f *fixture) facts() []string {
	return f.strings("select kind || ' ' || coalesce(detail ->> 'handler', detail ->> 'schedule') from history.fact where org_id = $1 order by at, id")
}

// dead makes a node whose job of number 1 died, with number 2 of the same key behind it.
func (f *fixture) dead(halt bool) (n *node, mend func(), key string) {
	f.t.Helper()
	n, mended := f.failing(halt)
	id := kernel.NewID[kernel.Job]()
	n.enqueue(f.ctx, f.t, db.Enqueued{Job: chore{N: 1, Key: "k"}, Key: id})
	n.enqueue(f.ctx, f.t, db.Enqueued{Job: chore{N: 2, Key: "k"}})
	f.until(n, func() bool {
		return len(f.strings("select key::text from jobs.delivery where org_id = $1 and state = 'dead'")) == 1
	})
	return n, func() { mended.Store(true) }, id.String()
}

func TestOnePieceOfWorkTellsWhatHelpsToDecide(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n, mend, key := f.dead(true)
	var w jobs.Work
	f.api(n).Get("/jobs/deliveries/" + key).Is(200).JSON(&w)

	require.Equal(t, []any{"dead", "probe.chore", true, true, false}, []any{w.State, w.Type, w.Halts, w.Editable, w.Masked})
	require.JSONEq(t, `{"n": 1, "key": "k"}`, string(w.Payload))
	require.Equal(t, []string{"dead on purpose", "failed on purpose"}, []string{w.Attempts[0].Status + " " + w.Attempts[0].Error, w.Attempts[1].Status + " " + w.Attempts[1].Error})
	require.EqualValues(t, 1, w.BehindCount)
	require.Equal(t, "waiting", w.Behind[0].State)
	require.Equal(t, "user", w.OnBehalfOf.Kind)
	require.Contains(t, w.OnBehalfOf.Name, "Person ")
	require.NotNil(t, w.RequestID)

	mend()
	f.api(n).Post("/jobs/deliveries/"+key+"/retry", nil).Is(204)
	f.settle(n)
	w = jobs.Work{}
	f.api(n).Get("/jobs/deliveries/" + key).Is(200).JSON(&w)
	require.Equal(t, []any{"ended", "done"}, []any{w.State, w.Outcome})
	require.NotNil(t, w.EndedAt)
	require.Equal(t, "retried", w.Attempts[0].Status)
	require.Contains(t, w.Attempts[0].By.Name, "Person ")
	require.Equal(t, []string{"jobs.retried probe.do"}, f.facts())
	f.api(n).Get("/jobs/deliveries/" + kernel.NewUUID().String()).Is(404)
}

func TestWordsOfAPayloadAreForWhoMayReadThem(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n := f.node(f.options(), events.Apply("probe.hear", func(context.Context, *db.Tx, fact) error { return nil }))
	n.emit(f.ctx, t, fact{N: 7, Key: "Ann Smith, 12,500.00"})
	key := f.strings("select key::text from jobs.delivery where org_id = $1")[0]
	var w jobs.Work

	body := f.api(n, "ops").Get("/jobs/deliveries/" + key).Is(200).JSON(&w).Body
	require.JSONEq(t, `{"n": 7, "key": "•••"}`, string(w.Payload))
	require.True(t, w.Masked)
	require.NotContains(t, strings.ReplaceAll(string(body), `"order_key":"Ann Smith, 12,500.00"`, ""), "Ann Smith")
	require.Equal(t, []any{"probe.fact.v1", "probe.fact.v1", false}, []any{w.Event.Type, w.Type, w.Editable})

	f.api(n).Get("/jobs/deliveries/" + key).Is(200).JSON(&w)
	require.JSONEq(t, `{"n": 7, "key": "Ann Smith, 12,500.00"}`, string(w.Payload))
	f.api(n, "crm.rep").Get("/jobs/deliveries/" + key).Is(403)
}

func TestSkippedWorkEndsAndTheNextOfItsKeyHasGoneOn(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n, _, key := f.dead(false)
	f.settle(n)
	api := f.api(n, "ops")
	var s jobs.Skipped

	api.Post("/jobs/deliveries/"+key+"/skip", map[string]any{"reason": "sent by hand"}).Is(200).JSON(&s)
	require.True(t, s.Done)
	require.Nil(t, s.Decision)
	require.Equal(t, []string{"skipped"}, f.strings("select outcome from jobs.finished where org_id = $1 and outcome <> 'done'"))
	require.Equal(t, []string{"jobs.skipped probe.do"}, f.facts())
	api.Post("/jobs/deliveries/"+key+"/skip", map[string]any{}).Is(404)

	var ended page.Page[jobs.Ended]
	api.Get("/jobs/finished?outcome=skipped&count=1").Is(200).JSON(&ended)
	require.Len(t, ended.Items, 1)
	require.Equal(t, &page.Total{Count: 1, Exact: true}, ended.Total)
	require.Equal(t, []any{key, "skipped", "on purpose"}, []any{ended.Items[0].Key.String(), ended.Items[0].Outcome, ended.Items[0].LastError})
}

func TestEndedWorkIsPagedThroughTies(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n := f.run(f.options(), jobs.Do("probe.do", func(context.Context, *db.Tx, chore) error { return nil }))
	for i := range 5 {
		n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: i}})
	}
	f.settle(n)
	f.damage("update jobs.finished set finished_at = '2026-01-01' where org_id = $1")
	api, seen, after := f.api(n), map[string]bool{}, ""
	for range 5 {
		var p page.Page[jobs.Ended]
		api.Get("/jobs/finished?limit=1&after=" + after).Is(200).JSON(&p)
		require.Len(t, p.Items, 1)
		seen[p.Items[0].Key.String()], after = true, p.Next
	}
	require.Empty(t, after)
	require.Len(t, seen, 5)
}

func TestAllDeadWorkOfOneErrorIsRetriedInOneAct(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n, mended := f.failing(false)
	for i := range 6 {
		n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 2*i + 1}})
	}
	f.settle(n)
	f.damage("update jobs.delivery set last_error = 'another' where org_id = $1 and (payload ->> 'n')::int in (1, 3)")
	api := f.api(n, "ops")
	var r jobs.Retried
	mended.Store(true)

	api.Post("/jobs/handlers/probe.do/retry", map[string]any{"error": "another"}).Is(200).JSON(&r)
	require.Equal(t, jobs.Retried{Retried: 2}, r)
	f.settle(n)
	require.ElementsMatch(t, []int{1, 3}, f.traces(), "only what died alike")

	api.Post("/jobs/handlers/probe.do/retry", map[string]any{}).Is(200).JSON(&r)
	require.Equal(t, jobs.Retried{Retried: 4}, r)
	f.settle(n)
	require.ElementsMatch(t, []int{1, 3, 5, 7, 9, 11}, f.traces())
	require.Equal(t, []string{"jobs.retried probe.do", "jobs.retried probe.do"}, f.facts(), "one fact for each act")
}

func TestRunningJobIsCancelledOverREST(t *testing.T) {
	t.Parallel()
	f := setup(t)
	begun := make(chan struct{})
	n := f.run(f.options(), jobs.RunLong("probe.parade", func(ctx context.Context, _ *jobs.Run, _ parade) error {
		close(begun)
		<-ctx.Done() // its next heartbeat tells
		return ctx.Err()
	}))
	key := kernel.NewID[kernel.Job]()
	n.enqueue(f.ctx, t, db.Enqueued{Job: parade{}, Key: key})
	<-begun

	f.api(n, "ops").Post("/jobs/deliveries/"+key.String()+"/cancel", nil).Is(204)
	f.settle(n)

	require.Equal(t, []string{"cancelled"}, f.strings("select outcome from jobs.finished where org_id = $1"))
	require.Equal(t, []string{"jobs.cancelled probe.parade"}, f.facts())
}
