package jobs_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// errand is another job.
type errand chore

func (errand) JobType() string    { return "probe.errand" }
func (e errand) OrderKey() string { return e.Key }

func (f *fixture) two() *node {
	var n *node
	n = f.node(f.options(),
		jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error { return leave(ctx, tx, n.Engine, c.N) }),
		jobs.Do("probe.errand", func(ctx context.Context, tx *db.Tx, e errand) error { return leave(ctx, tx, n.Engine, e.N) }))
	return n
}

func TestPausedWorkWaitsAndNothingElseDoes(t *testing.T) {
	t.Parallel()
	f, other := setup(t), setup(t)
	n, theirs := f.two(), other.two()
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 1, Key: "k"}}) // before the pause
	api := f.api(n, "ops")
	api.Post("/jobs/handlers/probe.do/pause", nil).Is(204)
	api.Post("/jobs/handlers/probe.do/pause", nil).Is(204)
	require.Equal(t, []string{"jobs.paused probe.do"}, f.facts(), "pausing twice is pausing once")
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 2, Key: "k"}}) // after it, behind the first
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 3}})
	n.enqueue(f.ctx, t, db.Enqueued{Job: errand{N: 4}})
	theirs.enqueue(other.ctx, t, db.Enqueued{Job: chore{N: 5}})
	require.NoError(t, n.Start(f.ctx))
	require.NoError(t, theirs.Start(f.ctx))
	f.until(n, func() bool {
		return len(f.traces()) == 1 && len(f.strings("select key::text from jobs.delivery where org_id = $1 and state = 'paused'")) == 2
	})
	other.settle(theirs)

	require.Equal(t, []int{4}, f.traces(), "another handler goes on")
	require.Equal(t, []int{5}, other.traces(), "another organisation goes on")
	require.Equal(t, []string{"paused", "waiting", "paused"}, f.strings("select state from jobs.delivery where org_id = $1 order by pos"))
	var handlers page.Page[jobs.HandlerState]
	api.Get("/jobs/handlers").Is(200).JSON(&handlers)
	require.EqualValues(t, 2, handlers.Items[0].Open.Paused)
	require.Contains(t, handlers.Items[0].Pause.By.Name, "Person ")

	api.Post("/jobs/handlers/probe.do/resume", nil).Is(204)
	f.settle(n)
	require.ElementsMatch(t, []int{4, 1, 2, 3}, f.traces())
	require.Equal(t, []string{"jobs.paused probe.do", "jobs.resumed probe.do"}, f.facts())
	api.Post("/jobs/handlers/probe.nothing/pause", nil).Is(404)
	require.Equal(t, []string{"insert", "delete"}, f.strings("select op from history.change where org_id = $1 and table_name = 'jobs.pause' order by n"))
}

func TestWorkThatWasHandedOutBeforeThePauseDoesNotBegin(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n := f.two()
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 1}})
	f.damage("update jobs.delivery set state = 'out', gen = 1, handed_at = now() where org_id = $1") // its pointer lies in Redis
	f.api(n).Post("/jobs/handlers/probe.do/pause", nil).Is(204)
	say := f.strings("select (jobs.start(pos, 1, '{\"probe.do\": {\"v\": 1, \"n\": 0, \"l\": false}}', null, 1000)).say from jobs.delivery where org_id = $1")

	require.Equal(t, []string{"paused"}, say)
	require.Equal(t, []string{"ready 0"}, f.strings("select state || ' ' || starts from jobs.delivery where org_id = $1"))
}

func TestPausedWorkIsCancelledAtOnce(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n := f.two()
	key := kernel.NewID[kernel.Job]()
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 1, Key: "k"}, Key: key})
	n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 2, Key: "k"}})
	api := f.api(n)
	api.Post("/jobs/handlers/probe.do/pause", nil).Is(204)

	api.Post("/jobs/deliveries/"+key.String()+"/cancel", nil).Is(204)

	require.Equal(t, []string{"cancelled"}, f.strings("select outcome from jobs.finished where org_id = $1"))
	require.Equal(t, []string{"ready"}, f.strings("select state from jobs.delivery where org_id = $1"), "the next of its key may be laid aside in its place")
}
