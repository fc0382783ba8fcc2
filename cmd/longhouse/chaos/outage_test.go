package chaos_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhilePostgresIsAwayEveryAnswerSaysSo(t *testing.T) {
	together(t)
	s := set(t, newCluster(t), nil)
	n := s.node("serve")
	s.signIn(n.at)
	make := func(name string) answer {
		return s.ask(t.Context(), n.at, http.MethodPost, "/crm/accounts", map[string]any{"name": name}, uuid.NewString())
	}
	require.Equal(t, http.StatusCreated, make("before").status)

	s.pg.stop("fast")
	ends := time.Now().Add(pick(4*time.Second, time.Minute))
	var slowest time.Duration
	asked := 0
	for time.Now().Before(ends) {
		for _, ask := range []func() answer{
			func() answer { return s.ask(t.Context(), n.at, http.MethodGet, "/crm/accounts?limit=1", nil, "") },
			func() answer { return make("during") },
		} {
			began := time.Now()
			a := ask()
			slowest = max(slowest, time.Since(began))
			asked++
			require.NoError(t, a.err)
			require.Equal(t, http.StatusServiceUnavailable, a.status, "%s", a.body)
			require.Equal(t, "application/problem+json", a.kind)
			require.Contains(t, string(a.body), `"code":"unavailable"`)
		}
		rest(t.Context(), 20*time.Millisecond)
	}
	s.pg.start()
	back := time.Now()
	for !make("after").ok() {
		require.Less(t, time.Since(back), 30*time.Second)
		rest(t.Context(), 20*time.Millisecond)
	}
	recovered := time.Since(back)
	require.Equal(t, int64(2), first(s.pg.number("select count(*) from crm.account")), "what was refused left nothing")
	t.Logf("%d requests refused, the slowest after %.0f ms; the first success %.0f ms after PostgreSQL was back", asked, ms(slowest), ms(recovered))
	if full {
		require.Less(t, slowest, 2*time.Second)
		require.Less(t, recovered, 5*time.Second)
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func TestWithoutRedisEveryPersonWorksOnAndTheWorkIsDoneLater(t *testing.T) {
	together(t)
	redis := newRedis(t)
	s := set(t, newCluster(t), redis)
	redis.kill()
	n := s.node("serve") // it starts without it, too
	s.signIn(n.at)
	var made struct {
		ID      string
		Version int
	}
	a := s.ask(t.Context(), n.at, http.MethodPost, "/crm/accounts", map[string]any{"name": "Ernst Handel"}, uuid.NewString())
	require.Equal(t, http.StatusCreated, a.status, "%s", a.body)
	require.NoError(t, json.Unmarshal(a.body, &made))
	for _, path := range []string{"/crm/accounts", "/crm/accounts/" + made.ID, "/search?q=ernst", "/history/timeline?entity=crm.account&id=" + made.ID, "/jobs/handlers", "/notify/messages"} {
		began := time.Now()
		a := s.ask(t.Context(), n.at, http.MethodGet, path, nil, "")
		require.Equal(t, http.StatusOK, a.status, "%s: %s", path, a.body)
		assert.Less(t, time.Since(began), pick(20*time.Second, 2*time.Second), path)
	}
	require.Equal(t, http.StatusNoContent, s.ask(t.Context(), n.at, http.MethodPost, "/jobs/probes", map[string]any{"kind": "event", "from": 1, "count": 50}, uuid.NewString()).status)
	r, err := http.Get("http://" + n.at + "/readyz")
	require.NoError(t, err)
	require.NoError(t, r.Body.Close())
	require.Equal(t, http.StatusOK, r.StatusCode, "degraded, not away")
	require.Equal(t, int64(100), first(s.pg.number("select count(*) from jobs.delivery where handler like 'jobs.probe%'")), "work waits in PostgreSQL")

	redis.start()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	s.drained(ctx)
	require.Equal(t, int64(100), first(s.pg.number("select count(*) from jobs.probe")))
}

func TestARedisThatDropsKeysIsRefusedAlsoWhenItComesLate(t *testing.T) {
	together(t)
	redis := newRedis(t)
	s := set(t, newCluster(t), redis)
	redis.kill()
	n := s.node("serve")
	redis.args = []string{"--maxmemory-policy", "allkeys-lru"}
	redis.start()
	<-n.gone
	require.NotZero(t, n.cmd.ProcessState.ExitCode())
	require.Contains(t, n.said.String(), "set maxmemory-policy noeviction")
}

func TestAStopUnderLoadFailsNoRequestThatWasAccepted(t *testing.T) {
	together(t)
	s := set(t, newCluster(t), newRedis(t))
	n := s.node("serve")
	s.signIn(n.at)
	var done, refused atomic.Int64
	var clients sync.WaitGroup
	wrong := make(chan string, 64)
	stopping := make(chan struct{})
	for i := range 16 {
		clients.Go(func() {
			for k := 0; ; k++ {
				a := s.ask(t.Context(), n.at, http.MethodPost, "/crm/accounts", map[string]any{"name": fmt.Sprintf("Customer %d-%d", i, k)}, uuid.NewString())
				switch {
				case a.status == http.StatusCreated:
					done.Add(1)
				case notAccepted(a.err):
					refused.Add(1)
					return
				default:
					wrong <- fmt.Sprint(a.status, " ", a.err, " ", string(a.body))
					return
				}
				select {
				case <-stopping:
				default:
					if k == 20 && i == 0 {
						close(stopping)
						n.signal(syscall.SIGTERM)
					}
				}
			}
		})
	}
	began := time.Now()
	clients.Wait()
	<-n.gone
	close(wrong)
	for w := range wrong {
		t.Error(w)
	}
	require.Zero(t, n.cmd.ProcessState.ExitCode())
	require.Equal(t, int64(16), refused.Load(), "each client ends when nobody listens any more")
	require.Equal(t, done.Load(), first(s.pg.number("select count(*) from crm.account")), "each answer is true, and nothing else was written")
	require.Contains(t, s.command("", "audit", "verify"), "sound")
	t.Logf("%d requests done, none failed; stopped within %.1f s", done.Load(), time.Since(began).Seconds())
}

// notAccepted says that nobody took the request: the connection was refused.
func notAccepted(err error) bool {
	var op *net.OpError
	return err != nil && (errors.Is(err, syscall.ECONNREFUSED) || errors.As(err, &op) && op.Op == "dial" || strings.Contains(err.Error(), "connection refused"))
}
