package jobs_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/jobs"
)

// hourly makes a node with a schedule that leaves a trace at each run.
func (f *fixture) hourly(o jobs.Options, spec string) *node {
	var n *node
	h := jobs.Every("probe.hourly", spec, func(ctx context.Context) error {
		who, err := actor.From(ctx)
		if err != nil || who.Service != "probe.hourly" {
			return jobs.Never(errOnPurpose)
		}
		return db.Changed(ctx, n.pool, func(tx *db.Tx) error { return leave(ctx, tx, n.Engine, 0) })
	})
	n = f.node(o, h)
	return n
}

func (f *fixture) zoned(zone string) jobs.Options {
	o := f.options()
	o.Organisations = func(context.Context) ([]jobs.Org, error) { return []jobs.Org{{ID: f.Org, Zone: zone}}, nil }
	return o
}

func TestTickRunsOnceOnTwoNodes(t *testing.T) {
	t.Parallel()
	f := setup(t)
	one, two := f.hourly(f.zoned("Asia/Kathmandu"), "0 * * * *"), f.hourly(f.zoned("Asia/Kathmandu"), "0 * * * *")
	require.NoError(t, one.Start(f.ctx))
	require.NoError(t, two.Start(f.ctx))
	f.until(one, func() bool { return len(f.strings("select name from jobs.schedule where org_id = $1")) == 1 })
	require.Equal(t, []string{"15"}, f.strings("select extract(minute from next_at at time zone 'UTC')::text from jobs.schedule where org_id = $1 and next_at > now()"), "a full hour in Nepal")

	for i := range 3 { // as if each time three hours had been missed
		f.damage("update jobs.schedule set next_at = next_at - interval '3 hours' where org_id = $1")
		f.until(one, func() bool { return len(f.traces()) > i })
		f.settle(one)
		f.settle(two)
		require.Len(t, f.traces(), i+1)
		f.damage("delete from jobs.finished where org_id = $1") // its tick has the same key again
	}

	require.Equal(t, []string{"t"}, f.strings("select (next_at > now() and last_at < now())::text::char(1) from jobs.schedule where org_id = $1"))
}

func TestTickIsDroppedWhileTheOneBeforeWaits(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n := f.hourly(f.options(), "* * * * *")
	require.NoError(t, n.Schedule(f.ctx, f.Org, "Europe/Berlin"))
	conn := f.Superuser(t)
	fire := func(at string) (dropped bool) {
		require.NoError(t, conn.QueryRow(f.ctx, `select jobs.fire(id, org_id, array[$2::text::timestamptz], now() + interval '1 day', 1, 'job', 12)
			from jobs.schedule where org_id = $1`, f.Org, at).Scan(&dropped))
		return dropped
	}

	require.False(t, fire("2026-11-29T10:00Z"))
	require.True(t, fire("2026-11-29T10:01Z"))
	f.damage("update jobs.schedule set misfire = 'all' where org_id = $1")
	require.False(t, fire("2026-11-29T10:02Z"))
	require.False(t, fire("2026-11-29T10:02Z"), "written once")

	require.Equal(t, []string{"ready", "waiting"}, f.strings("select state from jobs.delivery where org_id = $1 order by pos"))
}

func TestScheduleFollowsItsDeclarationUnlessAnAdminMovedIt(t *testing.T) {
	t.Parallel()
	f := setup(t)
	rows := func() []string {
		return f.strings("select concat_ws(' | ', spec, zone, to_char(next_at at time zone zone, 'HH24:MI'), paused) from jobs.schedule where org_id = $1")
	}
	require.NoError(t, f.hourly(f.options(), "0 2 * * *").Schedule(f.ctx, f.Org, "Europe/Berlin"))
	require.Equal(t, []string{"0 2 * * * | Europe/Berlin | 02:00 | f"}, rows())

	require.NoError(t, f.hourly(f.options(), "0 3 * * *").Schedule(f.ctx, f.Org, "America/New_York"))
	require.Equal(t, []string{"0 3 * * * | America/New_York | 03:00 | f"}, rows())

	f.damage("update jobs.schedule set spec = '30 4 * * *' where org_id = $1")
	require.NoError(t, f.hourly(f.options(), "0 5 * * *").Schedule(f.ctx, f.Org, "Asia/Kathmandu"))
	require.Equal(t, []string{"30 4 * * * | Asia/Kathmandu"}, f.strings("select spec || ' | ' || zone from jobs.schedule where org_id = $1"))
	require.Error(t, f.hourly(f.options(), "0 5 * * *").Schedule(f.ctx, f.Org, "Mars/Olympus"))
}

// Leases, due times and schedules go by the database's clock: a node whose own is wrong does nothing early, and loses nothing.
func TestANodeWhoseClockIsAnHourOffDoesNothingEarly(t *testing.T) {
	t.Parallel()
	for _, off := range []time.Duration{time.Hour, -time.Hour} {
		f := setup(t)
		o := f.zoned("Europe/Berlin")
		o.Clock = clock.Fixed(time.Now().Add(off))
		n := f.hourly(o, "0 3 29 2 *") // years away
		require.NoError(t, n.Register(n.pool, jobs.Do("probe.do", func(ctx context.Context, tx *db.Tx, c chore) error { return leave(ctx, tx, n.Engine, c.N) }), chunks(n.Engine, -1)))
		n.enqueue(f.ctx, t, db.Enqueued{Job: chore{N: 99}, After: 30 * time.Minute})
		n.enqueue(f.ctx, t, db.Enqueued{Job: parade{}}) // under a lease
		require.NoError(t, n.Schedule(f.ctx, f.Org, "Europe/Berlin"))
		require.NoError(t, n.Start(f.ctx))

		f.until(n, func() bool { return len(f.traces()) == 10 })

		require.Equal(t, upTo(10), f.traces(), "what is due is done, chunk by chunk")
		require.Equal(t, []string{"probe.do ready 0"}, f.strings("select concat_ws(' ', handler, state, starts) from jobs.delivery where org_id = $1"), "and nothing before its time")
		n.stop()
	}
}
