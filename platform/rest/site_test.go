package rest_test

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/platform/fault"
	"longhouse/platform/rest"
)

var script = strings.Repeat("export const a = 1;\n", 200)

func site(t *testing.T, h *rest.Health) func(method, path string, headers ...string) answer {
	t.Helper()
	f := setup(t)
	handler, err := rest.Site{API: f.api, Health: h, Codes: []*fault.Error{errShort}, UI: fstest.MapFS{
		"index.html":         {Data: []byte(`<html><style nonce="__CSP_NONCE__"></style><meta name="nonce" content="__CSP_NONCE__">app</html>`)},
		"reference.html":     {Data: []byte("reference")},
		"assets/app-1a2b.js": {Data: []byte(script)},
		"favicon.svg":        {Data: []byte("<svg/>")},
		".secret/key.json":   {Data: []byte("{}")},
	}}.Handler()
	require.NoError(t, err)
	return func(method, path string, headers ...string) answer {
		return send(t, handler, method, path, "", headers...)
	}
}

func TestAssetsAreKeptForEverAndSentSmall(t *testing.T) {
	t.Parallel()
	ask := site(t, &rest.Health{})
	a := ask("GET", "/assets/app-1a2b.js")
	require.Equal(t, script, a.Text)
	require.Equal(t, "public, max-age=31536000, immutable", a.Header.Get("Cache-Control"))
	require.Contains(t, a.Header.Get("Content-Type"), "javascript")
	require.Equal(t, "Accept-Encoding", a.Header.Get("Vary"))
	a = ask("GET", "/assets/app-1a2b.js", "Accept-Encoding", "br, gzip")
	require.Equal(t, "gzip", a.Header.Get("Content-Encoding"))
	require.Less(t, len(a.Text), len(script)/4)
	z, err := gzip.NewReader(strings.NewReader(a.Text))
	require.NoError(t, err)
	plain, err := io.ReadAll(z)
	require.NoError(t, err)
	require.Equal(t, script, string(plain))
	require.Equal(t, "no-cache", ask("GET", "/favicon.svg").Header.Get("Cache-Control"), "no hash in the name, no keeping")
	require.Empty(t, ask("HEAD", "/assets/app-1a2b.js").Text)
}

func TestAnUnknownAssetIs404AndAnyOtherAddressThePage(t *testing.T) {
	t.Parallel()
	ask := site(t, &rest.Health{})
	for _, path := range []string{"/assets/app-old.js", "/assets/"} {
		require.Equal(t, 404, ask("GET", path).Status, path)
	}
	for _, path := range []string{"/", "/crm/deals/0192", "/oak/inventory?x=1", "/.secret/key.json", "/index.html"} {
		a := ask("GET", path)
		require.Equal(t, 200, a.Status, path)
		require.Contains(t, a.Text, "app</html>", path)
		require.Equal(t, "no-store", a.Header.Get("Cache-Control"))
		require.Equal(t, "text/html; charset=utf-8", a.Header.Get("Content-Type"))
	}
	ask("GET", "/api/v1/nothing").problem(404, "not_found")
	require.Contains(t, ask("GET", "/api/v1/openapi.json").Text, `"openapi": "3.1.0"`)
	require.Equal(t, "reference", ask("GET", "/reference").Text)
}

func TestThePolicyOfAPageHasANonceThatIsNewEachTimeAndNothingUnsafe(t *testing.T) {
	t.Parallel()
	ask := site(t, &rest.Health{})
	nonce := regexp.MustCompile(`'nonce-([A-Za-z0-9_-]{22})'`)
	seen := map[string]bool{}
	for _, path := range []string{"/", "/", "/crm", "/problems/test.short", "/problems/test.short"} {
		a := ask("GET", path)
		policy := a.Header.Get("Content-Security-Policy")
		require.Contains(t, policy, "default-src 'none'; script-src 'self'; ")
		for _, want := range []string{"base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'", "connect-src 'self'"} {
			require.Contains(t, policy, want)
		}
		require.NotContains(t, policy, "unsafe")
		require.NotContains(t, policy, "*")
		m := nonce.FindStringSubmatch(policy)
		require.NotNil(t, m, policy)
		require.False(t, seen[m[1]])
		seen[m[1]] = true
		require.Contains(t, a.Text, m[1])
		require.NotContains(t, a.Text, "__CSP_NONCE__")
		require.Equal(t, "nosniff", a.Header.Get("X-Content-Type-Options"))
	}
	require.Equal(t, "default-src 'none'; frame-ancestors 'none'", ask("GET", "/assets/app-1a2b.js").Header.Get("Content-Security-Policy"))
}

func TestEveryProblemsTypeLeadsToAPage(t *testing.T) {
	t.Parallel()
	ask := site(t, &rest.Health{})
	for _, code := range []string{"test.short", "csrf", "invalid", "malformed", "method", "too_large", "media_type", "not_acceptable", "internal", "stale"} {
		a := ask("GET", "/problems/"+code)
		require.Equal(t, 200, a.Status, code)
		require.Contains(t, a.Text, "<code>"+code+"</code>")
	}
	require.Contains(t, ask("GET", "/problems/method").Text, "status 405")
	ask("GET", "/problems/%3Cscript%3E").problem(404, "not_found")
}

func TestReadinessSaysWhatIsWrongAndSinceWhen(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	var postgres, redis error
	h := &rest.Health{Now: func() time.Time { return now }, Checks: []rest.Check{
		{Code: "postgres_down", Look: func(context.Context) error { return postgres }},
		{Code: "redis_down", Degraded: true, Look: func(context.Context) error { return redis }},
	}}
	ask := site(t, h)
	ready := func(status int, want string) {
		t.Helper()
		a := ask("GET", "/readyz")
		require.Equal(t, status, a.Status)
		require.JSONEq(t, want, a.Text)
		require.Equal(t, "no-store", a.Header.Get("Cache-Control"))
	}
	ready(200, `{"status":"ready","reasons":[]}`)
	redis = errors.New("no answer")
	ready(200, `{"status":"degraded","reasons":[{"code":"redis_down","detail":"no answer","since":"2026-11-22T10:00:00Z"}]}`)
	now, postgres = now.Add(time.Minute), errors.New("refused")
	ready(503, `{"status":"not_ready","reasons":[{"code":"postgres_down","detail":"refused","since":"2026-11-22T10:01:00Z"},{"code":"redis_down","detail":"no answer","since":"2026-11-22T10:00:00Z"}]}`)
	redis, postgres = nil, nil
	ready(200, `{"status":"ready","reasons":[]}`)
	now, redis = now.Add(time.Minute), errors.New("again")
	ready(200, `{"status":"degraded","reasons":[{"code":"redis_down","detail":"again","since":"2026-11-22T10:02:00Z"}]}`)
	redis = nil
	h.Stopping()
	ready(503, `{"status":"not_ready","reasons":[{"code":"stopping","detail":"The process is on its way out.","since":"2026-11-22T10:02:00Z"}]}`)
	require.Equal(t, 200, ask("GET", "/healthz").Status, "it lives all the same")
}

func TestABinaryWithoutItsUISaysSo(t *testing.T) {
	t.Parallel()
	handler, err := rest.Site{API: setup(t).api, Health: &rest.Health{}, UI: fstest.MapFS{}}.Handler()
	require.NoError(t, err)
	require.Contains(t, send(t, handler, "GET", "/", "").Text, "make web")
	require.Equal(t, 404, send(t, handler, "GET", "/reference", "").Status)
}
