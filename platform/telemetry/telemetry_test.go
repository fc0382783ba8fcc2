package telemetry_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/config"
	"longhouse/platform/kernel"
	"longhouse/platform/telemetry"
)

func logger(t *testing.T, c telemetry.Config) (*slog.Logger, *bytes.Buffer) {
	t.Helper()
	var out bytes.Buffer
	l, err := telemetry.Log(&out, c)
	require.NoError(t, err)
	return l, &out
}

func acting(t *testing.T) (context.Context, actor.Actor) {
	t.Helper()
	a := actor.Actor{Org: kernel.NewID[kernel.Org](), User: kernel.NewID[kernel.User](), Request: uuid.New(), Run: uuid.New(), Reason: "a private word", Locale: "de"}
	return actor.With(t.Context(), a), a
}

func TestEachLineSaysWhoActs(t *testing.T) {
	t.Parallel()
	ctx, a := acting(t)
	l, out := logger(t, telemetry.Config{Level: "info", Format: "json"})
	l.With("part", "jobs").InfoContext(ctx, "parked", "attempts", 3)
	var line map[string]any
	require.NoError(t, json.Unmarshal(out.Bytes(), &line))
	require.Equal(t, a.Org.String(), line["org"])
	require.Equal(t, a.Subject(), line["actor"])
	require.Equal(t, a.Request.String(), line["request"])
	require.Equal(t, a.Run.String(), line["operation"])
	require.Equal(t, "jobs", line["part"])
	require.NotContains(t, out.String(), a.Reason)

	out.Reset()
	l.InfoContext(t.Context(), "nobody acts")
	require.NotContains(t, out.String(), "actor")
}

func TestALineInAGroupStillSaysWhoActs(t *testing.T) {
	t.Parallel()
	ctx, a := acting(t)
	l, out := logger(t, telemetry.Config{Level: "info", Format: "json"})
	l.WithGroup("inner").InfoContext(ctx, "parked")
	require.Contains(t, out.String(), a.Subject())
}

func TestNoSecretAndNoSecondLineCanBeSmuggledIntoTheLog(t *testing.T) {
	t.Parallel()
	ctx, _ := acting(t)
	for _, format := range []string{"json", "text"} {
		l, out := logger(t, telemetry.Config{Level: "debug", Format: format})
		l.DebugContext(ctx, "start", "secret", config.Secret("hunter2"), "name", "x\r\nlevel=ERROR msg=forged\x1b[31m")
		require.NotContains(t, out.String(), "hunter2")
		require.Equal(t, 1, strings.Count(out.String(), "\n"))
		require.NotContains(t, out.String(), "\x1b")
		require.NotContains(t, out.String(), "\r")
	}
}

func TestTheLevelHidesWhatLiesBelowIt(t *testing.T) {
	t.Parallel()
	l, out := logger(t, telemetry.Config{Level: "warn", Format: "text"})
	l.Info("not this")
	require.Empty(t, out.String())
	l.Warn("but this")
	require.Contains(t, out.String(), "but this")
}

func TestAWrongLevelOrFormatIsNamed(t *testing.T) {
	t.Parallel()
	_, err := telemetry.Log(&bytes.Buffer{}, telemetry.Config{Level: "loud", Format: "json"})
	require.ErrorContains(t, err, "LONGHOUSE_LOG")
	_, err = telemetry.Log(&bytes.Buffer{}, telemetry.Config{Level: "info", Format: "xml"})
	require.ErrorContains(t, err, "LONGHOUSE_LOG_FORMAT")
}

func scrape(t *testing.T, m *telemetry.Metrics, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	return w
}

func TestRequestsAreCountedByOperationAndStatus(t *testing.T) {
	t.Parallel()
	m := telemetry.NewMetrics("1.2.3")
	m.Observe("crm-win-deal", "POST", 200, 0.004)
	m.Observe("crm-win-deal", "POST", 409, 0.004)
	m.Observe("", "GET", 404, 0.001)
	m.Gauge("longhouse_waiting", "Jobs that wait.", nil, func() float64 { return 7 })
	text := scrape(t, m, "/metrics").Body.String()
	require.Contains(t, text, `longhouse_request_seconds_count{method="POST",operation="crm-win-deal",status="200"} 1`)
	require.Contains(t, text, `longhouse_request_seconds_count{method="POST",operation="crm-win-deal",status="409"} 1`)
	require.Contains(t, text, `longhouse_request_seconds_count{method="GET",operation="unknown",status="404"} 1`)
	require.Contains(t, text, `longhouse_info{version="1.2.3"} 1`)
	require.Contains(t, text, "longhouse_waiting 7")
	require.Equal(t, http.StatusNotFound, scrape(t, m, "/").Code)
}

func TestInventedMethodsDoNotGrowTheMetrics(t *testing.T) {
	t.Parallel()
	m := telemetry.NewMetrics("x")
	for i := range 500 {
		m.Observe("", "M"+strconv.Itoa(i), 405, 0)
	}
	text := scrape(t, m, "/metrics").Body.String()
	require.Equal(t, 1, strings.Count(text, "longhouse_request_seconds_count"))
	require.Contains(t, text, `longhouse_request_seconds_count{method="other",operation="unknown",status="405"} 500`)
}
