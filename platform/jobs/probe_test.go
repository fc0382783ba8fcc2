package jobs_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/platform/jobs"
)

func (f *fixture) probing() *node {
	o := f.options()
	o.Probes = true
	return f.run(o)
}

func TestProbesLeaveOneTraceForEachEffectAndCountThem(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n := f.probing()
	since := time.Now().Add(-time.Minute)

	for i, kind := range []string{"do", "event", "run", "chain"} {
		require.NoError(t, n.WriteProbes(f.ctx, jobs.ProbeOrder{Kind: kind, From: i * 100, Count: 10, Word: kind}))
		err := n.WriteProbes(f.ctx, jobs.ProbeOrder{Kind: kind, From: 1000, Count: 10, RollBack: true})
		require.ErrorContains(t, err, "rolled back")
	}
	f.settle(n)

	got, err := n.CountTraces(f.ctx, 0, 10_000)
	require.NoError(t, err)
	require.Equal(t, []jobs.Traces{{Kind: "do", Effects: 10, Numbers: 10}, {Kind: "hear", Effects: 10, Numbers: 10}, {Kind: "react", Effects: 10, Numbers: 10},
		{Kind: "run", Effects: 50, Numbers: 10}, {Kind: "second", Effects: 10, Numbers: 10}}, got, "and none of what was rolled back")
	w, err := n.ProbeWaits(f.ctx, since)
	require.NoError(t, err)
	require.EqualValues(t, 60, w.Started, "an event is two deliveries, a chain too")
	require.Positive(t, w.P50)

	f.damage("insert into jobs.probe (org_id, kind, n, word, key) select $1, 'do', 3, 'do', gen_random_uuid()")
	got, err = n.CountTraces(f.ctx, 0, 10_000)
	require.NoError(t, err)
	require.Equal(t, jobs.Traces{Kind: "do", Effects: 11, Numbers: 10, Doubled: 1, Backward: 1}, got[0], "a double shows")
}

func TestProbesThatAreToldToFailAreDeadAndVisible(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n := f.probing()
	for i, wish := range []string{"fail", "panic"} {
		require.NoError(t, n.WriteProbes(f.ctx, jobs.ProbeOrder{Kind: "poison", From: i, Count: 1, Wish: wish}))
	}
	f.settle(n)
	require.Equal(t, []string{"dead 3 panic: the probe panics as it was told", "dead 3 the probe fails as it was told"},
		f.strings("select concat_ws(' ', state, failures, last_error) from jobs.delivery where org_id = $1 order by last_error"))
	got, err := n.CountTraces(f.ctx, 0, 10)
	require.NoError(t, err)
	require.Empty(t, got, "what fails leaves nothing")
}
