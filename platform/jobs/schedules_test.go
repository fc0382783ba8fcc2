package jobs_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/jobs"
	"longhouse/platform/page"
)

// clockwork makes a node with one schedule, which an administrator looks at.
func (f *fixture) clockwork() (*node, func() jobs.ScheduleState) {
	f.t.Helper()
	n := f.hourly(f.options(), "0 2 * * *")
	require.NoError(f.t, n.Schedule(f.ctx, f.Org, "Europe/Berlin"))
	api := f.api(n, "ops")
	return n, func() jobs.ScheduleState {
		var p page.Page[jobs.ScheduleState]
		api.Get("/jobs/schedules").Is(200).JSON(&p)
		require.Len(f.t, p.Items, 1)
		return p.Items[0]
	}
}

func TestScheduleSaysWhenItRunsNextAndIsMoved(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n, read := f.clockwork()
	api := f.api(n, "ops")
	s := read()
	require.Equal(t, []any{"probe.hourly", "Every day at 02:00", "Europe/Berlin", "once", false, int64(1)}, []any{s.Name, s.Words, s.Zone, s.Misfire, s.Paused, s.Version})
	require.Len(t, s.Next, 3)
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	for i, at := range s.Next {
		require.Equal(t, "02:00", at.In(berlin).Format("15:04"))
		require.True(t, i == 0 || at.After(s.Next[i-1]))
	}

	api.Patch("/jobs/schedules/probe.hourly", map[string]any{"spec": "30 4 * * 1-5"}).Is(428)
	api.Patch("/jobs/schedules/probe.hourly", map[string]any{"spec": "30  4 * * 1-5", "zone": "Asia/Kathmandu", "misfire": "all"}, "If-Match", `"1"`).Is(200).JSON(&s)
	require.Equal(t, []any{"30 4 * * 1-5", "Monday to Friday at 04:30", "0 2 * * *", int64(2)}, []any{s.Spec, s.Words, s.Declared, s.Version})
	require.Equal(t, "22:45", s.Next[0].Format("15:04"), "half past four in Nepal")
	require.Equal(t, read(), s)
	api.Patch("/jobs/schedules/probe.hourly", map[string]any{"paused": true}, "If-Match", `"1"`).Is(412)

	api.Patch("/jobs/schedules/probe.hourly", map[string]any{"paused": true}, "If-Match", `"2"`).Is(200).JSON(&s)
	require.Empty(t, s.Next)
	f.damage("update jobs.schedule set next_at = now() - interval '3 days' where org_id = $1")
	api.Patch("/jobs/schedules/probe.hourly", map[string]any{"paused": false}, "If-Match", `"3"`).Is(200).JSON(&s)
	require.True(t, s.Next[0].After(time.Now()), "what came due while it was paused was not missed")

	require.Equal(t, []string{"jobs.moved_schedule probe.hourly", "jobs.paused_schedule probe.hourly", "jobs.resumed_schedule probe.hourly"}, f.facts())
	require.Len(t, f.strings("select op from history.change where org_id = $1 and table_name = 'jobs.schedule' and op = 'update'"), 3)
	f.api(n, "auditor").Patch("/jobs/schedules/probe.hourly", map[string]any{"paused": true}, "If-Match", `"4"`).Is(403)
}

func TestScheduleThatCannotBeIsRefusedWithASentence(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n, read := f.clockwork()
	api := f.api(n)
	for spec, says := range map[string]string{
		"0 2 * *":    `The schedule "0 2 * *" has 4 fields instead of five: minute hour day month weekday.`,
		"0 25 * * *": `The schedule "0 25 * * *": hour "25" is not within 0-23.`,
		"0 0 31 2 *": `The schedule "0 0 31 2 *" names a day that never comes.`,
		"":           `The schedule "" has 0 fields instead of five: minute hour day month weekday.`,
	} {
		p := api.Patch("/jobs/schedules/probe.hourly", map[string]any{"spec": spec}, "If-Match", `"1"`).Is(422).Problem()
		require.Equal(t, []string{"/spec", says}, []string{p.Errors[0].Pointer, p.Errors[0].Detail})
	}
	p := api.Patch("/jobs/schedules/probe.hourly", map[string]any{"zone": "Mars/Olympus"}, "If-Match", `"1"`).Is(422).Problem()
	require.Equal(t, []string{"/zone", "A time zone is a name such as Europe/Berlin."}, []string{p.Errors[0].Pointer, p.Errors[0].Detail})
	api.Patch("/jobs/schedules/probe.hourly", map[string]any{"misfire": "often"}, "If-Match", `"1"`).Is(422)
	api.Patch("/jobs/schedules/probe.nothing", map[string]any{"paused": true}, "If-Match", `"1"`).Is(404)
	require.Equal(t, int64(1), read().Version)
}

func TestScheduleRunsNowOnce(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n, _ := f.clockwork()
	api := f.api(n, "ops")
	var first, second jobs.Started
	api.Post("/jobs/schedules/probe.hourly/run", nil).Is(202).JSON(&first)
	api.Post("/jobs/schedules/probe.hourly/run", nil).Is(202).JSON(&second)
	require.Equal(t, jobs.Started{Key: first.Key, Already: true}, second)
	require.NoError(t, n.Start(f.ctx))
	f.settle(n)
	require.Equal(t, []int{0}, f.traces())

	api.Post("/jobs/schedules/probe.hourly/run", nil).Is(202).JSON(&second)
	require.False(t, second.Already)
	f.settle(n)
	require.Len(t, f.traces(), 2)
	api.Post("/jobs/schedules/probe.nothing/run", nil).Is(404)
}

func TestTwoSchedulesOfOneNameAreRefused(t *testing.T) {
	t.Parallel()
	f := setup(t)
	nothing := func(context.Context) error { return nil }
	n := f.node(f.options(), jobs.Every("probe.twice", "0 2 * * *", nothing))
	require.ErrorContains(t, n.Register(n.pool, jobs.Every("probe.twice", "0 3 * * *", nothing)), "the name is taken")
	require.NoError(t, n.Schedule(f.ctx, f.Org, "UTC"))
	require.NoError(t, n.Schedule(f.ctx, f.Org, "UTC"))
	require.Equal(t, []string{"0 2 * * *"}, f.strings("select spec from jobs.schedule where org_id = $1"))
	err := db.Changed(f.ctx, n.root.For("relay"), func(tx *db.Tx) error {
		_, err := tx.Exec(f.ctx, `insert into jobs.schedule (org_id, id, name, spec, declared, zone, org_zone, next_at)
			select org_id, gen_random_uuid(), name, spec, declared, zone, org_zone, next_at from jobs.schedule`)
		return err
	})
	require.ErrorContains(t, err, "schedule_is_written_once")
}
