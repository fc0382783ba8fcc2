package chaos_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

func TestPoisonEndsAsDeadLettersAndTheOthersGoOn(t *testing.T) {
	together(t)
	s := set(t, newCluster(t), newRedis(t))
	nodes := []*node{s.node("serve", "--no-work"), s.node("worker"), s.node("worker")}
	s.signIn(nodes[0].at)
	ctx, cancel := context.WithTimeout(t.Context(), pick(3*time.Minute, 10*time.Minute))
	defer cancel()
	var keepers sync.WaitGroup
	for _, n := range nodes[1:] { // what an operator's supervisor does
		keepers.Go(func() { n.keep(ctx) })
	}
	defer keepers.Wait()
	defer cancel()

	alone := s.steady(ctx, nodes[0], 0)
	for i, wish := range []string{"panic", "fail", "hang", "die", "panic", "die"} {
		a := s.ask(ctx, nodes[0].at, http.MethodPost, "/jobs/probes", map[string]any{"kind": "poison", "from": 900_000 + i, "count": 1, "wish": wish}, uuid.NewString())
		require.Equal(t, http.StatusNoContent, a.status, "%s", a.body)
	}
	among := s.steady(ctx, nodes[0], 100_000)

	for {
		n, err := s.pg.number("select count(*) from jobs.delivery where state = 'dead'")
		if err == nil && n == 6 {
			break
		}
		if !rest(ctx, 100*time.Millisecond) {
			require.Fail(t, "some poison is still about", "%v", s.pg.lines("select concat_ws(' ', state, starts, failures, due_at - now(), last_error) from jobs.delivery"))
		}
	}
	require.ElementsMatch(t, []string{"2 its process died five times", "1 it ignored its deadline and was abandoned", "2 panic: the probe panics as it was told", "1 the probe fails as it was told"},
		s.pg.lines("select count(*) || ' ' || last_error from jobs.delivery where state = 'dead' group by last_error order by last_error"))
	require.Zero(t, first(s.pg.number("select count(*) from jobs.probe where n >= 900000")), "poison leaves nothing")
	t.Logf("p99 from commit to start: %.0f ms alone, %.0f ms among poison that killed nodes ten times", alone, among)
	if full {
		require.Less(t, among, max(2*alone, 1000))
	}
}

// steady writes jobs at a steady rate and answers the p99 of their waits in milliseconds.
func (s *stage) steady(ctx context.Context, at *node, from int) float64 {
	s.t.Helper()
	began := first(s.pg.number("select (extract(epoch from clock_timestamp()) * 1000)::bigint"))
	n := pick(300, 6000)
	for i := range n {
		order, key := map[string]any{"kind": "do", "from": from + i, "count": 1}, uuid.NewString()
		for s.ask(ctx, at.at, http.MethodPost, "/jobs/probes", order, key).status != http.StatusNoContent {
			require.True(s.t, rest(ctx, 50*time.Millisecond), "the node does not come back")
		}
		rest(ctx, 5*time.Millisecond)
	}
	for first(s.pg.number("select count(*) from jobs.delivery where handler = 'jobs.probe_do'")) > 0 {
		require.True(s.t, rest(ctx, 50*time.Millisecond), "the others do not go on")
	}
	require.Equal(s.t, int64(n), first(s.pg.number("select count(*) from jobs.probe where kind = 'do' and n >= "+number(from)+" and n < "+number(from+n))))
	return float64(first(s.pg.number("select (1000 * percentile_cont(0.99) within group (order by extract(epoch from started_at - created_at)))::bigint from jobs.finished where handler = 'jobs.probe_do' and created_at >= to_timestamp(" + number(int(began)) + " / 1000.0)")))
}
