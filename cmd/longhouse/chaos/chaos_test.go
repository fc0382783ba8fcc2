package chaos_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

// work is what the writers have been told was committed.
type work struct {
	mu        sync.Mutex
	committed map[string][]int // kind → numbers
	ghosts    []int            // numbers of transactions that were rolled back
	allowed   atomic.Int64     // deliveries that may be written so far
	written   atomic.Int64
	repeats   atomic.Int64 // requests that got no answer and were sent again
}

// deliveries of one order of each kind: an event has two subscribers, and a chain leaves a second job.
var deliveries = map[string]int64{"do": 1, "event": 2, "run": 1, "chain": 2}

const perOrder = 4

// write sends orders one after the other, all under one word, until all is written. Whatever gets no clear answer is sent
// again to another node under the same key.
func (w *work) write(ctx context.Context, s *stage, webs []*node, word string, from int, total int64) error {
	kinds := []string{"do", "event", "event", "chain", "run"}
	for i := 0; ; i++ {
		kind := kinds[i%len(kinds)]
		for w.written.Load() >= w.allowed.Load() {
			if w.written.Load() >= total {
				return nil
			}
			if !rest(ctx, 5*time.Millisecond) {
				return ctx.Err()
			}
		}
		first, count := from+i*perOrder, perOrder
		order := map[string]any{"kind": kind, "from": first, "word": word, "roll_back": i%10 == 9}
		switch {
		case i%24 == 7: // one: whatever stands behind it waits for its retry
			order["wish"], count = "slip", 1
		case i%2 == 0:
			order["wish"] = "slow"
		}
		order["count"] = count
		w.written.Add(int64(count) * deliveries[kind])
		key := uuid.NewString()
		for try := rand.IntN(len(webs)); ; try++ {
			a := s.ask(ctx, webs[try%len(webs)].at, http.MethodPost, "/jobs/probes", order, key)
			if a.status == http.StatusNoContent && order["roll_back"] == false || a.status == http.StatusConflict && order["roll_back"] == true {
				break
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if a.status != 0 && a.status != http.StatusServiceUnavailable && a.status != http.StatusConflict && a.status < 500 {
				return fmt.Errorf("write probes: %d %s", a.status, a.body)
			}
			w.repeats.Add(1)
			rest(ctx, 50*time.Millisecond)
		}
		w.mu.Lock()
		for n := first; n < first+count; n++ {
			if order["roll_back"] == true {
				w.ghosts = append(w.ghosts, n)
			} else {
				w.committed[kind] = append(w.committed[kind], n)
			}
		}
		w.mu.Unlock()
	}
}

func rest(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// faults are what happens while the writers write.
type faults struct{ kills, flushes, redisKills, pgStops int }

func TestNothingIsLostDoubledOrOutOfOrderWhateverDies(t *testing.T) {
	together(t)
	total := pick[int64](2000, 10_000)
	plan := pick(faults{8, 1, 1, 1}, faults{36, 4, 3, 3})
	s := set(t, newCluster(t), newRedis(t))
	webs := []*node{s.node("serve", "--no-work"), s.node("serve", "--no-work")}
	workers := []*node{s.node("worker"), s.node("worker")}
	s.signIn(webs[0].at)
	ctx, cancel := context.WithTimeout(t.Context(), pick(3*time.Minute, 20*time.Minute))
	defer cancel()

	w := &work{committed: map[string][]int{}}
	began := time.Now()
	var writers sync.WaitGroup
	problems := make(chan error, 8)
	for i := range 8 {
		writers.Go(func() {
			if err := w.write(ctx, s, webs, fmt.Sprint("word ", i/2), (i+1)*1_000_000, total); err != nil {
				problems <- err
			}
		})
	}
	script := plan.script()
	var frozen *node
	var thaw time.Time
	for i, fault := range script {
		w.allowed.Store(total * int64(i+1) / int64(len(script)+1))
		rest(ctx, time.Duration(rand.IntN(pick(300, 1500)))*time.Millisecond) // into the middle of it
		switch {
		case i == 1:
			frozen, thaw = workers[1], time.Now().Add(23*time.Second) // longer than its lease
			frozen.signal(syscall.SIGSTOP)
		case frozen != nil && time.Now().After(thaw):
			frozen.signal(syscall.SIGCONT)
			frozen = nil
		}
		s.strike(ctx, fault, slices.Concat(webs, workers[:1]))
	}
	if frozen != nil {
		rest(ctx, time.Until(thaw))
		frozen.signal(syscall.SIGCONT)
	}
	last := time.Now()
	w.allowed.Store(total)
	writers.Wait()
	close(problems)
	for err := range problems {
		require.NoError(t, err)
	}
	s.drained(ctx)
	drained := time.Since(last)

	w.judge(t, s.pg)
	for _, n := range append(webs, workers...) {
		require.NotContains(t, n.said.String(), "waited for nothing", "a key was left behind")
	}
	t.Logf("%d deliveries in %.0f s, through %d kills, %d flushes and %d kills of Redis, %d crashes of PostgreSQL, a frozen node; %d requests repeated; drained %.1f s after the last fault",
		w.written.Load(), time.Since(began).Seconds(), plan.kills, plan.flushes, plan.redisKills, plan.pgStops, w.repeats.Load(), drained.Seconds())
	if full {
		require.Less(t, drained, 30*time.Second)
	}
}

// script shuffles the faults, always in the same order.
func (f faults) script() []string {
	var out []string
	for what, n := range map[string]int{"kill": f.kills, "flush": f.flushes, "redis": f.redisKills, "postgres": f.pgStops} {
		for range n {
			out = append(out, what)
		}
	}
	slices.Sort(out)
	r := rand.New(rand.NewPCG(4, 4))
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func (s *stage) strike(ctx context.Context, fault string, victims []*node) {
	switch fault {
	case "kill":
		n := victims[rand.IntN(len(victims))]
		n.kill()
		n.revive()
	case "flush":
		s.redis.flush()
	case "redis":
		s.redis.kill()
		rest(ctx, time.Second)
		s.redis.start()
	case "postgres":
		s.pg.stop("immediate")
		rest(ctx, 500*time.Millisecond)
		s.pg.start()
	}
}

// drained waits until nothing is open.
func (s *stage) drained(ctx context.Context) {
	s.t.Helper()
	tell := time.Now().Add(15 * time.Second)
	for {
		n, err := s.pg.number("select count(*) from jobs.delivery where state <> 'dead' and handler like 'jobs.probe%'")
		if err == nil && n == 0 {
			return
		}
		if err == nil && time.Now().After(tell) {
			tell = time.Now().Add(15 * time.Second)
			s.t.Logf("%d still open, the first: %v", n, s.pg.lines("select concat_ws(' ', handler, state, pos, gen, starts, failures, order_key, due_at - now(), lease_until - now(), last_error) from jobs.delivery order by state = 'waiting', pos limit 12"))
		}
		if !rest(ctx, 100*time.Millisecond) {
			require.Fail(s.t, "work is left", "%v", s.pg.lines("select concat_ws(' ', handler, state, pos, gen, starts, failures, order_key, handed_at, started_at, lease_until, last_error) from jobs.delivery order by pos limit 20"))
		}
	}
}

// judge compares what the writers were told with what the jobs left.
func (w *work) judge(t *testing.T, pg *cluster) {
	t.Helper()
	effects := map[string][]string{"do": {"do"}, "event": {"hear", "react"}, "run": {"run"}, "chain": {"second"}}
	left := map[string]map[int]int{}
	conn, err := pg.connect(t.Context())
	require.NoError(t, err)
	defer func() { _ = conn.Close(t.Context()) }()
	rows, err := conn.Query(t.Context(), "select kind, n from jobs.probe")
	require.NoError(t, err)
	for rows.Next() {
		var kind string
		var n int
		require.NoError(t, rows.Scan(&kind, &n))
		if left[kind] == nil {
			left[kind] = map[int]int{}
		}
		left[kind][n]++
	}
	require.NoError(t, rows.Err())
	// Positions follow the commits of a key: two writers share each word.
	require.Empty(t, pg.lines(`
		select concat_ws(' ', kind, word, n, 'after a later one') from (
		  select p.kind, p.word, p.n, f.pos, lag(f.pos) over (partition by p.kind, p.word order by p.pos) as before
		    from jobs.probe p join jobs.finished f on f.org_id = p.org_id and f.key = p.key) o
		 where pos < before`), "out of order")
	require.Equal(t, int64(0), first(pg.number("select count(*) from jobs.delivery where state = 'dead'")), "nothing was dead: %v",
		pg.lines("select concat_ws(' ', handler, failures, starts, last_error) from jobs.delivery where state = 'dead'"))
	for kind, numbers := range w.committed {
		for _, effect := range effects[kind] {
			want := 1
			if effect == "run" {
				want = 5
			}
			for _, n := range numbers {
				require.Equal(t, want, left[effect][n], "%s %d", effect, n)
				delete(left[effect], n)
			}
		}
	}
	for effect, more := range left {
		require.Empty(t, more, "%s was done that nobody was told of", effect)
	}
	require.NotEmpty(t, w.ghosts)
}

func first(n int64, _ error) int64 { return n }
