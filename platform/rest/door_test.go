package rest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

const fine = `{"name":"a"}`

func TestAnotherSiteCannotMakeABrowserWrite(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for name, headers := range map[string][]string{
		"cross-site": {"Sec-Fetch-Site", "cross-site"}, "same-site": {"Sec-Fetch-Site", "same-site"},
		"foreign origin": {"Origin", "https://evil.example"}, "null origin": {"Origin", "null"},
		"cookie alone":                 {"Cookie", "longhouse=x"},
		"cross-site with our header":   {"Sec-Fetch-Site", "cross-site", "X-Longhouse", "1", "Cookie", "longhouse=x"},
		"a form's content type":        {"Content-Type", "text/plain", "Cookie", "longhouse=x"},
		"same-origin without a header": {"Sec-Fetch-Site", "same-origin", "Cookie", "longhouse=x"},
	} {
		for _, path := range []string{"/things", "/open"} {
			p := f.ask("POST", path, fine, headers...).problem(403, "csrf")
			require.NotEmpty(t, p.Request, name)
		}
		f.ask("PATCH", "/things/"+uuid.NewString(), `{}`, headers...).problem(403, "csrf")
		f.ask("DELETE", "/things", "", headers...).problem(403, "csrf")
	}
	for name, headers := range map[string][]string{
		"our own page":        {"Sec-Fetch-Site", "same-origin", "X-Longhouse", "1", "Cookie", "longhouse=x"},
		"a program, by token": {"Authorization", "Bearer lh_x", "Sec-Fetch-Site", "cross-site", "Cookie", "longhouse=x"},
		"a program":           {},
	} {
		require.Equal(t, 201, f.ask("POST", "/things", fine, headers...).Status, name)
	}
	require.Equal(t, 200, f.ask("GET", "/things", "", "Sec-Fetch-Site", "cross-site", "Cookie", "longhouse=x").Status, "reading is no forgery")
}

func TestEveryAnswerOfTheAPICarriesTheHeaders(t *testing.T) {
	t.Parallel()
	f := setup(t)
	seen := map[string]bool{}
	for _, a := range []answer{f.ask("GET", "/things", ""), f.ask("GET", "/nothing", ""), f.ask("BREW", "/things", ""), f.ask("POST", "/things", `{`), f.ask("POST", "/things", fine, "Cookie", "x=y"),
		f.ask("POST", "/plain", ""), f.ask("GET", "/things", "", "X-User", "")} {
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
			"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"} {
			require.Equal(t, want, a.Header.Get(name), name)
		}
		require.Empty(t, a.Header.Get("Access-Control-Allow-Origin"))
		require.Empty(t, a.Header.Get("Strict-Transport-Security"), "no TLS, no promise of it")
		id := a.Header.Get("X-Request-Id")
		require.False(t, seen[id], "each request has an ID of its own")
		seen[id] = true
		if a.Status >= 400 {
			require.Contains(t, a.Text, id, "a problem names its request")
		}
	}
	require.NotEmpty(t, f.ask("GET", "/things", "", "X-Forwarded-Proto", "https").Header.Get("Strict-Transport-Security"))
	require.NotEqual(t, "forged", f.ask("GET", "/things", "", "X-Request-Id", "forged").Header.Get("X-Request-Id"))
}

func TestAnIdempotencyKeyIsAUUIDAndSomeOperationsNeedOne(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.ask("POST", "/ledger", fine).problem(400, "idempotency_key_required")
	for _, key := range []string{"1", "x", strings.Repeat("a", 5000), "'; drop table x"} {
		f.ask("POST", "/ledger", fine, "Idempotency-Key", key).problem(400, "idempotency_key_required")
		f.ask("POST", "/things", fine, "Idempotency-Key", key).problem(400, "idempotency_key_required")
	}
	require.Equal(t, 200, f.ask("POST", "/ledger", fine, "Idempotency-Key", uuid.NewString()).Status)
	require.Equal(t, 201, f.ask("POST", "/things", fine).Status)
}

func TestARepeatedRequestGetsTheSameAnswerAndSaysSo(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	runs := 0
	c := d.ServerAs(t, d.As(t, "owner"), map[string]func(*rest.API){"test": func(a *rest.API) {
		rest.Register(a, rest.Op{ID: "test-reason", Method: "POST", Path: "/reasons", Needs: rest.SignedIn, Status: 201},
			func(ctx context.Context, in *withBody) (*rest.Answer[map[string]string], error) {
				out, err := db.Write(ctx, d.Root.For("crm"), func(tx *db.Tx) (map[string]string, error) {
					runs++
					_, err := tx.Exec(ctx, "insert into crm.lost_reason (id, name) values ($1, $2)", kernel.NewUUID(), in.Body.Name)
					return map[string]string{"name": in.Body.Name, "made": uuid.NewString()}, err
				})
				return rest.Say(out), err
			})
	}})
	key := []string{"Idempotency-Key", uuid.NewString()}
	first := c.Post("/test/reasons", fine, key...).Is(201)
	require.Empty(t, first.Header.Get("Idempotency-Replayed"))
	again := c.Post("/test/reasons", fine, key...).Is(201)
	require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))
	require.JSONEq(t, string(first.Body), string(again.Body))
	require.Equal(t, 1, runs)
	require.Equal(t, "idempotency_key_reused", c.Post("/test/reasons", `{"name":"b"}`, key...).Is(422).Code())
	require.Equal(t, "idempotency_key_reused", c.Post("/test/reasons?x=1", fine, key...).Is(422).Code())
}

func TestARequestIsObservedByItsOperation(t *testing.T) {
	t.Parallel()
	type seen struct {
		operation, method string
		status            int
	}
	var all []seen
	f := setup(t, func(o *rest.Options) {
		o.Observe = func(operation, method string, status int, seconds float64) {
			require.GreaterOrEqual(t, seconds, 0.0)
			all = append(all, seen{operation, method, status})
		}
	})
	f.ask("POST", "/things", fine)
	f.ask("POST", "/forbidden", fine)
	f.ask("GET", "/nothing", "")
	require.Equal(t, []seen{{"test-make", "POST", 201}, {"test-forbidden", "POST", 403}, {"", "GET", 404}}, all)
}

func TestTheDocumentNamesTypesByModuleAndHoldsNoSchemaLinks(t *testing.T) {
	t.Parallel()
	f := setup(t)
	document, err := f.api.Document()
	require.NoError(t, err)
	require.NotContains(t, string(document), "$schema")
	require.NotContains(t, string(document), "InputBody")
	require.Contains(t, string(document), "`test.short`: There is not enough.")
	require.Contains(t, string(document), "Needs the right `test.thing.create`.")
	again, err := f.api.Document()
	require.NoError(t, err)
	require.Equal(t, document, again)
	require.NotContains(t, f.ask("POST", "/things", fine).Text, "$schema")
	codes := f.api.Codes()
	require.Len(t, codes, 1)
	require.Equal(t, "test.short", codes[0].Code)
	require.Equal(t, rest.Registered{ID: "test-make", Method: "POST", Path: "/api/v1/test/things", Needs: "test.thing.create"}, f.api.Operations()[0])
}

func TestAForwardedAddressIsNotBelieved(t *testing.T) {
	t.Parallel()
	a := rest.New(rest.Options{})
	type where struct {
		Address string `json:"address"`
		Browser string `json:"browser"`
		Cookie  string `json:"cookie"`
	}
	rest.Register(a.For("test"), rest.Op{ID: "test-where", Method: "GET", Path: "/where", Needs: rest.Public},
		func(_ context.Context, in *struct{ rest.Origin }) (*rest.Answer[where], error) {
			return rest.Say(where{in.Address(), in.Browser(), in.Cookie("b")}), nil
		})
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/test/where", nil)
	r.RemoteAddr = "192.0.2.7:4711"
	for name, value := range map[string]string{"X-Forwarded-For": "203.0.113.1", "X-Real-Ip": "203.0.113.1", "Forwarded": "for=203.0.113.1", "User-Agent": "curl", "Cookie": "a=1; b=2=3; c=4"} {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, r)
	require.JSONEq(t, `{"address":"192.0.2.7","browser":"curl","cookie":"2=3"}`, w.Body.String())
}
