package main

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/embedded"
	"longhouse/platform/pgtest"
)

// measured builds everything on a database of tests, without serving it.
func measured(t *testing.T) *House {
	t.Helper()
	redis, err := embedded.StartRedis()
	require.NoError(t, err)
	t.Cleanup(redis.Stop)
	c, err := load([]string{"REDIS_URL=" + redis.URL()})
	require.NoError(t, err)
	h, err := build(t.Context(), c, pgtest.Shared(t), c.Jobs.Redis)
	require.NoError(t, err)
	t.Cleanup(h.Root.Close)
	return h
}

func shown(t *testing.T, h http.Handler) string {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	require.Equal(t, http.StatusOK, w.Code, "%s", w.Body)
	return w.Body.String()
}

var (
	metric = regexp.MustCompile(`longhouse_[a-z_]+`)
	quoted = regexp.MustCompile(`"[^"]*"`)
)

// faultsOf lists what is wrong with a file of rules, for what /metrics shows.
func faultsOf(rules, metrics string) (alerts int, wrong []string) {
	for _, part := range strings.Split(rules, "\n      - alert: ")[1:] {
		alerts++
		name, body, _ := strings.Cut(part, "\n")
		for _, needs := range []string{"        expr: ", "        for: ", "        labels: {severity: ", "          summary: ", "          do: "} {
			if !strings.Contains("\n"+body, "\n"+needs) {
				wrong = append(wrong, name+" has no "+strings.TrimSpace(needs))
			}
		}
		_, expr, _ := strings.Cut(body, "expr: ")
		expr, _, _ = strings.Cut(expr, "\n")
		names := metric.FindAllString(quoted.ReplaceAllString(expr, ""), -1)
		if len(names) == 0 {
			wrong = append(wrong, name+" looks at nothing")
		}
		for _, m := range names {
			if !regexp.MustCompile(`(?m)^` + m + `[{ ]`).MatchString(metrics) {
				wrong = append(wrong, name+" looks at "+m+", which is not shown")
			}
		}
	}
	return alerts, wrong
}

func TestAlarmsLookAtWhatIsShownAndGiveAdvice(t *testing.T) {
	t.Parallel()
	h := measured(t)
	h.Metrics.Observe("crm-list-deals", http.MethodGet, 200, 0.01)
	rules, err := os.ReadFile("../../deployments/alerts.yaml")
	require.NoError(t, err)

	n, wrong := faultsOf(string(rules), shown(t, h.Metrics.Handler()))

	require.Empty(t, wrong)
	require.GreaterOrEqual(t, n, 12)
	_, wrong = faultsOf("\n      - alert: Broken\n        expr: max(longhouse_jobs_nothing) > 0\n", shown(t, h.Metrics.Handler()))
	require.Equal(t, []string{"Broken has no for:", "Broken has no labels: {severity:", "Broken has no summary:", "Broken has no do:", "Broken looks at longhouse_jobs_nothing, which is not shown"}, wrong)
}

func TestEveryHandlerSaysWhatItDoes(t *testing.T) {
	t.Parallel()
	h := house(t)
	sentence := regexp.MustCompile(`^[A-Z].+\.$`)
	n := 0
	for _, part := range h.parts() {
		for _, handler := range part.Handlers {
			n++
			require.Regexp(t, sentence, handler.About, handler.Name)
		}
	}
	require.GreaterOrEqual(t, n, 11)
}

// freePort is one that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	var l net.ListenConfig
	s, err := l.Listen(context.WithoutCancel(t.Context()), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer s.Close()
	return s.Addr().String()
}
