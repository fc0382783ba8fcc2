package webhooks_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/kernel"
	"longhouse/platform/webhooks"
)

// Web-3
func TestGoneDisablesAndTellsTheOwner(t *testing.T) {
	t.Parallel()
	f := setup(t, with{})
	status := http.StatusGone
	r := listen(t, func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
	e := f.endpoint(r.URL)
	f.emit(moved{Thing: uuid.New()})
	f.settle()
	require.Len(t, r.calls, 1, "it is not tried again")
	now := f.read(e)
	require.Equal(t, []string{"disabled", "gone"}, []string{now.State, now.Reason})
	require.Equal(t, "failed", f.log(e)[0].State)
	require.Len(t, f.told, 1)
	require.Contains(t, f.told[0].Title, r.URL)
	require.Equal(t, 1, f.number("select count(*) from history.change where org_id = $1 and table_name = 'jobs.endpoint' and op = 'update'"))

	f.emit(moved{Thing: uuid.New()})
	f.settle()
	require.Equal(t, "held", f.log(e)[1].State)
	require.Len(t, r.calls, 1)
	require.Equal(t, "webhooks.state", f.api.Post("/webhooks/endpoints/"+e.ID.String()+"/replay", map[string]any{"since": time.Now().Add(-time.Hour)}).Is(409).Code())
	status = http.StatusOK
	f.act(e, "resume", nil).Is(200)
	f.settle()
	require.Equal(t, "sent", f.log(e)[1].State, "what waited is sent")
	require.Equal(t, "on", f.read(e).State)
}

func TestFiveDaysWithoutASuccessDisable(t *testing.T) {
	t.Parallel()
	f := setup(t, with{Options: webhooks.Options{Plan: []time.Duration{time.Millisecond}}})
	r := listen(t, func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	e := f.endpoint(r.URL)
	f.emit(moved{Thing: uuid.New()})
	f.settle()
	require.Equal(t, "on", f.read(e).State)
	require.NotNil(t, f.read(e).FailingSince)
	f.sql("update jobs.endpoint set failing_since = now() - interval '4 days 23 hours' where org_id = $1")
	f.emit(moved{Thing: uuid.New()})
	f.settle()
	require.Equal(t, "on", f.read(e).State)
	f.sql("update jobs.endpoint set failing_since = now() - interval '5 days 1 minute' where org_id = $1")
	f.emit(moved{Thing: uuid.New()})
	f.settle()
	now := f.read(e)
	require.Equal(t, []string{"disabled", "failing"}, []string{now.State, now.Reason})
	require.Len(t, f.told, 1)
	require.Equal(t, "held", f.log(e)[2].State, "what was under way waits, too")
}

func TestAnEndpointMaySayWhenToTryAgain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		header string
		least  time.Duration
		most   time.Duration
	}{
		"in seconds":         {http.StatusTooManyRequests, "120", 110 * time.Second, 130 * time.Second},
		"as a date":          {http.StatusServiceUnavailable, time.Now().Add(time.Hour).UTC().Format(http.TimeFormat), 55 * time.Minute, 65 * time.Minute},
		"further than a day": {http.StatusTooManyRequests, "999999", 23 * time.Hour, 25 * time.Hour},
		"in the past":        {http.StatusTooManyRequests, "-5", 0, 20 * time.Second},
		"in no way at all":   {http.StatusTooManyRequests, "soon", 0, 20 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := setup(t, with{Options: webhooks.Options{Plan: []time.Duration{10 * time.Second}}})
			r := listen(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", c.header)
				w.WriteHeader(c.status)
			})
			e := f.endpoint(r.URL)
			f.emit(moved{Thing: uuid.New()})
			r.next(t)
			var d webhooks.Delivery
			require.Eventually(t, func() bool { d = f.log(e)[0]; return d.NextAt != nil }, 10*time.Second, 10*time.Millisecond)
			require.Equal(t, "pending", d.State)
			wait := time.Until(*d.NextAt)
			require.GreaterOrEqual(t, wait, c.least-10*time.Second)
			require.LessOrEqual(t, wait, c.most)
			var due float64
			require.Eventually(t, func() bool { // the engine keeps to it, too
				err := f.Superuser(t).QueryRow(f.ctx, "select extract(epoch from due_at - clock_timestamp()) from jobs.delivery where org_id = $1 and state = 'ready' and failures = 1", f.Org.UUID).Scan(&due)
				return err == nil
			}, 10*time.Second, 10*time.Millisecond)
			require.InDelta(t, wait.Seconds(), due, 10)
			f.api.Delete("/webhooks/endpoints/"+e.ID.String(), "If-Match", `"1"`).Is(204)
		})
	}
}

func TestThePlanEndsAfterThreeDays(t *testing.T) {
	t.Parallel()
	var all time.Duration
	for _, wait := range webhooks.Plan {
		all += wait
	}
	require.Len(t, webhooks.Plan, 10)
	require.InDelta(t, 72, all.Hours(), 3)

	f := setup(t, with{})
	r := listen(t, func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadRequest) })
	e := f.endpoint(r.URL)
	f.emit(moved{Thing: uuid.New()})
	f.settle()
	d := f.whole(e, f.log(e)[0])
	require.Equal(t, "failed", d.State)
	require.Len(t, d.Calls, 4, "the first, and three of the test's plan")
	require.Zero(t, f.number("select count(*) from jobs.delivery where org_id = $1"), "it ends on the endpoint's page, and is no dead letter")
}

func TestAPausedEndpointHearsLater(t *testing.T) {
	t.Parallel()
	f := setup(t, with{})
	r := listen(t, nil)
	e := f.endpoint(r.URL)
	f.act(e, "pause", nil).Is(200)
	f.act(e, "pause", nil).Is(409)
	thing := uuid.New()
	for range 3 {
		f.emit(moved{Thing: thing})
	}
	f.settle()
	require.Len(t, f.log(e, "state=held"), 3)
	require.Equal(t, &kernel.Record{Entity: "probe.thing", ID: thing}, f.log(e)[0].Record, "what waits says what it is about")
	require.Empty(t, r.calls)
	require.Equal(t, map[string]int64{"held": 3}, f.read(e).Counts)
	f.act(e, "resume", nil).Is(200)
	f.settle()
	require.Len(t, f.log(e, "state=sent"), 3)
	require.Len(t, r.calls, 3)
}

func TestReplayKeepsTheID(t *testing.T) {
	t.Parallel()
	f := setup(t, with{Options: webhooks.Options{Plan: []time.Duration{}}})
	status := http.StatusInternalServerError
	r := listen(t, func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
	e := f.endpoint(r.URL)
	path := "/webhooks/endpoints/" + e.ID.String()
	for range 3 {
		f.emit(moved{Thing: uuid.New()})
	}
	f.settle()
	require.Len(t, f.log(e, "state=failed"), 3)
	was := map[string]bool{}
	for range 3 {
		was[r.next(t).header.Get("webhook-id")] = true
	}
	status = http.StatusOK
	one := f.log(e)[1]
	f.api.Post(path+"/deliveries/"+one.ID.String()+"/replay", nil).Is(202)
	f.settle()
	require.Equal(t, one.ID.String(), r.next(t).header.Get("webhook-id"))
	require.Len(t, f.whole(e, one).Calls, 2)

	var n struct{ Count int64 }
	f.api.Post(path+"/replay", map[string]any{"since": f.log(e)[2].CreatedAt}).Is(202).JSON(&n)
	require.Equal(t, int64(1), n.Count, "the first one failed earlier")
	f.api.Post(path+"/replay", map[string]any{"since": time.Now().Add(-time.Hour)}).Is(202).JSON(&n)
	require.Equal(t, int64(1), n.Count)
	f.settle()
	require.Len(t, f.log(e, "state=sent"), 3)
	for range 2 {
		require.True(t, was[r.next(t).header.Get("webhook-id")])
	}
	require.Equal(t, 3, f.number("select count(*) from history.fact where org_id = $1 and kind = 'webhooks.replayed'"))
}

func TestReplayOfWhatWaitsTriesItNow(t *testing.T) {
	t.Parallel()
	f := setup(t, with{Options: webhooks.Options{Plan: []time.Duration{time.Hour}}})
	r := listen(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		if n == 1 {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	e := f.endpoint(r.URL)
	f.emit(moved{Thing: uuid.New()})
	r.next(t)
	require.Eventually(t, func() bool {
		return f.number("select count(*) from jobs.delivery where org_id = $1 and state = 'ready' and failures = 1") == 1
	}, 10*time.Second, 10*time.Millisecond)
	f.api.Post("/webhooks/endpoints/"+e.ID.String()+"/deliveries/"+f.log(e)[0].ID.String()+"/replay", nil).Is(202)
	f.settle()
	require.Equal(t, "sent", f.log(e)[0].State)
	require.Len(t, f.whole(e, f.log(e)[0]).Calls, 2)
}

func TestWhatIsOldIsDropped(t *testing.T) {
	t.Parallel()
	f := setup(t, with{})
	r := listen(t, nil)
	e := f.endpoint(r.URL)
	f.emit(moved{Thing: uuid.New()})
	f.emit(moved{Thing: uuid.New()})
	f.settle()
	f.sql("update jobs.webhook set created_at = now() - interval '31 days' where org_id = $1 and id = $2", f.log(e)[0].ID)
	require.NoError(t, f.svc.Clean(f.AsService(t, "webhooks.clean")))
	require.Len(t, f.log(e), 1)
	require.Equal(t, 1, f.number("select count(*) from jobs.webhook_attempt where org_id = $1"))
}
